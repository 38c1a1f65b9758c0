// The ledger: what every client wrote, when, and what it was told is on disk; and the auditor, who reads the rows of
// Postgres and the server's answer to a newcomer, and holds both against the ledger.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Connection } from '@/db/client'
import type { DocumentId } from '@/server/ids'
import { closeCode } from '@/server/minutes/contract'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { durableFrame, updateFrame } from '@/server/minutes/wire'
import { RawClient } from '@/tests/support/collab'
import { pause } from './form'

/** Writes numbered words into a list of its own, each followed by a question whether it is on disk. */
export class Writer {
  /** When each edit was sent, by `performance.now()`; the n-th edit stands at n − 1. */
  readonly sentAt: number[] = []
  /** Number of the newest edit it was told is on disk: all before it are too. */
  acknowledged = 0
  private isOn = true
  private readonly doc = new Y.Doc()
  private running: Promise<void> | null = null

  constructor(
    readonly client: RawClient,
    readonly documentId: DocumentId,
    readonly name: string,
    /** Milliseconds between two edits, and characters added to each word. */
    private readonly pace = 15,
    private readonly padding = 0,
  ) {
    this.doc.on('update', (update: Uint8Array) => {
      const number = encoding.encode((encoder) => encoding.writeVarUint(encoder, this.sentAt.length + 1))
      client.send(updateFrame(update), durableFrame(number))
      this.sentAt.push(performance.now())
    })
    client.ws.on('message', (data) => {
      const frame = new Uint8Array(data as Buffer)
      if (frame[0] !== 102) return
      const inner = decoding.createDecoder(decoding.readVarUint8Array(decoding.createDecoder(frame.subarray(1))))
      this.acknowledged = Math.max(this.acknowledged, decoding.readVarUint(inner))
    })
  }

  get sent(): number {
    return this.sentAt.length
  }

  start(): this {
    this.running = this.run()
    return this
  }

  private async run(): Promise<void> {
    const { ws } = this.client
    while (this.isOn && ws.readyState === ws.OPEN) {
      // Nobody types half a megabyte ahead of a line that does not move.
      if (ws.bufferedAmount < 500_000) this.edit()
      await pause(this.pace)
    }
  }

  /** An insertion each, and every fifth time the deletion of an earlier one: deletions move no clock. */
  private edit(): void {
    const n = this.sent + 1
    this.doc.transact(() => {
      const words = this.doc.getArray<string>(this.name)
      if (n % 5 === 0) words.delete(words.length - 2, 1)
      words.push([`${n}${'.'.repeat(this.padding)}`])
    })
  }

  /** No edit any more; answers still count. */
  async quiet(): Promise<void> {
    this.isOn = false
    await this.running
  }

  async stop(): Promise<void> {
    await this.quiet()
    this.client.close()
  }

  /** What the list must contain when the first `count` edits are in. */
  static expected(count: number): number[] {
    const words: number[] = []
    for (let n = 1; n <= count; n++) {
      if (n % 5 === 0) words.splice(words.length - 2, 1)
      words.push(n)
    }
    return words
  }
}

/** What each writer had been told at a moment. Taken before the rows are read: answers only grow. */
export type Told = { writer: Writer; acknowledged: number; sentAt: readonly number[] }[]
export const told = (writers: readonly Writer[]): Told =>
  writers.map((writer) => ({ writer, acknowledged: writer.acknowledged, sentAt: [...writer.sentAt] }))

export type Sum = { written: number; acknowledged: number; old: number; oldAcknowledged: number; missing: number }
export const emptySum = (): Sum => ({ written: 0, acknowledged: 0, old: 0, oldAcknowledged: 0, missing: 0 })

/** Counts how many of the edits older than 200 ms `at` the fault had been acknowledged. */
export function tally(books: Told, at: number, sum: Sum): void {
  for (const { acknowledged, sentAt } of books) {
    const old = sentAt.filter((sent) => at - sent > 200).length
    sum.written += sentAt.length
    sum.acknowledged += acknowledged
    sum.old += old
    sum.oldAcknowledged += Math.min(old, acknowledged)
  }
}

