import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'

export type Moment = { key: string; icon?: IconName; when: ReactNode; what: ReactNode; note?: ReactNode }

/** What happened, in the order given. */
export function Timeline({ moments }: { moments: readonly Moment[] }) {
  return (
    <ol className="timeline">
      {moments.map((moment) => (
        <li key={moment.key}>
          <Icon name={moment.icon ?? 'st-doing'} />
          <b>{moment.when}</b> {moment.what}
          {moment.note ? <span className="meta block">{moment.note}</span> : null}
        </li>
      ))}
    </ol>
  )
}
