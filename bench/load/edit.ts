// Writers at a fixed rate and observers, in one document or in many; with cursors, if asked. The latency of an edit is
// from just before the writer's transaction to the moment when an observer's Y.Doc has applied it. It is told by the
// writer's clock in the observer's state vector, so it stays right where a server merges updates.
import * as Y from 'yjs'
import { nowMs, pause, readCpu, until, windowOf, type Watched, type Window } from '../processes'
import { editAnywhere, readUpdates, seeded, type Random } from '../inputs'
import { summarize, type Summary } from '../statistics'
import { Client, type Wire } from './client'
import { Cursors, cursorDelays } from './cursors'

export type EditOrder = {
  wire: Wire
  documents: string[]
  /** Per document. Observers join last, so they stand last in a server's order of sending. */
  writers: number
  observers: number
  /** Documents whose observers apply what comes; those of the others count. */
  sampled: number
  /** Edits a second of each writer. */
  rate: number
  warmUpMs: number
  windowMs: number
  /** Cursors a second of each client; 0 for none. */
  cursorRate: number
  /** A file of updates that the clients hold already, where the server has nothing to sync. */
  base: string | null
  watched: Watched
}

export type EditResult = Window &
  Summary & {
    edits: number
    /** Edits an observer had not seen 4 s after the last one. */
    missing: number
    /** Pairs of writer and observer whose texts differ in the end. */
    diverged: number
    /** Edits made more than 50 ms after they were due: the load process was too slow. */
    late: number
    cursorP99: number | null
    connectMs: number
    closed: number
  }

type Edit = { at: number; clock: number; isMeasured: boolean }
type Writer = { client: Client; doc: Y.Doc; random: Random; document: number; edits: Edit[]; due: number }
type Observer = { client: Client; doc: Y.Doc; document: number; seen: number[] }

export async function inParallel<T>(items: readonly T[], width: number, job: (item: T, at: number) => Promise<void>) {
  let next = 0
  const lane = async () => {
    while (next < items.length) {
      const at = next++
      await job(items[at]!, at)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane))
}

export async function edit(order: EditOrder): Promise<EditResult> {
  const { wire, documents, writers: writerCount, observers: observerCount, rate, watched } = order
  const base = order.base ? Y.mergeUpdates(readUpdates(order.base)) : null
  const byDocument: Writer[][] = documents.map(() => [])
  const observers: Observer[] = []
  const counting: Client[] = []
  const latencies: number[] = []
  const delays = cursorDelays()
  const every = Math.max(1, Math.floor(documents.length / order.sampled))
  const newDoc = (clientId?: number) => {
    const doc = new Y.Doc()
    if (clientId !== undefined) doc.clientID = clientId
    if (base) Y.applyUpdate(doc, base)
    return doc
  }

  const look = (observer: Observer) => {
    const now = nowMs()
    byDocument[observer.document]!.forEach((writer, k) => {
      const clock = Y.getState(observer.doc.store, writer.doc.clientID)
      let seen = observer.seen[k] ?? 0
      for (; seen < writer.edits.length && writer.edits[seen]!.clock <= clock; seen++)
        if (writer.edits[seen]!.isMeasured) latencies.push(now - writer.edits[seen]!.at)
      observer.seen[k] = seen
    })
  }

  const connectFrom = nowMs()
  await inParallel(documents, 40, async (name, document) => {
    for (let i = 0; i < writerCount; i++) {
      const doc = newDoc(1000 + i)
      const client = await new Client(wire, name, { doc }).open()
      const random = seeded(document * 100 + i)
      byDocument[document]!.push({ client, doc, random, document, edits: [], due: random() })
    }
    for (let i = 0; i < observerCount; i++) {
      if (document % every !== 0) {
        counting.push(await new Client(wire, name).open())
        continue
      }
      const doc = newDoc()
      const onPresence = order.cursorRate > 0 && i === 0 ? delays.hear : undefined
      const observer: Observer = { doc, document, seen: [], client: null as unknown as Client }
      observer.client = new Client(wire, name, { doc, onUpdate: () => look(observer), onPresence })
      await observer.client.open()
      observers.push(observer)
    }
  })
  const connectMs = nowMs() - connectFrom
  const writers = byDocument.flat()
  const clients = [...writers, ...observers].map(({ client }) => client).concat(counting)

  // Each writer's edits are due at begin + (phase + n) · period; every two milliseconds those that are due are made.
  const period = 1000 / rate
  const begin = nowMs() + 50
  for (const writer of writers) writer.due = begin + writer.due * period
  const cursors = new Cursors(clients, order.cursorRate, 1)
  let [from, edits, late] = [null as ReturnType<typeof readCpu> | null, 0, 0]
  for (;;) {
    const now = nowMs()
    if (now >= begin + order.warmUpMs + order.windowMs) break
    if (!from && now >= begin + order.warmUpMs) from = readCpu(watched)
    for (const writer of writers) {
      for (let guard = 0; writer.due <= now && guard < 3; guard++) {
        if (now - writer.due > 50) late++
        writer.due += period
        // Sent while it is made, and no echo is heard before this turn ends: the clock is in time.
        const made: Edit = { at: nowMs(), clock: Infinity, isMeasured: from !== null }
        writer.edits.push(made)
        editAnywhere(writer.random, writer.doc.getText('t'))
        made.clock = Y.getState(writer.doc.store, writer.doc.clientID)
        if (from) edits++
      }
    }
    cursors.move(now)
    await pause(2)
  }
  const window = windowOf(from!, readCpu(watched))

  const behind = () =>
    observers.reduce(
      (sum, { document, seen }) =>
        sum + byDocument[document]!.reduce((n, writer, k) => n + writer.edits.length - (seen[k] ?? 0), 0),
      0,
    )
  const differing = () =>
    observers.reduce((sum, { doc, document }) => {
      const text = doc.getText('t').toString()
      return sum + byDocument[document]!.filter((writer) => writer.doc.getText('t').toString() !== text).length
    }, 0)
  await until(() => behind() === 0, 'the last edits', 4_000).catch(() => {})
  const missing = behind()
  // Writers may have frames unread when the observers are complete.
  if (missing === 0) await until(() => differing() === 0, 'equal texts', 2_000).catch(() => {})
  const closed = clients.filter((client) => client.socket.closed !== null).length
  const diverged = missing === 0 ? differing() : 0
  for (const client of clients) client.destroy()
  const cursorP99 = order.cursorRate > 0 ? delays.p99() : null
  return { ...window, ...summarize(latencies), edits, missing, diverged, late, cursorP99, connectMs, closed }
}
