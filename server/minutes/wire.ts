// Bytes of /collab, both ways. Reading throws on anything a well-behaved client would not send; the caller closes 4422.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { messageType, syncType } from '@/server/minutes/contract'

const message = (type: number, write: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

const syncMessage = (sub: number, payload: Uint8Array) =>
  message(messageType.sync, (encoder) => {
    encoding.writeVarUint(encoder, sub)
    encoding.writeVarUint8Array(encoder, payload)
  })

/** The WebSocket message that carries a frame, in one piece: made once for all who are sent it, one write a socket. */
export function messageOf(frame: Uint8Array): Buffer {
  const { length } = frame
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const message = Buffer.allocUnsafe(head + length)
  message[0] = 0x82 // binary, not fragmented
  message[1] = head === 2 ? length : head === 4 ? 126 : 127
  if (head === 4) message.writeUInt16BE(length, 2)
  else if (head === 10) message.writeBigUInt64BE(BigInt(length), 2)
  message.set(frame, head)
  return message
}

export const step1Frame = (vector: Uint8Array) => syncMessage(syncType.step1, vector)
export const step2Frame = (update: Uint8Array) => syncMessage(syncType.step2, update)
export const updateFrame = (update: Uint8Array) => syncMessage(syncType.update, update)
export const durableFrame = (payload: Uint8Array) =>
  message(messageType.durable, (encoder) => encoding.writeVarUint8Array(encoder, payload))
/** y-protocols' auth message: permission denied, with a reason that stock clients log. */
export const deniedFrame = (reason: string) =>
  message(messageType.auth, (encoder) => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarString(encoder, reason)
  })
export const jsonFrame = (type: 103 | 104, value: unknown) =>
  message(type, (encoder) => encoding.writeVarString(encoder, JSON.stringify(value)))

/** The margin changed. */
export const commentsFrame = Uint8Array.of(messageType.comments)

export type PresenceEntry = { client: number; clock: number; state: string }
export const presenceFrame = (entries: readonly PresenceEntry[]) =>
  message(messageType.awareness, (outer) => {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, entries.length)
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state)
    }
    encoding.writeVarUint8Array(outer, encoding.toUint8Array(encoder))
  })
/** A presence message about nobody: what keeps a stock client's 30 s watchdog quiet. */
export const keepaliveFrame = Uint8Array.of(messageType.awareness, 1, 0)

export type Incoming =
  | { type: 'step1'; vector: Map<number, number> }
  | { type: 'step2' | 'update'; update: Uint8Array }
  | { type: 'awareness'; payload: Uint8Array }
  | { type: 'queryAwareness' }
  | { type: 'durable'; payload: Uint8Array }
  /** The rest of the frame is not looked at: its length is unknown. */
  | { type: 'unknown' }

/** The messages of one frame; several are tolerated, an empty frame is malformed. Payloads are views on `frame`. */
export function* readFrame(frame: Uint8Array): Generator<Incoming> {
  const decoder = decoding.createDecoder(frame)
  do {
    const type = decoding.readVarUint(decoder)
    switch (type) {
      case messageType.sync: {
        const sub = decoding.readVarUint(decoder)
        const payload = decoding.readVarUint8Array(decoder)
        if (sub === syncType.step1) yield { type: 'step1', vector: readVector(payload) }
        else if (sub === syncType.step2) yield { type: 'step2', update: payload }
        else if (sub === syncType.update) yield { type: 'update', update: payload }
        else throw new Error('unknown sync message')
        break
      }
      case messageType.awareness:
        yield { type: 'awareness', payload: decoding.readVarUint8Array(decoder) }
        break
      case messageType.queryAwareness:
        yield { type: 'queryAwareness' }
        break
      case messageType.durable:
        yield { type: 'durable', payload: decoding.readVarUint8Array(decoder) }
        break
      default:
        yield { type: 'unknown' }
        return
    }
  } while (decoding.hasContent(decoder))
}

/** A vector names each client that ever wrote; the bound keeps a forged count from taking memory. */
export function readVector(bytes: Uint8Array): Map<number, number> {
  const decoder = decoding.createDecoder(bytes)
  const vector = new Map<number, number>()
  const count = decoding.readVarUint(decoder)
  if (count > bytes.length) throw new Error('vector longer than its bytes')
  for (let i = 0; i < count; i++) vector.set(decoding.readVarUint(decoder), decoding.readVarUint(decoder))
  return vector
}

/** Entries of a presence message, without parsing anybody's state. */
export function readPresence(payload: Uint8Array): PresenceEntry[] {
  const decoder = decoding.createDecoder(payload)
  const count = decoding.readVarUint(decoder)
  if (count > payload.length) throw new Error('more entries than bytes')
  const entries: PresenceEntry[] = []
  for (let i = 0; i < count; i++) {
    const client = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    entries.push({ client, clock, state: decoding.readVarString(decoder) })
  }
  return entries
}
