// A rule in the words of RFC 5545. Pure.
import type { SeriesRule } from './model'

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const compact = (at: Date) => at.toISOString().replace(/[-:]|\.\d{3}/g, '')

/**
 * @param last of the instances that are told; UNTIL is in UTC, as it must be beside a DTSTART with a zone. A count or an end
 * of the rule's own lies behind it or is the same, so that it need not be told besides.
 */
export function rruleOf({ every, pattern, weekdays, nth }: SeriesRule, last: Date): string {
  const named = weekdays.map((day) => days[day - 1]!)
  const parts =
    pattern === 'week'
      ? ['FREQ=WEEKLY', `INTERVAL=${every}`, `BYDAY=${named.join(',')}`, 'WKST=MO']
      : pattern === 'month-day'
        ? ['FREQ=MONTHLY', `INTERVAL=${every}`, `BYMONTHDAY=${nth}`]
        : ['FREQ=MONTHLY', `INTERVAL=${every}`, `BYDAY=${nth}${named[0]}`]
  return [...parts, `UNTIL=${compact(last)}`].join(';')
}
