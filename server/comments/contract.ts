// Words in the margin of minutes, over HTTP: one address a document, `/api/comments/<documentId>`. Get reads all, post does one
// thing and answers with all. That something changed is said on /collab by message 105 (minutes/contract).
import { z } from 'zod'
import { AgendaItemId, CommentId } from '@/server/ids'
import { UnitView } from '@/server/units/contract'

export const limits = {
  text: 1000,
  quote: 300,
  /** Bytes of one relative position; with the longest root name and client ids it has about 70. */
  anchor: 200,
  /** Rows of one document, answers too. */
  perDocument: 1000,
  /** Rows of one author within a minute. */
  perMinute: 20,
} as const

const Place = z.base64().max(Math.ceil(limits.anchor / 3) * 4)
/** Two relative positions of Yjs, encoded: they move with the words they stand at. */
export const Anchor = z.object({ from: Place, to: Place })
export type Anchor = z.infer<typeof Anchor>

const words = z
  .string()
  .transform((text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ').trim())
  .pipe(z.string().min(1, 'required').max(limits.text, 'tooLong'))

/** The client chooses the id, so that sending again after a lost answer changes nothing. */
export const CommentCommand = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('add'),
    id: CommentId,
    agendaItemId: AgendaItemId,
    /** Null: about the item as a whole. */
    anchor: Anchor.nullable(),
    quote: z.string().transform((text) => [...text].slice(0, limits.quote).join('')),
    text: words,
  }),
  z.object({ do: z.literal('answer'), id: CommentId, answersId: CommentId, text: words }),
  z.object({ do: z.literal('settle'), id: CommentId, isSettled: z.boolean() }),
  z.object({ do: z.literal('take-back'), id: CommentId }),
])
export type CommentCommand = z.infer<typeof CommentCommand>
export type CommentInput = z.input<typeof CommentCommand>

const Instant = z.iso.datetime()
const Said = z.object({
  id: CommentId,
  /** Empty where it was taken back, and stands only because it was answered. */
  text: z.string(),
  name: z.string(),
  unit: UnitView.nullable(),
  at: Instant,
  isMine: z.boolean(),
})
export type Said = z.infer<typeof Said>
export const CommentView = Said.extend({
  agendaItemId: AgendaItemId,
  anchor: Anchor.nullable(),
  quote: z.string(),
  settled: z.object({ at: Instant, by: z.string().nullable() }).nullable(),
  answers: z.array(Said),
})
export type CommentView = z.infer<typeof CommentView>

export const CommentList = z.object({
  comments: z.array(CommentView),
  mayComment: z.boolean(),
  /** Whoever writes the text settles everybody's; others their own. */
  maySettle: z.boolean(),
})
export type CommentList = z.infer<typeof CommentList>
