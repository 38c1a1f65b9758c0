import { z } from 'zod'
import { DutyId, MeetingId, UnitId } from '@/server/ids'
import { UnitKind } from '@/server/rooms/contract'

export const ActionItemState = z.enum(['todo', 'doing', 'toVerify', 'done', 'stopped'])
export type ActionItemState = z.infer<typeof ActionItemState>

export const SetStateForm = z.object({
  from: ActionItemState,
  to: ActionItemState,
  remark: z.string().trim().max(2000, 'tooLong').default(''),
  /** Ticked where the remark names a child and must (server/privacy/model.ts). */
  keep: z.preprocess((value) => value === '1', z.boolean()).default(false),
})
export type SetStateForm = z.input<typeof SetStateForm>

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
