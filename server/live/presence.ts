// Who is here, as bytes: bound to the connection that said so, named by the server, sent on ten times a second at most.
// Stock clients send every entry they hear back to us: foreign entries are dropped in silence before their JSON is parsed.
import type { OpenDocument } from '@/server/live/documents'
import { limits, type PresenceUser } from '@/server/minutes/contract'
import { presenceFrame, readPresence, type PresenceEntry } from '@/server/minutes/wire'

/** Milliseconds between two presence frames of one document. */
const beat = 100

export type PresenceOwner = {
  readonly senderId: string
  readonly user: PresenceUser
  sendPresence(frame: Uint8Array): void
}

/** Takes in what a connection says of itself. Throws on malformed bytes or an oversize state. */
export function hearPresence<C extends PresenceOwner>(document: OpenDocument<C>, from: C, payload: Uint8Array): void {
  for (const entry of readPresence(payload)) {
    const there = document.presence.get(entry.client)
    if (there ? !mayTakeOver(there.owner, from) : speaksForAnother(document, from, entry)) continue
    if (there) there.owner = from
    if (there && entry.clock <= there.clock && !(entry.clock === there.clock && entry.state === 'null')) continue
    if (entry.state.length > limits.presence) throw new Error('presence too large')
    if (entry.state === 'null') {
      if (there) dropEntry(document, entry.client, entry.clock)
      continue
    }
    document.presence.set(entry.client, { clock: entry.clock, state: withUser(entry.state, from.user), owner: from })
    changed(document, entry.client)
  }
}

/** A reconnect of the same person or seat may take its cursor along while the old socket is not yet known to be dead. */
const mayTakeOver = (owner: PresenceOwner, from: PresenceOwner) => owner === from || owner.senderId === from.senderId

/** A connection speaks for one client id: the first it names that nobody else holds. A null for an unknown id is nothing. */
function speaksForAnother<C extends PresenceOwner>(document: OpenDocument<C>, from: C, entry: PresenceEntry): boolean {
  if (entry.state === 'null') return true
  for (const { owner } of document.presence.values()) if (owner === from) return true
  return false
}

function withUser(state: string, user: PresenceUser): string {
  const parsed: unknown = JSON.parse(state)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error('presence is not an object')
  return JSON.stringify({ ...parsed, user })
}

/** The connection ended: everybody else sees it go. */
export function leavePresence<C extends PresenceOwner>(document: OpenDocument<C>, owner: C): void {
  for (const [client, entry] of document.presence) {
    if (entry.owner === owner) dropEntry(document, client, entry.clock)
  }
}

function dropEntry<C extends PresenceOwner>(document: OpenDocument<C>, client: number, clock: number): void {
  document.presence.delete(client)
  document.presenceLeft.set(client, clock)
  changed(document, client)
}

function changed<C extends PresenceOwner>(document: OpenDocument<C>, client: number): void {
  document.presenceChanged.add(client)
  document.presenceTimer ??= setTimeout(() => tellAll(document), beat)
}

function tellAll<C extends PresenceOwner>(document: OpenDocument<C>): void {
  document.presenceTimer = null
  const entries: PresenceEntry[] = []
  for (const client of document.presenceChanged) {
    const there = document.presence.get(client)
    if (there) entries.push({ client, clock: there.clock, state: there.state })
    else entries.push({ client, clock: document.presenceLeft.get(client) ?? 0, state: 'null' })
  }
  document.presenceChanged.clear()
  document.presenceLeft.clear()
  const frame = presenceFrame(entries)
  for (const connection of document.connections) connection.sendPresence(frame)
}

/** Everybody who is here, or null when nobody is. */
export function everybody<C>(document: OpenDocument<C>): Uint8Array | null {
  if (document.presence.size === 0) return null
  return presenceFrame([...document.presence].map(([client, { clock, state }]) => ({ client, clock, state })))
}
