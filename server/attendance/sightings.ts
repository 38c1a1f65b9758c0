// What one node has seen and not yet written: a stay under way is written every two seconds, one that is over at once.
import type { SeenStay } from './note-stays'

/** Milliseconds. A kill of the server forgets at most this much of who has just left. */
const writeEveryMs = 2_000

export class Sightings {
  private readonly known = new Map<string, { stay: SeenStay; written: number }>()

  /** @param stays what is seen now of one room and witness; who was seen before and is not among them has gone */
  seen(scope: string, stays: readonly SeenStay[]): SeenStay[] {
    const due: SeenStay[] = []
    const now = new Set<string>()
    for (const stay of stays) {
      const key = `${scope} ${stay.id}`
      now.add(key)
      const before = this.known.get(key)
      const isDue = before === undefined || stay.seenUntil - before.written >= writeEveryMs
      if (isDue) due.push(stay)
      this.known.set(key, { stay, written: isDue ? stay.seenUntil : before.written })
    }
    for (const [key, { stay, written }] of this.known) {
      if (!key.startsWith(`${scope} `) || now.has(key)) continue
      this.known.delete(key)
      if (stay.seenUntil > written) due.push(stay)
    }
    return due
  }

  /** Scopes that are no more: a room that ended. */
  keepOnly(scopes: ReadonlySet<string>): SeenStay[] {
    const due: SeenStay[] = []
    for (const [key, { stay, written }] of this.known) {
      if (scopes.has(key.slice(0, key.indexOf(' ')))) continue
      this.known.delete(key)
      if (stay.seenUntil > written) due.push(stay)
    }
    return due
  }
}
