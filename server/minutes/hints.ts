// What writers of several nodes tell each other after a commit: how far a document is on disk and, where it is little, what
// was written. A hint is no truth: whoever misses one, or gets one that makes no sense, reads the rows (M33, M34, M50).
// On a channel of its own, outside the commit, since NOTIFY in it would serialise all of them.
import type postgres from 'postgres'
import { z } from 'zod'
import { safeJson } from '@/server/bus'
import { DocumentId } from '@/server/ids'
import { log } from '@/server/log'
import { unpackUpdates } from '@/server/minutes/update-bytes'

const channel = 'lianxi_heads'
/** Milliseconds in which commits are gathered into one hint, however many documents there are. */
const gatherMs = 20
/** Characters of one hint, its sender included: Postgres takes 7,999 bytes, and all of these are of one. */
const longest = 7_800
/** Bytes of a row that travels with its head. What is larger is rare, and read from Postgres. */
const largestRow = 2_048
/** Bytes of one document's rows in one gathering; beyond that reading them at once is cheaper than many hints. */
const mostTogether = 16_384
/** Milliseconds between two signs of life, and after which a node that gave none is forgotten. */
const hereMs = 5_000
const goneMs = 15_000

/** A row as it stands in Postgres: its sequence, who sent it, and its bytes. */
export type HintedRow = { seq: number; senderId: string | null; data: Uint8Array }
/** The same on the wire. */
const Row = z.tuple([z.number().int().positive(), z.uuid().nullable(), z.string().max(longest)])
const Entry = z.tuple([DocumentId, z.number().int(), z.array(Row)])
type Entry = z.infer<typeof Entry>
/** Without heads: a sign of life. */
const Hint = z.object({ from: z.uuid(), heads: z.array(Entry) })

export type Hints = {
  /** The others are heard. */
  readonly ready: Promise<void>
  /** The document is on disk up to `head`, `rows` being what was just written: the others, if any, are told soon. */
  note(documentId: DocumentId, head: number, rows?: readonly HintedRow[]): void
  /** What was noted is told now. */
  flush(): void
  stop(): Promise<void>
}

/** Updates of a row that came with a hint; null where its bytes do not come apart. */
export function readHintedRow([seq, senderId, text]: z.infer<typeof Row>) {
  const { updates, isDamaged } = unpackUpdates(Buffer.from(text, 'base64'))
  return isDamaged || updates.length === 0 ? null : { seq, senderId, updates }
}

/**
 * Own hints are passed over before they are parsed. A node that is alone sends none; it tells every head to one that it
 * hears for the first time, and so does that one.
 */
export function startHints(
  sql: postgres.Sql,
  known: { onHead(...entry: Entry): void; heads(): [DocumentId, number][] },
): Hints {
  const from = crypto.randomUUID()
  const own = `{"from":"${from}"`
  const noted = new Map<DocumentId, { head: number; rows: HintedRow[] }>()
  const heardAt = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null
  const send = (heads: string) => {
    sql`select pg_notify(${channel}, ${`${own},"heads":[${heads}]}`})`.catch(() => {})
  }
  const flush = () => {
    if (timer) clearTimeout(timer)
    timer = null
    const entries = [...noted].flatMap(([id, { head, rows }]) => writeEntries(id, head, rows))
    noted.clear()
    let together = ''
    for (const entry of entries) {
      if (together.length + entry.length > longest) {
        send(together)
        together = ''
      }
      together += together ? `,${entry}` : entry
    }
    if (together) send(together)
  }
  const note = (documentId: DocumentId, head: number, rows: readonly HintedRow[] = []) => {
    if (heardAt.size === 0) return
    const before = noted.get(documentId)
    noted.set(documentId, { head: Math.max(head, before?.head ?? 0), rows: [...(before?.rows ?? []), ...rows] })
    timer ??= setTimeout(flush, gatherMs)
  }
  const hear = (other: string) => {
    const isNew = !heardAt.has(other)
    heardAt.set(other, performance.now())
    if (!isNew) return
    send('')
    for (const [documentId, head] of known.heads()) note(documentId, head)
  }
  const signOfLife = setInterval(() => {
    for (const [other, at] of heardAt) if (performance.now() - at > goneMs) heardAt.delete(other)
    send('')
  }, hereMs)
  const subscription = sql.listen(channel, (payload) => {
    if (payload.startsWith(own)) return
    const parsed = Hint.safeParse(safeJson(payload))
    if (!parsed.success) return log.warn({ payload: payload.slice(0, 200) }, 'minutes: a hint nobody understands')
    hear(parsed.data.from)
    for (const entry of parsed.data.heads) known.onHead(...entry)
  })
  return {
    ready: subscription.then(() => send('')),
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

/** One document's news, in as many entries as its small rows need; each is at most half a hint. */
function writeEntries(id: DocumentId, head: number, rows: readonly HintedRow[]): string[] {
  const entries: string[] = []
  let texts: string[] = []
  let length = 0
  const end = () => {
    entries.push(`["${id}",${head},[${texts.join()}]]`)
    texts = []
    length = 0
  }
  const bytes = rows.reduce((sum, { data }) => sum + data.length, 0)
  for (const { seq, senderId, data } of bytes > mostTogether ? [] : rows) {
    if (data.length > largestRow) continue
    const base64 = Buffer.from(data.buffer, data.byteOffset, data.length).toString('base64')
    const text = JSON.stringify([seq, senderId, base64])
    if (length + text.length > longest / 2) end()
    texts.push(text)
    length += text.length + 1
  }
  if (texts.length > 0 || entries.length === 0) end()
  return entries
}
