// From what was witnessed to who was there, from when to when. Pure. Reports are only ever widened into stays, so that
// late, repeated and lost ones come to the same; a stay begins at LiveKit's joinedAt and ends at the last proof of life
// (DECISIONS 31), and one seat's stays by several devices are one presence.
import type { SeatId } from '@/server/ids'

export type Witness = 'media' | 'line' | 'room'
/** Instants in milliseconds since 1970. */
export type Stay = { witness: Witness; id: string; seatId: SeatId; since: number; seenUntil: number }
export type Span = { from: number; until: number }

/** The same stay by two reports: as early as either, as late as either. */
export const widen = (a: Stay, b: Stay): Stay => ({
  ...a,
  since: Math.min(a.since, b.since),
  seenUntil: Math.max(a.seenUntil, b.seenUntil),
})

/** Reports in any order, any number of times. A stay that was only ever heard to end began, for all we know, then. */
export function foldReports(reports: Iterable<Stay>): Stay[] {
  const stays = new Map<string, Stay>()
  for (const report of reports) {
    const key = `${report.witness} ${report.id}`
    const known = stays.get(key)
    stays.set(key, known ? widen(known, report) : report)
  }
  return [...stays.values()]
}

const overlaps = (a: Stay, b: Stay) => a.since <= b.seenUntil && b.since <= a.seenUntil

/** Milliseconds between a line and the stay that begins with it: a join of a busy machine, either of them first. */
const joinMs = 3_000

/** The stay a line is of: the one that began with it, else the last before it, where a line came back to a stay under way. */
function stayOfLine(line: Stay, media: readonly Stay[]): Stay | undefined {
  const apart = (stay: Stay) => Math.abs(stay.since - line.since)
  const [nearest] = [...media].sort((a, b) => apart(a) - apart(b))
  if (nearest && apart(nearest) <= joinMs) return nearest
  const before = media.filter(({ since }) => since <= line.since)
  return before.sort((a, b) => b.since - a.since)[0]
}

/**
 * LiveKit keeps somebody whose machine died for a quarter of a minute; the signalling line breaks at once. So a media stay
 * ends no later than the last line of it that ran during it, where there was one: a client that lives comes back with a new
 * line. Whoever comes back anew before LiveKit let go has another stay, and that one's line says nothing about this one.
 */
function endOf(stay: Stay, lines: readonly Stay[], media: readonly Stay[]): number {
  const during = lines.filter((line) => overlaps(line, stay) && stayOfLine(line, media) === stay)
  if (during.length === 0) return stay.seenUntil
  return Math.max(stay.since, Math.min(stay.seenUntil, Math.max(...during.map(({ seenUntil }) => seenUntil))))
}

export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && span.from <= last.until) last.until = Math.max(last.until, span.until)
    else joined.push({ ...span })
  }
  return joined
}

/**
 * Presence by seat. A page without sound and pictures counts only for who never had any: in a sitting without video, or on
 * a browser that cannot.
 */
export function presenceOf(stays: readonly Stay[]): Map<SeatId, Span[]> {
  const bySeat = new Map<SeatId, Stay[]>()
  for (const stay of stays) bySeat.set(stay.seatId, [...(bySeat.get(stay.seatId) ?? []), stay])
  const presence = new Map<SeatId, Span[]>()
  for (const [seatId, all] of bySeat) {
    const lines = all.filter(({ witness }) => witness === 'line')
    const media = all.filter(({ witness }) => witness === 'media')
    const spans =
      media.length > 0
        ? media.map((stay) => ({ from: stay.since, until: endOf(stay, lines, media) }))
        : all
            .filter(({ witness }) => witness === 'room')
            .map(({ since, seenUntil }) => ({ from: since, until: seenUntil }))
    if (spans.length > 0) presence.set(seatId, joinSpans(spans))
  }
  return presence
}

export const standings = ['present', 'proxy', 'observer', 'excused', 'absent'] as const
export type Standing = (typeof standings)[number]

export type PlaceFacts = {
  isObserver: boolean
  /** The holder was there themself. */
  wasHere: boolean
  /** Somebody named as proxy, and whether they came. */
  proxy: { wasHere: boolean } | null
  hasExcused: boolean
}

/** What the list says before a secretary has looked at it. A proxy who came counts even where the member listened in. */
export function proposeStanding({ isObserver, wasHere, proxy, hasExcused }: PlaceFacts): Standing {
  if (proxy?.wasHere) return 'proxy'
  if (wasHere) return isObserver || proxy ? 'observer' : 'present'
  return hasExcused || proxy ? 'excused' : 'absent'
}
