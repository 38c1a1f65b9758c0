// What the hot path knows of Yjs updates without ever building a Y.Doc: which clocks and deletions they bring, and
// whether we have them. Promises: a client's clock never passes a gap (Y's own parseUpdateMeta counts across Skips).
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

type Range = { clock: number; len: number }
/** What one update brings: struct ranges and deleted ranges per client. */
export type Brings = {
  structs: Map<number, Range[]>
  deletes: Map<number, Range[]>
  /** Nothing but words and new blocks: no key of a map or attribute, nothing taken away. No record changes by it. */
  isProse: boolean
}

const maxClock = 2 ** 31

/**
 * Decodes and checks an update. Throws on anything that is not a whole update, claims impossible clocks, or decodes and yet
 * makes Yjs throw when it is applied: it would do so in every browser, at every join.
 */
export function readUpdate(update: Uint8Array): Brings {
  const { structs: decoded, ds } = Y.decodeUpdate(update)
  const structs = new Map<number, Range[]>()
  let isProse = ds.clients.size === 0
  for (const struct of decoded) {
    if (struct instanceof Y.Skip) continue
    const { client, clock } = struct.id
    if (clock + struct.length >= maxClock) throw new Error('clock out of bounds')
    if (struct instanceof Y.Item && leansOnItself(struct)) throw new Error('an item before itself')
    if (struct instanceof Y.Item && struct.parentSub !== null) isProse = false
    const ranges = structs.get(client)
    const last = ranges?.[ranges.length - 1]
    if (last && last.clock + last.len === clock) last.len += struct.length
    else if (ranges) ranges.push({ clock, len: struct.length })
    else structs.set(client, [{ clock, len: struct.length }])
  }
  const deletes = ds.clients as Map<number, Range[]>
  for (const ranges of deletes.values()) {
    for (const { clock, len } of ranges) {
      if (len === 0 || clock + len >= maxClock) throw new Error('deletion out of bounds')
    }
  }
  return { structs, deletes, isProse }
}

/** Of its own client an item can only know what came before it; Yjs takes that for granted and looks it up. */
const leansOnItself = ({ id, origin, rightOrigin, parent }: Y.Item) =>
  isNotBefore(origin, id) || isNotBefore(rightOrigin, id) || isNotBefore(parent, id)
const isNotBefore = (at: unknown, { client, clock }: Y.ID) =>
  at instanceof Y.ID && at.client === client && at.clock >= clock

/** True for an update that says nothing: what an up-to-date client answers to step 1. */
export const bringsNothing = ({ structs, deletes }: Brings) => structs.size === 0 && deletes.size === 0

/** Sorted, disjoint ranges of one client. */
class Ranges {
  private starts: number[] = []
  private ends: number[] = []

  add(start: number, end: number): void {
    if (start >= end) return
    const from = this.firstEndingAt(start)
    let to = from
    while (to < this.starts.length && this.starts[to]! <= end) {
      start = Math.min(start, this.starts[to]!)
      end = Math.max(end, this.ends[to]!)
      to++
    }
    this.starts.splice(from, to - from, start)
    this.ends.splice(from, to - from, end)
  }

  has(start: number, end: number): boolean {
    const i = this.firstEndingAt(start + 1)
    return i < this.starts.length && this.starts[i]! <= start && this.ends[i]! >= end
  }

  /** The end of the range that covers or touches `at`, else `at`. */
  reach(at: number): number {
    const i = this.firstEndingAt(at)
    return i < this.starts.length && this.starts[i]! <= at ? this.ends[i]! : at
  }

  get last(): number {
    return this.ends[this.ends.length - 1] ?? 0
  }

