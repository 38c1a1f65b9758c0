import type { ReactNode } from 'react'
import { classes } from './classes'
import { Icon, type IconName } from './icon'

/** An honest status line: words first, one action at its end. Speaking it is the announcer's work, so that it is said once. */
export function Line({
  tone,
  icon,
  action,
  children,
}: {
  tone: 'ok' | 'weak' | 'bad'
  icon?: IconName
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <div className={classes('line', `line-${tone}`)}>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
      {action ? <span className="push">{action}</span> : null}
    </div>
  )
}
