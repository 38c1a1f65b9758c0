// What reaches the disk: a burst from one client, barriers under a steady load, and typing until the server is killed.
import * as Y from 'yjs'
import { lastWords, readUpdates } from '../inputs'
import { nowMs, pause, readCpu, until, windowOf, type Watched, type Window } from '../processes'
import { summarize, type Summary } from '../statistics'
import { Client, readCount, type Wire } from './client'
import { inParallel } from './edit'

let watching: { lastAt: number | null; messages: Buffer[]; client: Client } | null = null

/** The other client of an ingest: looks for the last words in the raw bytes. */
export async function watch({ wire, document }: { wire: Wire; document: string }): Promise<void> {
  const mark = Buffer.from(lastWords)
  const client = await new Client(wire, document).open()
  const state = { lastAt: null as number | null, messages: [] as Buffer[], client }
  client.socket.onMessage = (message) => {
    state.messages.push(Buffer.from(message))
    if (message.includes(mark)) state.lastAt ??= nowMs()
  }
  watching = state
}

/** When the last words came (monotonic ms), and how long the text is that came with them. */
export async function watched({ length }: { length: number }): Promise<{ lastAt: number; isWhole: boolean }> {
  const { client, messages } = watching!
  const lastAt = await until(() => watching!.lastAt, 'the last update', 60_000)
  const doc = new Y.Doc()
  const reader = new Client(client.wire, client.document, { doc })
  const isWhole = () => {
    for (const message of messages.splice(0)) reader.hear(message)
    return doc.getText('t').length === length
  }
  await until(isWhole, 'the whole text', 5_000).catch(() => {})
  client.destroy()
  return { lastAt, isWhole: doc.getText('t').length === length }
}

export type Blasted = Window & {
  /** Monotonic ms of the first byte sent. */
  from: number
  /** Until 102 told that all of it is on disk; null where a server has no such answer. */
  durableMs: number | null
  closed: string | null
}

/** Sends updates as fast as the socket takes them, then one barrier. */
export async function blast(order: { wire: Wire; document: string; file: string; watched: Watched }): Promise<Blasted> {
  let durableAt: number | null = null
  const onAnswer = () => (durableAt ??= nowMs())
  const client = await new Client(order.wire, order.document, order.wire.hasBarriers ? { onAnswer } : {}).open()
  const { socket } = client
  const messages = readUpdates(order.file).map((update) => client.updateMessage(update))
  const before = readCpu(order.watched)
  const from = nowMs()
  for (let at = 0; at < messages.length && socket.closed === null; at += 64) {
    socket.raw.cork()
    for (const message of messages.slice(at, at + 64)) socket.send(message)
    socket.raw.uncork()
    await socket.drained()
  }
  if (order.wire.hasBarriers) {
    socket.send(client.barrierMessage(1))
    await until(() => durableAt !== null || socket.closed !== null, '102', 60_000)
  }
  const window = windowOf(before, readCpu(order.watched))
  const { closed } = socket
  // Kept open: a relay drops what it has not yet read of a sender that is gone.
  blasting = client
  return { ...window, from, durableMs: durableAt === null ? null : durableAt - from, closed }
}
let blasting: Client | null = null
export const endBlast = () => Promise.resolve(blasting?.destroy())

export type BarrierResult = Window & Summary & { updates: number; unanswered: number; late: number }

/**
 * One client in each document, together `rate` updates a second, each followed by a 102. The latency of an update is
 * until an answer that covers it.
 */