  /** Index of the first range whose end is at or after `at`. */
  private firstEndingAt(at: number): number {
    let [low, high] = [0, this.ends.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.ends[middle]! < at) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** What a document's bytes contain: clocks without gaps, islands beyond gaps, deletions. */
export class Known {
  private readonly clocks = new Map<number, number>()
  private readonly islands = new Map<number, Ranges>()
  private readonly deleted = new Map<number, Ranges>()
  /** The delete set of the snapshot is read when the first deletion is asked about. */
  private unreadDeletes: (() => Map<number, Range[]>) | null = null

  /** Starts from a snapshot's vector. `deletes` is called at most once, lazily. */
  seed(vector: Map<number, number>, deletes: () => Map<number, Range[]>): void {
    for (const [client, clock] of vector) this.clocks.set(client, clock)
    this.unreadDeletes = deletes
  }

  covers({ structs, deletes }: Brings): boolean {
    for (const [client, ranges] of structs) {
      const clock = this.clocks.get(client) ?? 0
      for (const range of ranges) if (range.clock + range.len > clock) return false
    }
    if (deletes.size === 0) return true
    this.readDeletes()
    for (const [client, ranges] of deletes) {
      const known = this.deleted.get(client)
      for (const { clock, len } of ranges) if (!known?.has(clock, clock + len)) return false
    }
    return true
  }

  add({ structs, deletes }: Brings): void {
    for (const [client, ranges] of structs) for (const range of ranges) this.addStruct(client, range)
    if (deletes.size === 0) return
    this.readDeletes()
    for (const [client, ranges] of deletes) this.addDeletes(client, ranges)
  }

  /** Whether something lies beyond a gap: a client owes us an update that came before. */
  get hasGap(): boolean {
    return this.islands.size > 0
  }

  vector(): Uint8Array {
    return encodeVector(this.clocks)
  }

  private addStruct(client: number, { clock, len }: Range): void {
    const known = this.clocks.get(client) ?? 0
    const end = clock + len
    if (clock > known) {
      const islands = this.islands.get(client) ?? new Ranges()
      islands.add(clock, end)
      this.islands.set(client, islands)
      return
    }
    if (end <= known) return
    const islands = this.islands.get(client)
    if (!islands) {
      this.clocks.set(client, end)
      return
    }
    islands.add(0, end)
    this.clocks.set(client, islands.reach(0))
    if (islands.reach(0) >= islands.last) this.islands.delete(client)
  }

  private addDeletes(client: number, ranges: readonly Range[]): void {
    const known = this.deleted.get(client) ?? new Ranges()
    for (const { clock, len } of ranges) known.add(clock, clock + len)
    this.deleted.set(client, known)
  }

  private readDeletes(): void {
    const read = this.unreadDeletes
    if (!read) return
    this.unreadDeletes = null
    for (const [client, ranges] of read()) this.addDeletes(client, ranges)
  }
}

export function encodeVector(clocks: ReadonlyMap<number, number>): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, clocks.size)
  for (const [client, clock] of clocks) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
  }
  return encoding.toUint8Array(encoder)
}

/** The delete set that begins at `at` of a v1 update; Must end exactly where the update ends. */
export function readDeleteSet(update: Uint8Array, at: number): Map<number, Range[]> {
  const decoder = decoding.createDecoder(update.subarray(at))
  const deletes = new Map<number, Range[]>()
  const clients = decoding.readVarUint(decoder)
  for (let i = 0; i < clients; i++) {
    const client = decoding.readVarUint(decoder)
    const count = decoding.readVarUint(decoder)
    const ranges: Range[] = []
    for (let k = 0; k < count; k++)
      ranges.push({ clock: decoding.readVarUint(decoder), len: decoding.readVarUint(decoder) })
    deletes.set(client, ranges)
  }
  if (decoding.hasContent(decoder)) throw new Error('bytes after the delete set')
  return deletes
}

/** Where the delete set of a v1 update begins. Encodes it again only to learn its length. */
export function findDeleteSet(update: Uint8Array): number {
  const { ds } = Y.decodeUpdate(update)
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, ds.clients.size)
  for (const [client, ranges] of ds.clients as Map<number, Range[]>) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, ranges.length)
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, len)
    }
  }
  return update.length - encoding.length(encoder)
}

/** An update that brings only a snapshot's deletions: what a client that has all of its text still needs. */
export function deletesOnly(update: Uint8Array, at: number): Uint8Array {
  const bytes = new Uint8Array(1 + update.length - at)
  bytes.set(update.subarray(at), 1)
  return bytes
}

/** Rows hold the updates of one sender in one commit, each with its length before it. */
export function packUpdates(updates: readonly Uint8Array[]): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const update of updates) encoding.writeVarUint8Array(encoder, update)
  return encoding.toUint8Array(encoder)
}

/** Views on `row`, in the order they were received. Of a damaged one, those before the damage. */
export function unpackUpdates(row: Uint8Array): { updates: Uint8Array[]; isDamaged: boolean } {
  const decoder = decoding.createDecoder(row)
  const updates: Uint8Array[] = []
  try {
    while (decoding.hasContent(decoder)) updates.push(decoding.readVarUint8Array(decoder))
    return { updates, isDamaged: false }
  } catch {
    return { updates, isDamaged: true }
  }
}
