// The life of an action item and what time makes of it. Pure: days are YYYY-MM-DD in the county's zone.
import { can, type Actor, type Thing } from '@/server/access'
import type { ActionItemState } from './contract'

type Step = {
  to: ActionItemState
  /** report: the lead unit and who runs the body. verify: who runs the body alone. */
  verb: 'action-item.set-state' | 'action-item.verify'
  /** A reason must be given: it is what the others read. */
  needsRemark: boolean
}

const report = 'action-item.set-state' as const
const verify = 'action-item.verify' as const

/** One table of states (DECISIONS). Returning is a step back to doing; a closed item opens again only by verification. */
export const steps: Readonly<Record<ActionItemState, readonly Step[]>> = {
  todo: [
    { to: 'doing', verb: report, needsRemark: false },
    { to: 'stopped', verb: verify, needsRemark: true },
  ],
  doing: [
    { to: 'toVerify', verb: report, needsRemark: false },
    { to: 'stopped', verb: verify, needsRemark: true },
  ],
  toVerify: [
    { to: 'done', verb: verify, needsRemark: false },
    { to: 'doing', verb: verify, needsRemark: true },
  ],
  done: [{ to: 'doing', verb: verify, needsRemark: true }],
  stopped: [{ to: 'todo', verb: verify, needsRemark: true }],
}

export const findStep = (from: ActionItemState, to: ActionItemState): Step | undefined =>
  steps[from].find((step) => step.to === to)

/**
 * The steps this actor may take now. Whoever reported an item as finished never verifies it.
 * @param reportedBy id of who last set it to toVerify
 */
export function stepsFor(
  actor: Actor,
  thing: Thing & { kind: 'actionItem' },
  from: ActionItemState,
  reportedBy: string | null,
): readonly Step[] {
  return steps[from].filter((step) => can(actor, step.verb, thing) && !isOwnReport(actor, from, step.to, reportedBy))
}

/** Closing one's own report. Returning it is allowed: nobody gains by that. */
export const isOwnReport = (
  actor: Actor,
  from: ActionItemState,
  to: ActionItemState,
  reportedBy: string | null,
): boolean => from === 'toVerify' && to === 'done' && actor.kind === 'person' && actor.personId === reportedBy

export const isClosed = (state: ActionItemState): boolean => state === 'done' || state === 'stopped'

/** Whole days from `today` to `dueOn`: negative is late. */
export function daysBetween(today: string, dueOn: string): number {
  return Math.round((Date.parse(`${dueOn}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
}

export type Warning = 'late' | 'yellow' | 'blue' | null

/**
 * Three colours of the trade: blue 10 days, yellow 3 days, red overdue. Closed and dateless items warn of nothing, nor do
 * reported ones: the lead unit has done its part, and verifying has its own pace.
 */
export function warningOf(state: ActionItemState, dueOn: string | null, today: string): Warning {
  if (dueOn === null || state === 'toVerify' || isClosed(state)) return null
  const days = daysBetween(today, dueOn)
  if (days < 0) return 'late'
  if (days <= 3) return 'yellow'
  return days <= 10 ? 'blue' : null
}

/** How an item is drawn in a bar: its state, or late while open and overdue. */
export const fillOf = (state: ActionItemState, dueOn: string | null, today: string): ActionItemState | 'late' =>
  warningOf(state, dueOn, today) === 'late' ? 'late' : state

/** 7-03: issue 7, third item of it. */
export const itemNumber = (issueNumber: number, number: number): string =>
  `${issueNumber}-${String(number).padStart(2, '0')}`

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
