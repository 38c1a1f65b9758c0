// Who is here, as bytes: bound to the connection that said so, named by the server, sent on ten times a second at most.
// Stock clients send every entry they hear back to us: foreign entries are dropped in silence before their JSON is parsed.
// People at other nodes stand in the same map, owned by `Elsewhere`; each node speaks for its own connections alone.
import { clock as time } from '@/server/clock'
import { Elsewhere, type OpenDocument, type Presence, type PresenceNews } from '@/server/live/documents'
import { limits, type PresenceUser } from '@/server/minutes/contract'
import { presenceFrame, readPresence, type PresenceEntry } from '@/server/minutes/wire'

/** Milliseconds between two presence frames of one document. */
const beat = 100

export type PresenceOwner = {
  readonly senderId: string
  readonly user: PresenceUser
  /** The one client id this connection speaks for, from the first it names. */
  speaksFor: number | null
  sendPresence(frame: Uint8Array): void
}

/** Takes in what a connection says of itself. Throws on malformed bytes or an oversize state. */
export function hearPresence<C extends PresenceOwner>(document: OpenDocument<C>, from: C, payload: Uint8Array): void {
  for (const entry of readPresence(payload)) {
    const there = document.presence.get(entry.client)
    if (!maySpeak(from, entry, there?.owner)) continue
    from.speaksFor = entry.client
    if (there && there.owner !== from) takeOver(document, entry.client, there, from)
    if (there && entry.clock <= there.clock && !(entry.clock === there.clock && entry.state === 'null')) continue
    if (entry.state.length > limits.presence) throw new Error('presence too large')
    if (entry.state === 'null') {
      if (there) dropEntry(document, entry.client, there, entry.clock)
      continue
    }
    const since = there?.since ?? time.now().getTime()
    const state = withUser(entry.state, from.user)
    document.presence.set(entry.client, { clock: entry.clock, state, owner: from, since })
    changed(document, entry.client, from)
  }
}

/**
 * A connection speaks for the first client it names and for no other, so that a second tab's echo does not make the first
 * tab's cursor its own. A client that is held may be taken along by a reconnect of the same person or seat alone, while the
 * old line is not yet known to be dead. A null for somebody who is not here is nothing.
 */
function maySpeak(from: PresenceOwner, entry: PresenceEntry, holder: PresenceOwner | Elsewhere | undefined): boolean {
  if (from.speaksFor !== null && from.speaksFor !== entry.client) return false
  if (!holder) return entry.state !== 'null'
  return holder === from || holder.senderId === from.senderId
}

/** The other nodes must hear of it even when nothing else changed: else the end of the old line would take it away. */
function takeOver<C extends PresenceOwner>(
  document: OpenDocument<C>,
  client: number,
  there: Presence<C>,
  from: C,
): void {
  there.owner = from
  there.since = time.now().getTime()
  if (!document.tellNodes) return
  document.presenceForNodes.add(client)
  tellSoon(document)
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
    if (entry.owner === owner) dropEntry(document, client, entry, entry.clock)
  }
}

/** What another node says of its own connections, decoded and checked. `life` is that node now. */
export function hearElsewhere<C extends PresenceOwner>(
  document: OpenDocument<C>,
  life: object,
  news: readonly PresenceNews[],
): void {
  for (const { client, clock, state, senderId, since } of news) {
    const there = document.presence.get(client)
    if (state === 'null') {
      const isTheirs = there?.owner instanceof Elsewhere && there.owner.life === life
      if (there && isTheirs) dropEntry(document, client, there, Math.max(clock, there.clock))
      continue
    }
    if (there && !mayMove(there, senderId, clock, since)) continue
    const owner = new Elsewhere(senderId, life)
    document.presence.set(client, { clock, state, owner, since })
    if (!there || clock > there.clock) changed(document, client, owner)
  }
}

/**
 * Whether a client's line may now be at another node: for the same person or seat alone, and by an order that all nodes
 * see alike (clock, then the later line), so that no two of them give it away to each other.
 */
function mayMove<C extends PresenceOwner>(there: Presence<C>, senderId: string, clock: number, since: number): boolean {
  if (there.owner.senderId !== senderId) return false
  if (clock !== there.clock) return clock > there.clock
  return there.owner instanceof Elsewhere ? since >= there.since : since > there.since
}

/** A node is gone, and with it everybody there. */
export function forgetElsewhere<C extends PresenceOwner>(document: OpenDocument<C>, life: object): void {
  for (const [client, entry] of document.presence) {
    if (entry.owner instanceof Elsewhere && entry.owner.life === life) dropEntry(document, client, entry, entry.clock)
  }
}

/** Tells the other nodes everybody whose connection is here, soon: many who ask at once are answered once. */
export function sayWhoIsHere<C extends PresenceOwner>(document: OpenDocument<C>): void {
  for (const [client, { owner }] of document.presence) {
    if (!(owner instanceof Elsewhere)) document.presenceForNodes.add(client)
  }
  if (document.presenceForNodes.size > 0) tellSoon(document)
}

function dropEntry<C extends PresenceOwner>(
  document: OpenDocument<C>,
  client: number,
  { owner }: Presence<C>,
  clock: number,
): void {
  document.presence.delete(client)
  document.presenceLeft.set(client, clock)
  changed(document, client, owner)
}

function changed<C extends PresenceOwner>(document: OpenDocument<C>, client: number, owner: C | Elsewhere): void {
  document.presenceChanged.add(client)
  if (document.tellNodes && !(owner instanceof Elsewhere)) document.presenceForNodes.add(client)
  tellSoon(document)
}

function tellSoon<C extends PresenceOwner>(document: OpenDocument<C>): void {
  document.presenceTimer ??= setTimeout(() => tellAll(document), beat)
}

function tellAll<C extends PresenceOwner>(document: OpenDocument<C>): void {
  document.presenceTimer = null
  if (document.presenceForNodes.size > 0) tellNodes(document)
  const entries: PresenceEntry[] = []
  for (const client of document.presenceChanged) {
    const there = document.presence.get(client)
    if (there) entries.push({ client, clock: there.clock, state: there.state })
    else entries.push({ client, clock: document.presenceLeft.get(client) ?? 0, state: 'null' })
  }
  document.presenceChanged.clear()
  document.presenceLeft.clear()
  if (entries.length === 0) return
  const frame = presenceFrame(entries)
  for (const connection of document.connections) connection.sendPresence(frame)
}

function tellNodes<C extends PresenceOwner>(document: OpenDocument<C>): void {
  const news: PresenceNews[] = []
  for (const client of document.presenceForNodes) {
    const there = document.presence.get(client)
    if (!there) {
      const clock = document.presenceLeft.get(client) ?? 0
      news.push({ client, clock, state: 'null', senderId: '', since: 0 })
    } else if (!(there.owner instanceof Elsewhere))
      news.push({ client, clock: there.clock, state: there.state, senderId: there.owner.senderId, since: there.since })
  }
  document.presenceForNodes.clear()
  if (news.length > 0) document.tellNodes?.(news)
}

/** Everybody who is here, or null when nobody is. */
export function everybody<C>(document: OpenDocument<C>): Uint8Array | null {
  if (document.presence.size === 0) return null
  return presenceFrame([...document.presence].map(([client, { clock, state }]) => ({ client, clock, state })))
}
