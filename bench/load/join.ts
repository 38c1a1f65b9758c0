// Getting a whole document: one client, and many at once.
import * as Y from 'yjs'
import { readUpdates } from '../inputs'
import { nowMs, readCpu, until, windowOf, type Watched, type Window } from '../processes'
import { summarize, type Summary } from '../statistics'
import { Client, type Wire } from './client'

/** Puts updates into a server, one message each, and waits until another client has them all. */
export async function push(order: { wire: Wire; document: string; file: string; length: number }): Promise<void> {
  const doc = new Y.Doc()
  const other = await new Client(order.wire, order.document, { doc }).open()
  const client = await new Client(order.wire, order.document).open()
  for (const update of readUpdates(order.file))
    if (!client.socket.send(client.updateMessage(update))) await client.socket.drained()
  await until(() => doc.getText('t').length === order.length, 'the pushed document', 60_000)
  await Promise.all([client.close(), other.close()])
}

/**
 * Runs this process's own Yjs code warm, so that a cold join measures the server's start and not the client's.
 * @returns milliseconds of applying the whole state once: no join can be faster
 */
export function prime({ file }: { file: string }): Promise<number> {
  const whole = new Y.Doc()
  for (const update of readUpdates(file)) Y.applyUpdate(whole, update)
  const state = Y.encodeStateAsUpdate(whole)
  const times = Array.from({ length: 5 }, () => {
    const from = nowMs()
    const doc = new Y.Doc()
    Y.applyUpdate(doc, state)
    doc.getText('t').toString()
    return nowMs() - from
  })
  return Promise.resolve(summarize(times.slice(2)).p50)
}

export type Joined = {
  /** Until the whole text is in the client's Y.Doc; null when it never was. */
  ms: number | null
  /** Until the last large message had come. */
  bytesMs: number | null
  /** Payload bytes received. */
  bytes: number
}

export async function join(order: { wire: Wire; document: string; length: number }): Promise<Joined> {
  const doc = new Y.Doc()
  const from = nowMs()
  let [bytesAt, wholeAt] = [null as number | null, null as number | null]
  const client = new Client(order.wire, order.document, {
    doc,
    onBytes: (message) => {
      if (message.length > 20_000) bytesAt = nowMs()
    },
    onUpdate: () => {
      if (doc.getText('t').length === order.length) wholeAt ??= nowMs()
    },
  })
  await client.open()
  // Told complete and not complete is a failed join, but one that comes late is only slow.
  if (wholeAt === null) await until(() => wholeAt !== null, 'the whole text', 10_000).catch(() => {})
  const { bytes } = client.socket
  await client.close()
  return { ms: wholeAt === null ? null : wholeAt - from, bytesMs: bytesAt === null ? null : bytesAt - from, bytes }
}

export type Crowd = Window & Summary & { failed: number }

/** `count` clients at once: until each was told that it has everything, and has at least so many bytes. Nothing is applied. */
export async function joinAtOnce(order: {
  wire: Wire
  document: string
  count: number
  /** A little less than the state: a server's own encoding may differ. */
  bytes: number
  watched: Watched
}): Promise<Crowd> {
  const before = readCpu(order.watched)
  const from = nowMs()
  const clients: Client[] = []
  const times = await Promise.all(
    Array.from({ length: order.count }, async () => {
      let received = 0
      const client = new Client(order.wire, order.document, { onUpdate: (update) => void (received += update.length) })
      clients.push(client)
      try {
        await client.open(20_000)
        if (received < order.bytes) await until(() => received >= order.bytes, 'all bytes', 10_000)
        return nowMs() - from
      } catch {
        return null
      }
    }),
  )
  const window = windowOf(before, readCpu(order.watched))
  for (const client of clients) client.destroy()
  const arrived = times.filter((time) => time !== null)
  return { ...window, ...summarize(arrived), failed: times.length - arrived.length }
}
