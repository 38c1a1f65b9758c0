import { z } from 'zod'
import { tidyWords } from '@/server/forms/model'
import { BodyId, DutyId, ExtensionId, MeetingId, PersonId, UnitId } from '@/server/ids'
import { UnitKind, type UnitView } from '@/server/rooms/contract'

export const ActionItemState = z.enum(['todo', 'doing', 'toVerify', 'done', 'stopped'])
export type ActionItemState = z.infer<typeof ActionItemState>

const keep = z.preprocess((value) => value === '1' || value === true, z.boolean()).default(false)
/** Chosen by a device for one sending: made by the page, so that also a form without script has one. */
const onceKey = z.string().regex(/^[A-Za-z0-9_-]{8,80}$/)
export const words = (max: number) => z.string().transform(tidyWords).pipe(z.string().max(max, 'tooLong'))
const someWords = (max: number) => words(max).pipe(z.string().min(1, 'required'))
const optionalUnit = z.preprocess((value) => (value === '' ? null : (value ?? null)), UnitId.nullable())
const optionalPerson = z.preprocess((value) => (value === '' ? null : (value ?? null)), PersonId.nullable())
const box = z.preprocess((value) => value === '1' || value === true, z.boolean()).default(false)

export const SetStateForm = z.object({
  from: ActionItemState,
  to: ActionItemState,
  remark: z.string().trim().max(2000, 'tooLong').default(''),
  /** Ticked where the remark names a child and must (server/privacy/model.ts). */
  keep,
  /** The newest change that somebody who verifies had before their eyes. */
  seen: z.coerce.number().int().min(0).optional(),
  onceKey: onceKey.optional(),
})
export type SetStateForm = z.input<typeof SetStateForm>

export const ReportForm = z.object({
  text: someWords(4000),
  percent: z.coerce.number('percent').int('percent').min(0, 'percent').max(100, 'percent'),
  /** 報辦結: hands it over for verification. */
  finished: box,
  /** For which of the item's units, where somebody speaks for several. */
  unitId: optionalUnit,
  onceKey,
  keep,
})
export type ReportInput = z.output<typeof ReportForm>

/** A day that exists; whether it is late enough and near enough is said against the item's own. */
const Day = z.iso.date('date')
export const AskExtensionForm = z.object({ toDue: Day, reason: someWords(1000), keep })
export type AskExtensionForm = z.output<typeof AskExtensionForm>
export const DecideExtensionForm = z.object({
  extensionId: ExtensionId,
  decision: z.enum(['granted', 'refused']),
  word: words(1000).default(''),
})
export type DecideExtensionForm = z.output<typeof DecideExtensionForm>

export const WordForm = z.object({ word: someWords(1000), keep, onceKey: onceKey.optional() })
export type WordForm = z.output<typeof WordForm>

export const HandOverForm = z.object({
  fromUnitId: optionalUnit,
  toUnitId: UnitId,
  ownerPersonId: optionalPerson,
  reason: someWords(1000),
  keep,
})
export type HandOverForm = z.output<typeof HandOverForm>

const line = (max: number) =>
  z
    .string()
    .transform((typed) => typed.normalize('NFC').replace(/\s+/gu, ' ').trim())
    .pipe(z.string().max(max, 'tooLong'))
export const SplitForm = z.object({
  title: line(300).pipe(z.string().min(1, 'required')),
  deliverable: line(1000).default(''),
  leadUnitId: UnitId,
  dueOn: z.preprocess((value) => (value === '' ? null : (value ?? null)), Day.nullable()),
  onceKey,
})
export type SplitForm = z.output<typeof SplitForm>

export const Priority = z.enum(['normal', 'high', 'urgent'])
export type Priority = z.infer<typeof Priority>
/** As typed: separated by commas of any script, or blanks. */
export const Tags = z
  .string()
  .default('')
  .transform((typed) => [
    ...new Set(
      typed
        .normalize('NFC')
        .split(/[,，、;；\s]+/u)
        .filter(Boolean),
    ),
  ])
  .pipe(z.array(z.string().max(20, 'tooLong')).max(10, 'tooMany'))
