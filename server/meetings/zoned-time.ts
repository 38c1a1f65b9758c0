// A day and a time on the county's wall clock → the instant. Pure.
import { AppError } from '@/server/errors'

/**
 * @param day YYYY-MM-DD, @param time HH:MM. A time that a clock change skips is taken as the same distance after it; one
 * that happens twice is the first.
 */
export function zonedTime(day: string, time: string, timeZone: string): Date {
  const wall = Date.parse(`${day}T${time}:00Z`)
  const [before, after] = [wall - aDay, wall + aDay].map((near) => offsetMs(new Date(near), timeZone)) as [
    number,
    number,
  ]
  const isRight = (offset: number) => offsetMs(new Date(wall - offset), timeZone) === offset
  // Where neither is right the time is skipped, and counted from the clock before.
  return new Date(wall - (!isRight(before) && isRight(after) ? after : before))
}

/**
 * Of one sitting, as somebody typed it: what the clock of that day does not show is asked back, not moved behind their back.
 * @throws invalid_input from, until `notOnClock`
 */
export function typedTimes({ day, from, until }: { day: string; from: string; until: string }, timeZone: string) {
  const [startsAt, endsAt] = [zonedTime(day, from, timeZone), zonedTime(day, until, timeZone)]
  const wrong = {
    ...(wallTime(startsAt, timeZone) !== from && { from: 'notOnClock' as const }),
    ...(wallTime(endsAt, timeZone) !== until && { until: 'notOnClock' as const }),
  }
  if (Object.keys(wrong).length > 0) throw new AppError('invalid_input', wrong)
  return { startsAt, endsAt }
}

const aDay = 86_400_000

function offsetMs(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at)
  const of = (type: string) => parts.find((part) => part.type === type)!.value
  const wall = Date.parse(`${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}Z`)
  return wall - Math.floor(at.getTime() / 1000) * 1000
}

/** HH:MM on the county's wall clock. */
export const wallTime = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
