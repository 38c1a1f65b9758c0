// What nodes tell each other by Redis, as bytes: version, type, the node's id, and for presence its entries. Reading throws
// on anything a node of ours would not send, since whoever has Redis' password can publish; a later version's messages
// are null, so that two versions run side by side during an upgrade.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { z } from 'zod'
import type { PresenceNews } from '@/server/live/documents'
import { limits, PresenceUser } from '@/server/minutes/contract'

export type NodeMessage =
  /** Alive. Once every heartbeat. */
  | { type: 'alive'; node: string }
  /** Stopped in order: whoever is there is gone. */
  | { type: 'stopped'; node: string }
  /** Says again who is there, please. On a document's channel, as the next one. */
  | { type: 'ask'; node: string }
  | { type: 'presence'; node: string; news: PresenceNews[] }

const version = 1
const types = ['alive', 'stopped', 'ask', 'presence'] as const
/** Bytes of one message; what two thousand people with full states come to. */
const longest = 8_000_000
/** Characters of a state: what its owner may say, and the user that the node puts in. */
const longestState = limits.presence + 1_000

const Id = z.uuid()
const State = z.looseObject({ user: PresenceUser })

export const writeNodeMessage = (message: NodeMessage): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, version)
    encoding.writeVarUint(encoder, types.indexOf(message.type))
    encoding.writeVarString(encoder, message.node)
    if (message.type !== 'presence') return
    encoding.writeVarUint(encoder, message.news.length)
    for (const { client, clock, state, senderId, since } of message.news) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state)
      if (state === 'null') continue
      encoding.writeVarString(encoder, senderId)
      encoding.writeVarUint(encoder, since)
    }
  })

/** @returns null for another version. Throws on bytes that are no message. */
export function readNodeMessage(bytes: Uint8Array): NodeMessage | null {
  if (bytes.length > longest) throw new Error('too long')
  const decoder = decoding.createDecoder(bytes)
  if (decoding.readVarUint(decoder) !== version) return null
  const type = types[decoding.readVarUint(decoder)]
  if (!type) throw new Error('unknown type')
  const node = Id.parse(decoding.readVarString(decoder))
  const message: NodeMessage = type === 'presence' ? { type, node, news: readNews(decoder) } : { type, node }
  if (decoding.hasContent(decoder)) throw new Error('more bytes than a message')
  return message
}

function readNews(decoder: decoding.Decoder): PresenceNews[] {
  const count = decoding.readVarUint(decoder)
  if (count > decoder.arr.length) throw new Error('more entries than bytes')
  return Array.from({ length: count }, () => {
    const client = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    const state = decoding.readVarString(decoder)
    if (state === 'null') return { client, clock, state, senderId: '', since: 0 }
    if (state.length > longestState) throw new Error('state too long')
    State.parse(JSON.parse(state))
    const senderId = Id.parse(decoding.readVarString(decoder))
    return { client, clock, state, senderId, since: decoding.readVarUint(decoder) }
  })
}
