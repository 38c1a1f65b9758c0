import { wallTime, zonedTime } from '@/server/meetings/zoned-time'
import type { SeriesRule } from './model'

const step = 15 * 60_000

/**
 * A date on the clock. `gap`: the clock change skips that time, and it begins as much later (RFC 5545 3.3.5); `twice`: the
 * time comes twice, and it begins at the first.
 */
export function timesOf(day: string, { startTime, minutes }: Pick<SeriesRule, 'startTime' | 'minutes'>, zone: string) {
  const startsAt = zonedTime(day, startTime, zone)
  const endsAt = new Date(startsAt.getTime() + minutes * 60_000)
  const isSkipped = wallTime(startsAt, zone) !== startTime
  // Clocks go back by whole quarters of an hour, two hours at most.
  const isTwice = [1, 2, 3, 4, 5, 6, 7, 8].some(
    (quarters) => wallTime(new Date(startsAt.getTime() + quarters * step), zone) === startTime,
  )
  return { startsAt, endsAt, clock: isSkipped ? ('gap' as const) : isTwice ? ('twice' as const) : null }
}
