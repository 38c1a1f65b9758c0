import { z } from 'zod'
import { DutyId, ExtensionId, MeetingId, PersonId, UnitId } from '@/server/ids'
import { UnitKind } from '@/server/rooms/contract'

export const ActionItemState = z.enum(['todo', 'doing', 'toVerify', 'done', 'stopped'])
export type ActionItemState = z.infer<typeof ActionItemState>

const keep = z.preprocess((value) => value === '1' || value === true, z.boolean()).default(false)
/** Chosen by a device for one sending: made by the page, so that also a form without script has one. */
const onceKey = z.string().regex(/^[A-Za-z0-9_-]{8,80}$/)
/** As typed, tidied; nothing invisible that could turn a line around. */
const words = (max: number) =>
  z
    .string()
    .transform((typed) =>
      typed
        .normalize('NFC')
        .replace(/\r\n/g, '\n')
        .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
        .trim(),
    )
    .pipe(z.string().max(max, 'tooLong'))
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
export const LabelForm = z.object({
  priority: Priority,
  /** As typed: separated by commas of any script, or blanks. */
  tags: z
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
    .pipe(z.array(z.string().max(20, 'tooLong')).max(10, 'tooMany')),
})
export type LabelForm = z.output<typeof LabelForm>

export const ItemLinkForm = z.object({ personId: PersonId })

const optionalDuty = z.preprocess((value) => (value === '' ? null : (value ?? null)), DutyId.nullable())

/** From the duty the person saw to another; null: of none. */
export const SetItemDutyForm = z.object({ from: optionalDuty, to: optionalDuty })

/** What the ledger shows first. `open` is everything not closed; `verify` waits for verification. */
export const LedgerView = z.enum(['open', 'verify', 'month', 'late', 'mine', 'all'])
export type LedgerView = z.infer<typeof LedgerView>

export const LedgerSort = z.enum(['due', 'number', 'changed', 'unit'])
export type LedgerSort = z.infer<typeof LedgerSort>

/** A filter that cannot be read is left out: an old bookmark still opens the ledger. */
const lenient = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (Array.isArray(value) ? value[0] : value), schema.optional().catch(undefined))

/** The ledger's address, so that a view can be sent to a colleague. */
export const LedgerQuery = z.object({
  view: lenient(LedgerView),
  state: lenient(ActionItemState),
  unit: lenient(UnitId),
  kind: lenient(UnitKind),
  meeting: lenient(MeetingId),
  /** Due within so many days from today, or late. */
  due: lenient(z.enum(['late', '3', '10', '30', 'none'])),
  q: lenient(z.string().trim().max(100)),
  sort: lenient(LedgerSort),
  page: lenient(z.coerce.number().int().min(1).max(2000)),
})
export type LedgerQuery = z.infer<typeof LedgerQuery>