export async function barriers(order: {
  wire: Wire
  documents: string[]
  file: string
  rate: number
  warmUpMs: number
  windowMs: number
  watched: Watched
}): Promise<BarrierResult> {
  type Typist = { client: Client; sent: number[]; answered: number; due: number; messages: Uint8Array[] }
  const latencies: number[] = []
  const typists: Typist[] = []
  const updates = readUpdates(order.file)
  let measuredFrom = Infinity
  await inParallel(order.documents, 20, async (document) => {
    const answer = (payload: Uint8Array | null) => {
      const now = nowMs()
      for (const until = readCount(payload!); typist.answered < until; typist.answered++) {
        const at = typist.sent[typist.answered]!
        if (at >= measuredFrom) latencies.push(now - at)
      }
    }
    const client = await new Client(order.wire, document, { onAnswer: answer }).open()
    const messages = updates.map((update) => client.updateMessage(update))
    const typist: Typist = { client, sent: [], answered: 0, due: 0, messages }
    typists.push(typist)
  })
  const period = (1000 * typists.length) / order.rate
  const begin = nowMs() + 50
  typists.forEach((typist, i) => (typist.due = begin + (i / typists.length) * period))
  let [from, late, count] = [null as ReturnType<typeof readCpu> | null, 0, 0]
  for (;;) {
    const now = nowMs()
    if (now >= begin + order.warmUpMs + order.windowMs) break
    if (!from && now >= begin + order.warmUpMs) {
      from = readCpu(order.watched)
      measuredFrom = nowMs()
    }
    for (const typist of typists) {
      while (typist.due <= now && typist.sent.length < typist.messages.length) {
        if (now - typist.due > 50) late++
        typist.due += period
        const { socket } = typist.client
        socket.raw.cork()
        socket.send(typist.messages[typist.sent.length]!)
        typist.sent.push(nowMs())
        socket.send(typist.client.barrierMessage(typist.sent.length))
        socket.raw.uncork()
        if (from) count++
      }
    }
    await pause(1)
  }
  const window = windowOf(from!, readCpu(order.watched))
  const waiting = () => typists.reduce((sum, { sent, answered }) => sum + sent.length - answered, 0)
  await until(() => waiting() === 0, 'the last answers', 5_000).catch(() => {})
  const unanswered = waiting()
  for (const { client } of typists) client.destroy()
  return { ...window, ...summarize(latencies), updates: count, unanswered, late }
}

export type Typed = {
  /** When each number was typed (monotonic ms). */
  at: number[]
  /** The highest number another client had seen, and the highest the server had acknowledged. */
  seen: number
  acknowledged: number
}
type Typing = Typed & { client: Client; other: Client; timer: NodeJS.Timeout }
const typing = new Map<string, Typing>()

/** Types numbers into a document, `rate` a second, until the server is gone; another client looks on. */
export async function type(order: { wire: Wire; document: string; rate: number }): Promise<void> {
  const [doc, otherDoc] = [new Y.Doc(), new Y.Doc()]
  const state = { at: [], seen: 0, acknowledged: 0 } as unknown as Typing
  const onAnswer = (payload: Uint8Array | null) => {
    // Where the server only counts, what it said before the first number is about the handshake.
    if (payload) state.acknowledged = Math.max(state.acknowledged, readCount(payload))
    else if (state.at.length > 0) state.acknowledged++
  }
  const onUpdate = () => {
    const last = /(\d+);$/.exec(otherDoc.getText('t').toString())
    if (last) state.seen = Math.max(state.seen, Number(last[1]))
  }
  state.client = await new Client(order.wire, order.document, { doc, onAnswer }).open()
  state.other = await new Client(order.wire, order.document, { doc: otherDoc, onUpdate }).open()
  const text = doc.getText('t')
  const begin = nowMs()
  state.timer = setInterval(() => {
    while (nowMs() >= begin + (state.at.length * 1000) / order.rate) {
      state.at.push(nowMs())
      text.insert(text.length, `${state.at.length};`)
      if (order.wire.hasBarriers) state.client.socket.send(state.client.barrierMessage(state.at.length))
    }
  }, 5)
  state.client.socket.onClose = () => clearInterval(state.timer)
  typing.set(order.document, state)
}

/** After the kill, when everything on its way has come: whoever reads an answer believes it. */
export async function typed({ document }: { document: string }): Promise<Typed> {
  const { client, other, timer } = typing.get(document)!
  await until(() => client.socket.closed !== null && other.socket.closed !== null, 'the end of the sockets', 5_000)
  clearInterval(timer)
  for (const each of [client, other]) each.destroy()
  const { at, seen, acknowledged } = typing.get(document)!
  typing.delete(document)
  return { at, seen, acknowledged }
}

/** The text that a fresh client is told is whole. */
export async function read({ wire, document }: { wire: Wire; document: string }): Promise<string> {
  const doc = new Y.Doc()
  const client = await new Client(wire, document, { doc }).open()
  await client.close()
  return doc.getText('t').toString()
}
