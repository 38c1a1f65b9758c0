// Times as typed, by the county's clock on the day of the sitting → instants. Pure.
import { wallTime, zonedTime } from '@/server/meetings/zoned-time'
import { dayIn } from '@/server/people/read-person'
import type { ConfirmedLine } from './confirm'
import type { EntryForm } from './contract'

type Sitting = { openedAt: Date | null; startsAt: Date; timeZone: string }

const dayMs = 86_400_000

/** A time before the opening is of the next day: a sitting that went past midnight. */
export function toLines(entries: readonly EntryForm[], { openedAt, startsAt, timeZone }: Sitting): ConfirmedLine[] {
  const opened = openedAt ?? startsAt
  const day = dayIn(timeZone, opened)
  const instant = (time: string | null) => {
    if (time === null) return null
    const at = zonedTime(day, time, timeZone)
    const isNextDay = time < wallTime(opened, timeZone) && opened.getTime() - at.getTime() > dayMs / 2
    return isNextDay ? new Date(at.getTime() + dayMs) : at
  }
  return entries.map(({ arrivedAt, leftAt, ...entry }) => ({
    ...entry,
    arrivedAt: instant(arrivedAt),
    leftAt: instant(leftAt),
  }))
}
