// When a letter may leave. Pure: every instant is given.
import { wallTime, zonedTime } from '@/server/meetings/zoned-time'

/** Wall-clock times HH:MM; over midnight where `until` is earlier than `from`; none where they are equal. */
export type QuietHours = { from: string; until: string; timeZone: string }

/** A digest is not sent before this, even where the night ends earlier. */
const digestHour = '08:00'

const dayIn = (timeZone: string, at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at)
const dayAfter = (day: string, days = 1) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

export function isQuiet({ from, until, timeZone }: QuietHours, at: Date): boolean {
  const now = wallTime(at, timeZone)
  if (from === until) return false
  return from < until ? now >= from && now < until : now >= from || now < until
}

/** `at` itself by day; else the end of this night. */
export function afterQuiet(quiet: QuietHours, at: Date): Date {
  if (!isQuiet(quiet, at)) return at
  const today = dayIn(quiet.timeZone, at)
  const ends = zonedTime(today, quiet.until, quiet.timeZone)
  return ends > at ? ends : zonedTime(dayAfter(today), quiet.until, quiet.timeZone)
}

/** The last instant by day before `at`: a minute before this night began, or `at` itself by day. */
export function beforeQuiet(quiet: QuietHours, at: Date): Date {
  if (!isQuiet(quiet, at)) return at
  const today = dayIn(quiet.timeZone, at)
  const began = zonedTime(today, quiet.from, quiet.timeZone)
  const start = began <= at ? began : zonedTime(dayAfter(today, -1), quiet.from, quiet.timeZone)
  return new Date(start.getTime() - 60_000)
}

const digestOn = (quiet: QuietHours, day: string): Date => {
  const hour = zonedTime(day, digestHour, quiet.timeZone)
  return afterQuiet(quiet, hour)
}

/** The first hour of digests after `at`. */
export function nextDigest(quiet: QuietHours, at: Date): Date {
  const today = dayIn(quiet.timeZone, at)
  for (const ahead of [-1, 0, 1, 2]) {
    const moment = digestOn(quiet, dayAfter(today, ahead))
    if (moment > at) return moment
  }
  throw new Error('no digest within two days')
}

/** The county day a digest belongs to: one a day and person. */
export const digestDay = (timeZone: string, at: Date): string => dayIn(timeZone, at)