export const LabelForm = z.object({
  priority: Priority,
  tags: Tags,
})
export type LabelForm = z.output<typeof LabelForm>

export const ItemLinkForm = z.object({ personId: PersonId })

const optionalDuty = z.preprocess((value) => (value === '' ? null : (value ?? null)), DutyId.nullable())

/** From the duty the person saw to another; null: of none. */
export const SetItemDutyForm = z.object({ from: optionalDuty, to: optionalDuty })

/** What the ledger shows first. `open` is everything not closed; `verify` waits for verification. */
export const LedgerView = z.enum(['open', 'verify', 'month', 'late', 'mine', 'all'])
export type LedgerView = z.infer<typeof LedgerView>

export const LedgerSort = z.enum(['due', 'number', 'changed'])
export type LedgerSort = z.infer<typeof LedgerSort>

/** The ledger by groups: how many in which state, each number leading to its rows. */
export const LedgerGroup = z.enum(['unit', 'kind', 'meeting'])
export type LedgerGroup = z.infer<typeof LedgerGroup>

/** Days since it was recorded, up to and with the last. */
export const ageBounds = { d30: [0, 30], d60: [31, 60], d90: [61, 90], more: [91, null] } as const
export type Age = keyof typeof ageBounds

/** A place in the order: the keys of a row and its id. `-` before it: the page that ends before that row. */
const Place = z
  .string()
  .regex(/^-?(infinity|\d{4}-\d\d-\d\d|\d{1,9}|\d{4}-\d\d-\d\d[ T][\d:.]{8,15}[+-]\d\d(:\d\d)?)~\d{1,9}~[0-9a-f-]{36}$/)

/** A filter that cannot be read is left out: an old bookmark still opens the ledger. */
const lenient = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (Array.isArray(value) ? value[0] : value), schema.optional().catch(undefined))
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

const filters = {
  view: lenient(LedgerView),
  state: lenient(ActionItemState),
  unit: lenient(UnitId),
  kind: lenient(UnitKind),
  body: lenient(BodyId),
  meeting: lenient(MeetingId),
  duty: lenient(DutyId),
  /** Due within so many days from today, late, not late (kept), without a day, or on that day. */
  due: lenient(z.union([z.enum(['late', 'kept', '3', '10', '30', 'none']), z.iso.date()])),
  /** By the body's own days of warning. */
  warning: lenient(z.enum(['late', 'yellow', 'blue'])),
  tag: lenient(z.string().trim().min(1).max(20)),
  priority: lenient(Priority),
  /** Who answers for it: the whole name. */
  owner: lenient(z.string().trim().min(1).max(100)),
  /** Recorded, and closed, in that month. */
  since: lenient(Month),
  closed: lenient(Month),
  age: lenient(z.enum(['d30', 'd60', 'd90', 'more'])),
  q: lenient(z.string().trim().max(100)),
  sort: lenient(LedgerSort),
  dir: lenient(z.enum(['asc', 'desc'])),
  group: lenient(LedgerGroup),
}

/** The ledger's address, so that a view can be sent to a colleague. */
export const LedgerQuery = z.object({ ...filters, at: lenient(Place) })
export type LedgerQuery = z.infer<typeof LedgerQuery>

/** How many items of one unit (null: of none) are in one state; `isLate`, `isThisMonth` and `age` of those that are open. */
export type Tally = {
  unit: UnitView | null
  state: ActionItemState
  isLate: boolean
  isThisMonth: boolean
  age: Age | null
  count: number
}
export type MonthTally = { month: string; born: number; done: number; stopped: number }
export type LedgerTallies = {
  units: readonly Tally[]
  /** The last twelve months, the oldest first; months without anything are there. */
  months: readonly MonthTally[]
  /** Open items by the day they are due, today and the five weeks after. */
  days: readonly { day: string; count: number }[]
}
export const daysAhead = 34

export type SittingTally = {
  meeting: { id: MeetingId; title: string; issueNumber: number; startsAt: Date }
  state: ActionItemState
  isLate: boolean
  count: number
}
