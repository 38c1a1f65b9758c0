// The difference between two views of a room, made by the server and applied by the page. Pure.
import type { RoomPatch, RoomSnapshot } from '@/server/rooms/contract'

type Item = { id: string }
type ListPatch<T> = { all: T[] } | { gone: string[]; put: [number, T][] }

const listNames = ['agenda', 'seats', 'chat', 'questions', 'units', 'votes'] as const
const partNames = ['meeting', 'quorum', 'documentId', 'restricted'] as const

/** Of two values as JSON has them, made by one program: what a view is made of. Hundreds of seats are compared at each change. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const names = Object.keys(a)
  return (
    Array.isArray(a) === Array.isArray(b) &&
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(a[name as keyof typeof a], b[name as keyof typeof b]))
  )
}

/** One's own part is made for each seat anew: hundreds of them each time. */
const isSameMe = (a: RoomSnapshot['me'], b: RoomSnapshot['me']) =>
  (Object.keys(b) as (keyof typeof a)[]).every((name) => a[name] === b[name])

/**
 * Makes differences. Views of one audience share their objects, so that of hundreds of seats each difference is made once, and
 * is one object: one maker is for one step of one room.
 */
export class PatchMaker {
  readonly #made = new Map<unknown, Map<unknown, unknown>>()

  /** @returns null where the two are the same but for the time */
  between(before: RoomSnapshot, after: RoomSnapshot): RoomPatch | null {
    const patch: Record<string, unknown> = {}
    for (const name of partNames) if (!this.#isSame(before[name], after[name])) patch[name] = after[name]
    if (!isSameMe(before.me, after.me)) patch.me = after.me
    for (const name of listNames) {
      if (before[name].length === 0 && after[name].length === 0) continue
      const change = this.#once(before[name], after[name], () => listChange<Item>(before[name], after[name]))
      if (change) patch[name] = change
    }
    if (Object.keys(patch).length === 0 && before.seq === after.seq) return null
    return { from: before.seq, serverTime: after.serverTime, ...patch }
  }

  #isSame(a: unknown, b: unknown): boolean {
    if (a === b || typeof a === 'string') return a === b
    return Array.isArray(a) ? isSame(a, b) : this.#once(a, b, () => isSame(a, b))
  }

  #once<T>(before: unknown, after: unknown, make: () => T): T {
    const known = this.#made.get(before) ?? new Map<unknown, unknown>()
    this.#made.set(before, known)
    if (!known.has(after)) known.set(after, make())
    return known.get(after) as T
  }
}

function listChange<T extends Item>(before: readonly T[], after: readonly T[]): ListPatch<T> | null {
  if (before === after) return null
  const old = new Map(before.map((item, at) => [item.id, { item, at }]))
  const put: [number, T][] = []
  let last = -1
  for (const [at, item] of after.entries()) {
    const there = old.get(item.id)
    old.delete(item.id)
    if (!there || !isSame(there.item, item)) put.push([at, item])
    // What stayed has another order now.
    else if (there.at < last) return { all: [...after] }
    else last = there.at
  }
  const gone = [...old.keys()]
  if (put.length === 0 && gone.length === 0) return null
  return put.length * 2 > after.length ? { all: [...after] } : { gone, put }
}

/** @returns null where this is no difference to that room */
export function patchRoom(room: RoomSnapshot, seq: number, patch: RoomPatch): RoomSnapshot | null {
  if (patch.from !== room.seq || seq < room.seq) return null
  const next: Record<string, unknown> = { ...room, seq, serverTime: patch.serverTime }
  for (const name of [...partNames, 'me'] as const) if (patch[name] !== undefined) next[name] = patch[name]
  for (const name of listNames) {
    const change = patch[name] as ListPatch<Item> | undefined
    if (!change) continue
    const list = changedList<Item>(room[name], change)
    if (!list) return null
    next[name] = list
  }
  return next as RoomSnapshot
}

function changedList<T extends Item>(before: readonly T[], change: ListPatch<T>): T[] | null {
  if ('all' in change) return change.all
  const out = new Set([...change.gone, ...change.put.map(([, { id }]) => id)])
  const list = before.filter(({ id }) => !out.has(id))
  for (const [at, item] of change.put) {
    if (at > list.length) return null
    list.splice(at, 0, item)
  }
  return list
}
