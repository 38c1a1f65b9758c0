import type { ReactNode } from 'react'
import { classes } from './classes'
import { Icon, type IconName } from './icon'

export type NoticeTone = 'plain' | 'info' | 'good' | 'warn' | 'danger'

const icons: Record<NoticeTone, IconName> = { plain: 'info', info: 'info', good: 'check', warn: 'warn', danger: 'stop' }

/** A sentence that stays. `live` when it appears after the page has been read: danger is said at once, the rest politely. */
export function Notice({
  tone = 'plain',
  icon,
  title,
  live,
  children,
}: {
  tone?: NoticeTone
  icon?: IconName
  title?: ReactNode
  live?: boolean
  children?: ReactNode
}) {
  const role = live ? (tone === 'danger' ? 'alert' : 'status') : undefined
  return (
    <div className={classes('notice', tone !== 'plain' && `notice-${tone}`)} role={role}>
      <Icon name={icon ?? icons[tone]} />
      <div className="grow">
        {title ? <b className="notice-title">{title}</b> : null}
        {children}
      </div>
    </div>
  )
}
