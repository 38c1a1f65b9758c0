// The life of an action item and what time makes of it. Pure: days are YYYY-MM-DD in the county's zone.
import { can, type Actor, type Thing, type Verb } from '@/server/access'
import type { ActionItemState } from './contract'

/** Everything that can be done with an item. */
export type Deed =
  | 'start'
  | 'report'
  | 'submit'
  | 'close'
  | 'return'
  | 'reopen'
  | 'stop'
  | 'resume'
  | 'ask-extension'
  | 'decide-extension'
  | 'chase'
  | 'hand-over'
  | 'split'
  | 'label'
  | 'comment'

type Rule = {
  from: readonly ActionItemState[]
  /** Null: the state stays as it is. */
  to: ActionItemState | null
  /** Who by office and unit: access.ts decides. */
  right: Extract<Verb, `action-item.${string}`>
  /** A reason must be given: it is what the others read. */
  needsRemark?: true
  /** Not by whoever did this before, whatever their office: who last reported it finished, or who asked. */
  notBy?: 'reporter' | 'asker'
}

const open = ['todo', 'doing', 'toVerify'] as const
const working = ['todo', 'doing'] as const
const any = ['todo', 'doing', 'toVerify', 'done', 'stopped'] as const

/** The one table of states (DECISIONS): which deed, from where to where, by whom. What is not in it does not happen. */
export const deeds: Readonly<Record<Deed, Rule>> = {
  start: { from: ['todo'], to: 'doing', right: 'action-item.set-state' },
  report: { from: open, to: null, right: 'action-item.report' },
  submit: { from: ['doing'], to: 'toVerify', right: 'action-item.set-state' },
  close: { from: ['toVerify'], to: 'done', right: 'action-item.verify', notBy: 'reporter' },
  return: { from: ['toVerify'], to: 'doing', right: 'action-item.verify', needsRemark: true },
  reopen: { from: ['done'], to: 'doing', right: 'action-item.verify', needsRemark: true },
  stop: { from: working, to: 'stopped', right: 'action-item.stop', needsRemark: true },
  resume: { from: ['stopped'], to: 'todo', right: 'action-item.stop', needsRemark: true },
  'ask-extension': { from: working, to: null, right: 'action-item.ask-extension', needsRemark: true },
  'decide-extension': { from: open, to: null, right: 'action-item.decide-extension', notBy: 'asker' },
  chase: { from: working, to: null, right: 'action-item.chase', needsRemark: true },
  'hand-over': { from: open, to: null, right: 'action-item.hand-over', needsRemark: true },
  split: { from: working, to: null, right: 'action-item.split' },
  label: { from: open, to: null, right: 'action-item.label' },
  comment: { from: any, to: null, right: 'action-item.comment', needsRemark: true },
}
export const deedNames = Object.keys(deeds) as Deed[]

export type ItemThing = Extract<Thing, { kind: 'actionItem' }>
/** Who did what before: ids of persons. */
export type Before = { reporter: string | null; asker: string | null }
export const nobodyBefore: Before = { reporter: null, asker: null }

/** Whether this actor may do it with an item in this state. */
export function may(actor: Actor, deed: Deed, thing: ItemThing, state: ActionItemState, before: Before): boolean {
  return deeds[deed].from.includes(state) && can(actor, deeds[deed].right, thing) && !isOwn(actor, deed, before)
}

/** Closing one's own report, deciding on what one asked. Returning one's own report is allowed: nobody gains by that. */
export function isOwn(actor: Actor, deed: Deed, before: Before): boolean {
  const { notBy } = deeds[deed]
  return notBy !== undefined && actor.kind === 'person' && actor.personId === before[notBy]
}

type Step = { deed: Deed; to: ActionItemState; right: Rule['right']; needsRemark: boolean }

/** The deeds that change the state. */
const steps: readonly (Step & { from: readonly ActionItemState[] })[] = deedNames.flatMap((deed) => {
  const { from, to, right, needsRemark = false } = deeds[deed]
  return to === null ? [] : [{ deed, from, to, right, needsRemark }]
})

export const findStep = (from: ActionItemState, to: ActionItemState): Step | undefined =>
  steps.find((step) => step.from.includes(from) && step.to === to)

/** The steps this actor may take now. */
export const stepsFor = (
  actor: Actor,
  thing: ItemThing,
  from: ActionItemState,
  reportedBy: string | null,
): readonly Step[] =>
  steps.filter((step) => may(actor, step.deed, thing, from, { ...nobodyBefore, reporter: reportedBy }))

/** Changes after which somebody who is about to verify must look again. */
export const weighty: readonly string[] = [
  'state',
  'report',
  'evidence',
  'evidence-removed',
  'evidence-restored',
  'extended',
  'handed-over',
]

export const isClosed = (state: ActionItemState): boolean => state === 'done' || state === 'stopped'

/** Whole days from `today` to `dueOn`: negative is late. */
export function daysBetween(today: string, dueOn: string): number {
  return Math.round((Date.parse(`${dueOn}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
}

export type Warning = 'late' | 'yellow' | 'blue' | null

/** Days before the due date, of a body (server/follow-up/contract.ts). */
export type Warn = { blue: number; yellow: number }
export const usualWarn: Warn = { blue: 10, yellow: 3 }

/**
 * Three colours of the trade: blue 10 days, yellow 3 days, red overdue, where the body has no days of its own. Derived, never
 * stored. Closed and dateless items warn of nothing, nor do reported ones: the lead unit has done its part, and verifying has
 * its own pace.
 */
export function warningOf(
  state: ActionItemState,
  dueOn: string | null,
  today: string,
  { blue, yellow }: Warn = usualWarn,
): Warning {
  if (dueOn === null || state === 'toVerify' || isClosed(state)) return null
  const days = daysBetween(today, dueOn)
  if (days < 0) return 'late'
  if (days <= yellow) return 'yellow'
  return days <= blue ? 'blue' : null
}

/** How an item is drawn in a bar: its state, or late while open and overdue. */
export const fillOf = (state: ActionItemState, dueOn: string | null, today: string): ActionItemState | 'late' =>
  warningOf(state, dueOn, today) === 'late' ? 'late' : state

/** 7-03: issue 7, third item of it. */
export const itemNumber = (issueNumber: number, number: number): string =>
  `${issueNumber}-${String(number).padStart(2, '0')}`

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** How deep items may be split: an item, its parts, and theirs. */
export const maxDepth = 3

/** Days that may be asked for: after the present one, and within what a plan can mean. */
export const furthestDays = 730