/** Reads the rows. @returns how many acknowledged edits are missing; what else is wrong, a line each */
export async function audit(
  { db, sql }: Pick<Connection, 'db' | 'sql'>,
  books: Told,
): Promise<{ missing: number; wrong: string[] }> {
  let missing = 0
  const wrong: string[] = []
  for (const id of new Set(books.map(({ writer }) => writer.documentId))) {
    const { doc, poisoned } = buildDoc((await loadBytes(db, id))!)
    if (poisoned.length > 0) wrong.push(`${id}: rows that Yjs refuses: ${poisoned.join()}`)
    for (const { writer, acknowledged } of books.filter((each) => each.writer.documentId === id)) {
      const words = doc.getArray<string>(writer.name).map((word) => Number.parseInt(word))
      // An edit is in when its own word is, or was taken back by a later edit that is in.
      const stored = words.at(-1) ?? 0
      missing += Math.max(0, acknowledged - stored)
      if (words.join() !== Writer.expected(stored).join()) wrong.push(`${writer.name}: no prefix of what was written`)
    }
    doc.destroy()
    const [dense] = await sql<{ ok: boolean }[]>`
      select count(*) = d.head and max(u.seq) = d.head and min(u.seq) = 1 as ok
      from documents d join document_updates u on u.document_id = d.id where d.id = ${id} group by d.head`
    if (!dense?.ok) wrong.push(`${id}: sequences are not dense`)
  }
  return { missing, wrong }
}

export const share = (sum: Sum) => Number((sum.oldAcknowledged / Math.max(1, sum.old)).toFixed(4))

/** The auditor joins like anybody else and must be served what the rows hold. @returns what differs */
export async function auditAnswer(db: Connection['db'], url: string, id: DocumentId, token: string): Promise<string[]> {
  const auditor = await joinAgain(url, id, token)
  const served = auditor.doc()
  auditor.close()
  const { doc } = buildDoc((await loadBytes(db, id))!)
  const same = [...doc.share.keys()].every(
    (name) => JSON.stringify(doc.getArray(name).toArray()) === JSON.stringify(served.getArray(name).toArray()),
  )
  return same ? [] : [`${id}: a newcomer is served something else than the rows hold`]
}

/** Comes back, as every client does, when told to try later: a line of the pool may have died with Postgres. */
async function joinAgain(url: string, id: DocumentId, token: string): Promise<RawClient> {
  for (const from = performance.now(); ; await pause(100)) {
    const client = new RawClient(url, id, token)
    try {
      return await client.join()
    } catch (error) {
      client.close()
      if (client.closed?.code !== closeCode.tryLater || performance.now() - from > 5_000) throw error
    }
  }
}

/** Writers on each document, joined and typing. */
export async function startWriters(
  url: string,
  documents: readonly DocumentId[],
  token: string,
  label: string,
  { perDocument = 2, pace = 15, padding = 0 } = {},
): Promise<Writer[]> {
  const clients = await Promise.all(
    documents.flatMap((id) =>
      Array.from({ length: perDocument }, async () => ({ id, client: await joinAgain(url, id, token) })),
    ),
  )
  return clients.map(({ id, client }, k) => new Writer(client, id, `${label}-${k}`, pace, padding).start())
}

/** Waits until each edit has its answer. @returns milliseconds it took @throws when it takes longer than `ms` */
export async function whole(writers: readonly Writer[], ms = 5_000): Promise<number> {
  const from = performance.now()
  for (;;) {
    const waiting = writers.filter((writer) => writer.acknowledged < writer.sent)
    if (waiting.length === 0) return performance.now() - from
    if (performance.now() - from > ms) {
      const closed = waiting.filter((writer) => writer.client.closed).length
      throw new Error(`${waiting.length} writers still wait after ${ms} ms; ${closed} of them were closed`)
    }
    await pause(5)
  }
}
