// Postgres LISTEN/NOTIFY carrying ids only: the one way from a command into live/, on this node and every other.
// Notifying inside the command's transaction makes Postgres deliver at commit, never for a rollback. A notice is a hint:
// whoever hears it reads the rows again, so a lost one costs time, not truth.
import { sql as raw } from 'drizzle-orm'
import type postgres from 'postgres'
import { z } from 'zod'
import type { Db, Tx } from '@/db/client'
import { CountyId, DocumentId, MeetingId, PersonId, SeatId } from '@/server/ids'
import { log } from '@/server/log'
import { ReactionKind } from '@/server/rooms/contract'

export const Notice = z.discriminatedUnion('kind', [
  /** Something of a room changed; `seq` is meetings.signal_seq after the change, `topic` says what to read again. */
  z.object({
    kind: z.literal('room'),
    meetingId: MeetingId,
    seq: z.number().int(),
    topic: z.enum(['meeting', 'agenda', 'seats', 'chat', 'votes']),
    /** For a chat message or a seat: its id, so that listeners can read just that row. */
    id: z.uuid().optional(),
  }),
  /** A seat shows something for some seconds. Nothing is stored, so there is nothing to read again: the word is the notice. */
  z.object({ kind: z.literal('reaction'), meetingId: MeetingId, seatId: SeatId, reaction: ReactionKind }),
  /** Rights of a seat, a person or everybody in a meeting may have ended: gates ask again at once. */
  z.object({
    kind: z.literal('access'),
    countyId: CountyId,
    seatId: SeatId.optional(),
    personId: PersonId.optional(),
    meetingId: MeetingId.optional(),
    documentId: DocumentId.optional(),
  }),
  /** A document has new durable updates up to `head`; with `epoch`, a new life began. */
  z.object({
    kind: z.literal('document'),
    documentId: DocumentId,
    head: z.number().int(),
    epoch: z.number().int().optional(),
  }),
  /** What lies on the table of a sitting, or of an item of it, changed. */
  z.object({ kind: z.literal('materials'), meetingId: MeetingId }),
  /** The margin of a document changed. */
  z.object({ kind: z.literal('comments'), documentId: DocumentId }),
])
export type Notice = z.infer<typeof Notice>

const channel = 'lianxi'

/** Sends at commit of the surrounding transaction, or at once on a plain connection. */
export async function notify(db: Db | Tx, notice: Notice): Promise<void> {
  await db.execute(raw`select pg_notify(${channel}, ${JSON.stringify(notice)})`)
}

/** The same for many at once. */
export async function notifyAll(db: Db | Tx, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return
  const texts = JSON.stringify(notices.map((notice) => JSON.stringify(notice)))
  await db.execute(raw`select pg_notify(${channel}, n) from jsonb_array_elements_text(${texts}::text::jsonb) as n`)
}

/** Hears every notice; `onReconnect` runs each time the listening connection is made anew (hints may have been lost). */
export async function listen(
  sql: postgres.Sql,
  onNotice: (notice: Notice) => void,
  onReconnect: () => void = () => {},
): Promise<() => Promise<void>> {
  const subscription = await sql.listen(
    channel,
    (payload) => {
      const parsed = Notice.safeParse(safeJson(payload))
      if (parsed.success) onNotice(parsed.data)
      else log.warn({ payload: payload.slice(0, 200) }, 'bus: a notice nobody understands')
    },
    onReconnect,
  )
  return () => subscription.unlisten()
}

export function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
