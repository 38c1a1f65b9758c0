// Who stands where on the stage. Tiles keep their places: what moves is the outline. Only the big picture follows the
// speaker, and no sooner than 5 s after it last did, so that two people talking do not make the stage flicker.

export const holdMs = 5000

/** Who was big, and since when (epoch milliseconds). */
export type Held = { id: string; since: number } | null

export type SpeakerFacts = {
  /** Everybody on the stage. */
  present: readonly string[]
  me: string
  /** Chosen by this person to stay big. */
  focus: string | null
  floor: string | null
  /** Loudest first. */
  speaking: readonly string[]
  /** Who is big while nobody speaks, most fitting first (the chair). */
  fallback: readonly string[]
}

/** Who is big now. Focus and a new floor are somebody's decision and count at once; a voice waits out the hold. */
export function holdSpeaker(held: Held, facts: SpeakerFacts, now: number): Held {
  const here = (id: string | null): id is string => id !== null && facts.present.includes(id)
  const at = (id: string): Held => (held?.id === id ? held : { id, since: now })
  if (here(facts.focus)) return at(facts.focus)
  if (here(facts.floor) && facts.floor !== facts.me) return at(facts.floor)
  const voice = facts.speaking.find((id) => id !== facts.me && here(id))
  const stays = held && here(held.id) && (held.id !== facts.me || facts.present.length === 1)
  if (stays && (voice === undefined || voice === held.id || now - held.since < holdMs)) return held
  const next =
    voice ??
    facts.fallback.find((id) => id !== facts.me && here(id)) ??
    facts.present.find((id) => id !== facts.me) ??
    facts.present[0]
  return next === undefined ? null : at(next)
}

/** When `holdSpeaker` would answer otherwise without anything having happened; null when never. */
export function holdEnds(held: Held, facts: SpeakerFacts, now: number): number | null {
  if (!held || now - held.since >= holdMs) return null
  const voice = facts.speaking.find((id) => id !== facts.me && facts.present.includes(id))
  return voice !== undefined && voice !== held.id ? held.since + holdMs : null
}

/**
 * The order of the tiles: those who stay keep their places, newcomers come last, in the order given by `ranked`.
 * Somebody who speaks from a later page takes the place of the last one on the first page who does not.
 */
export function orderTiles(
  before: readonly string[],
  ranked: readonly string[],
  speaking: readonly string[],
  perPage: number,
): string[] {
  const here = new Set(ranked)
  const kept = before.filter((id) => here.has(id))
  const known = new Set(kept)
  const order = [...kept, ...ranked.filter((id) => !known.has(id))]
  for (const id of speaking) {
    const from = order.indexOf(id)
    if (from < perPage) continue
    for (let to = Math.min(perPage, order.length) - 1; to >= 0; to--) {
      const other = order[to]!
      if (speaking.includes(other)) continue
      order[to] = id
      order[from] = other
      break
    }
  }
  return order
}

export function pageOf<T>(
  all: readonly T[],
  page: number,
  perPage: number,
): { shown: T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(all.length / perPage))
  const at = Math.min(Math.max(0, page), pages - 1)
  return { shown: all.slice(at * perPage, (at + 1) * perPage), page: at, pages }
}
