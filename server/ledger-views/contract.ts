// A way to look at the ledger, kept under a name.
import { z } from 'zod'
import { tidyWords } from '@/server/forms/model'
import { BodyId, LedgerViewId } from '@/server/ids'

/** Of one person, and of one body. */
export const mostViews = 30

const ViewName = z
  .string()
  .transform((typed) => tidyWords(typed).replace(/\s+/gu, ' '))
  .pipe(z.string().min(1, 'required').max(40, 'tooLong'))

export const KeepViewForm = z.object({
  name: ViewName,
  /** The whole body's; empty: one's own. */
  bodyId: z.preprocess((value) => (value === '' ? null : (value ?? null)), BodyId.nullable()),
  /** As in the ledger's address, after the question mark. */
  query: z.string().max(1000, 'tooLong'),
})
export type KeepView = z.output<typeof KeepViewForm>

export const RenameViewForm = z.object({ id: LedgerViewId, name: ViewName })
export const RemoveViewForm = z.object({ id: LedgerViewId })

/** What a view narrows by and is not there any more. */
export const GoneFilter = z.enum(['unit', 'body', 'meeting', 'duty'])
export type GoneFilter = z.infer<typeof GoneFilter>

export type ViewOfLedger = {
  id: LedgerViewId
  name: string
  query: string
  /** Null: one's own. */
  body: { id: BodyId; name: string } | null
  gone: readonly GoneFilter[]
  /** May be renamed and removed by whoever looks. */
  isMine: boolean
}
