// When a sitting is reminded of. Pure.
import { afterQuiet, beforeQuiet, type QuietHours } from '@/server/notifications/quiet-hours'
import type { LeadTime } from './contract'

const hour = 3_600_000
const leads: readonly (readonly [LeadTime, number])[] = [
  ['d3', 72 * hour],
  ['d1', 24 * hour],
  ['h1', hour],
]
/** What comes so shortly before the sitting helps nobody. */
const least = 10 * 60_000

/**
 * Three days, one day and one hour ahead. What would fall into the night waits for its end; where that is too late for the
 * sitting, it comes in the evening before the night instead.
 */
export function reminderMoment(startsAt: Date, lead: LeadTime, quiet: QuietHours): Date {
  const wanted = new Date(startsAt.getTime() - leads.find(([name]) => name === lead)![1])
  const held = afterQuiet(quiet, wanted)
  return held.getTime() <= startsAt.getTime() - least ? held : beforeQuiet(quiet, wanted)
}

/**
 * The reminder to give now: the latest whose moment has come, so that a house that was down gives one and not three.
 * @param since when the notice in force was sent: it said all that earlier reminders would say
 */
export function dueReminder(startsAt: Date, since: Date, quiet: QuietHours, at: Date): LeadTime | null {
  if (at >= startsAt) return null
  const come = leads
    .map(([lead]) => ({ lead, moment: reminderMoment(startsAt, lead, quiet) }))
    .filter(({ moment }) => moment <= at && moment > since)
  return come.at(-1)?.lead ?? null
}
