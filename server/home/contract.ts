import type { Office } from '@/server/access'

/** What one person is asked to do, whichever noun asks it. Sentences: messages/<locale>/awaits.json under kinds. */
export type AwaitKind = 'report' | 'verify' | 'extension' | 'hand-over' | 'reply' | 'confirm' | 'sign' | 'vote'

export type Await = {
  /** Unique among all that await. */
  key: string
  kind: AwaitKind
  title: string
  href: string
  /** As what they are asked: their office, and for which unit. */
  as: { office: Office; unit: string }
  /** Last day, YYYY-MM-DD in the county's zone; null where nothing says. */
  until: string | null
  /** The day since which it waits. */
  since: string
}

export type Reason = { why: 'late' | 'today' | 'soon' | 'waiting' | 'unled'; days: number }
export type FirstThing = { thing: Await; reason: Reason }
