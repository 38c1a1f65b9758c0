import type { ReactNode } from 'react'
import { Icon } from './icon'

/** Work is going on, and which. */
export function Busy({ children }: { children: ReactNode }) {
  return (
    <span className="busy" role="status">
      <Icon name="sync" />
      {children}
    </span>
  )
}

/** The shape of text that is on its way; `label` is what is spoken. */
export function Skeleton({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, at) => (
        <span key={at} className="skeleton" />
      ))}
    </div>
  )
}
