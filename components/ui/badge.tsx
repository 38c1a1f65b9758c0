import type { ReactNode } from 'react'
import { classes } from './classes'
import { Icon, type IconName } from './icon'

export type BadgeTone = 'plain' | 'line' | 'good' | 'warn' | 'danger' | 'info'

/** A fact in a word. Colour only helps: the word, and for a warning its icon, say it. */
export function Badge({ tone = 'plain', icon, children }: { tone?: BadgeTone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={classes('badge', tone !== 'plain' && `badge-${tone}`)}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </span>
  )
}
