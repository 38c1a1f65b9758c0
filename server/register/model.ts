// The share of places with a dated body, over time, against the national targets. Pure.
import type { PlaceStanding } from './contract'

/** Of all counties, by the last day of the year (國家「教聯體」工作方案; docs/decisions/010). */
export const targets = [
  { on: '2025-12-31', percent: 50 },
  { on: '2027-12-31', percent: 100 },
] as const

export type Standing = { hasBody: boolean; establishedOn: string | null }

/** A body without a date is not counted as established, only listed as lacking one. */
export const standingOf = ({ hasBody, establishedOn }: Standing): PlaceStanding =>
  hasBody ? (establishedOn === null ? 'undated' : 'dated') : 'none'

export type SharePoint = { on: string; count: number; percent: number }

/** One decimal. */
export const percentOf = (count: number, total: number) => (total === 0 ? 0 : Math.round((1000 * count) / total) / 10)

/** One point for each day on which the share rose, oldest first; days after `today` are plans, not facts, and left out. */
export function shareOverTime(places: readonly Standing[], today: string): SharePoint[] {
  const days = places
    .flatMap((place) => (place.hasBody && place.establishedOn !== null ? [place.establishedOn] : []))
    .filter((day) => day <= today)
    .sort()
  return [...new Set(days)].map((on) => {
    const count = days.filter((day) => day <= on).length
    return { on, count, percent: percentOf(count, places.length) }
  })
}

export const countAt = (points: readonly SharePoint[], day: string): number =>
  points.findLast((point) => point.on <= day)?.count ?? 0

/** How many places more there must be (or must have been) by a target's day; 0 when it was met. */
export const gapTo = (points: readonly SharePoint[], total: number, target: { on: string; percent: number }): number =>
  Math.max(0, Math.ceil((total * target.percent) / 100) - countAt(points, target.on))
