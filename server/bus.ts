// Postgres LISTEN/NOTIFY carrying ids only: the one way from a command into live/, on this node and every other.
// Notifying inside the command's transaction makes Postgres deliver at commit, never for a rollback. A notice is a hint:
// whoever hears it reads the rows again, so a lost one costs time, not truth.
import { sql as raw } from 'drizzle-orm'
import type postgres from 'postgres'
import { z } from 'zod'
import type { Db, Tx } from '@/db/client'
import { CountyId, DocumentId, MeetingId, PersonId, SeatId } from '@/server/ids'
import { log } from '@/server/log'

export const Notice = z.discriminatedUnion('kind', [
  /** Something of a room changed; `seq` is meetings.signal_seq after the change, `topic` says what to read again. */
  z.object({
    kind: z.literal('room'),
    meetingId: MeetingId,
    seq: z.number().int(),
    topic: z.enum(['meeting', 'agenda', 'seats', 'chat']),
    /** For a chat message or a seat: its id, so that listeners can read just that row. */
    id: z.uuid().optional(),
  }),
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

const headsChannel = 'lianxi_heads'
/** Milliseconds in which heads are gathered into one hint, however many documents and commits there are. */
const gatherMs = 20
/** Documents in one hint: Postgres takes 8,000 bytes. */
const headsInOne = 120
/** Milliseconds between two signs of life, and after which a node that gave none is forgotten. */
const hereMs = 5_000
const goneMs = 15_000

/** Without heads: a sign of life. */
const Heads = z.object({ from: z.uuid(), heads: z.array(z.tuple([DocumentId, z.number().int()])) })
type Head = z.infer<typeof Heads>['heads'][number]

export type Hints = {
  /** The others' are heard. */
  readonly ready: Promise<void>
  /** The document has new durable updates up to `head`: the others, if there are any, will be told soon. */
  note(documentId: DocumentId, head: number): void
  /** What was noted is told now. */
  flush(): void
  stop(): Promise<void>
}

/**
 * Hints between the writers of several nodes, on a channel of their own: at every commit of every document, so gathered, and
 * one's own are passed over before they are parsed. Outside the commit, since NOTIFY in it would serialise all of them.
 * A node that is alone sends none; it tells every head to one that it hears for the first time, and so does that one.
 */
export function hintHeads(
  sql: postgres.Sql,
  known: { onHead(documentId: DocumentId, head: number): void; heads(): Head[] },
): Hints {
  const from = crypto.randomUUID()
  const own = `{"from":"${from}"`
  const noted = new Map<DocumentId, number>()
  const heardAt = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null
  const send = (heads: Head[]) => {
    const payload = JSON.stringify({ from, heads } satisfies z.infer<typeof Heads>)
    sql`select pg_notify(${headsChannel}, ${payload})`.catch(() => {})
  }
  const flush = () => {
    if (timer) clearTimeout(timer)
    timer = null
    const heads = [...noted]
    noted.clear()
    for (let at = 0; at < heads.length; at += headsInOne) send(heads.slice(at, at + headsInOne))
  }
  const note = (documentId: DocumentId, head: number) => {
    if (heardAt.size === 0) return
    noted.set(documentId, head)
    timer ??= setTimeout(flush, gatherMs)
  }
  const hear = (other: string) => {
    const isNew = !heardAt.has(other)
    heardAt.set(other, performance.now())
    if (!isNew) return
    send([])
    for (const [documentId, head] of known.heads()) note(documentId, head)
  }
  const signOfLife = setInterval(() => {
    for (const [other, at] of heardAt) if (performance.now() - at > goneMs) heardAt.delete(other)
    send([])
  }, hereMs)
  const subscription = sql.listen(headsChannel, (payload) => {
    if (payload.startsWith(own)) return
    const parsed = Heads.safeParse(safeJson(payload))
    if (!parsed.success) return log.warn({ payload: payload.slice(0, 200) }, 'bus: a hint nobody understands')
    hear(parsed.data.from)
    for (const [documentId, head] of parsed.data.heads) known.onHead(documentId, head)
  })
  return {
    ready: subscription.then(() => send([])),
    note,
    flush,
    stop: async () => {
      clearInterval(signOfLife)
      if (timer) clearTimeout(timer)
      timer = null
      await subscription.then(({ unlisten }) => unlisten()).catch(() => {})
    },
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
