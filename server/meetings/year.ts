// A year of meetings as rows of dots. Pure.
import { dayIn } from '@/server/people/read-person'

type Meeting = {
  id: string
  title: string
  issueNumber: number
  state: 'planned' | 'live' | 'ended'
  cancelledAt: Date | null
  startsAt: Date
  bodyName: string
  seriesName: string
  seriesKind: string
  /** It meets at least every so many weeks or months; null: as needed. */
  cadenceEvery: number | null
  cadenceUnit: 'week' | 'month' | null
}

/** A date by a series' rule that is no sitting yet. */
type Expected = Pick<Meeting, 'startsAt' | 'bodyName' | 'seriesName' | 'seriesKind'> & {
  bodyId: string
  seriesId: string
  occurrenceOn: string
}

/** How far through its year a day is, 0 to 1. */
export function partOfYear(day: string): number {
  const start = Date.parse(`${day.slice(0, 4)}-01-01T00:00:00Z`)
  const end = Date.parse(`${Number(day.slice(0, 4)) + 1}-01-01T00:00:00Z`)
  return (Date.parse(`${day}T12:00:00Z`) - start) / (end - start)
}

const keyOf = ({ bodyName, seriesName }: Pick<Meeting, 'bodyName' | 'seriesName'>) => `${bodyName}\n${seriesName}`

/** By which day a series meets again after one day, by its cadence; null: as needed. The 31st becomes a shorter month's last. */
export function nextBy(day: string, { cadenceEvery, cadenceUnit }: Pick<Meeting, 'cadenceEvery' | 'cadenceUnit'>) {
  if (cadenceEvery === null || cadenceUnit === null) return null
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  if (cadenceUnit === 'week') return new Date(Date.UTC(y, m - 1, d + 7 * cadenceEvery)).toISOString().slice(0, 10)
  const last = new Date(Date.UTC(y, m + cadenceEvery, 0)).getUTCDate()
  return new Date(Date.UTC(y, m - 1 + cadenceEvery, Math.min(d, last))).toISOString().slice(0, 10)
}

/**
 * The meetings of `today`'s year and what is expected of it besides, a row per kind of meeting and body, in the order of their
 * kinds; `overdue`: the day by which it was to meet again.
 */
export function yearRows(
  meetings: readonly Meeting[],
  expected: readonly Expected[],
  today: string,
  timeZone: string,
  spoken: (at: Date) => string,
) {
  const year = today.slice(0, 4)
  const all = [...meetings, ...expected]
  const bodies = new Set(all.map(({ bodyName }) => bodyName))
  const rows = new Map<
    string,
    { key: string; name: string; dots: ReturnType<typeof dotOf>[]; overdue: string | null }
  >()
  const dotOf = (each: Meeting | Expected, day: string) => ({
    ...('id' in each
      ? {
          id: each.id,
          href: `/meetings/${each.id}`,
          title: each.title,
          issueNumber: each.issueNumber,
          state: each.cancelledAt ? ('cancelled' as const) : each.state,
        }
      : {
          id: `${each.seriesId} ${each.occurrenceOn}`,
          href: `/bodies/${each.bodyId}/series/${each.seriesId}`,
          title: each.seriesName,
          issueNumber: null,
          state: 'expected' as const,
        }),
    part: partOfYear(day),
    day: spoken(each.startsAt),
  })
  const overdueOf = (key: string) => {
    const held = meetings.filter((meeting) => keyOf(meeting) === key && meeting.state !== 'planned')
    const last = held.reduce<Meeting | null>((a, b) => (a && a.startsAt > b.startsAt ? a : b), null)
    const by = last && nextBy(dayIn(timeZone, last.startsAt), last)
    return by && by < today ? by : null
  }
  for (const each of all.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    const day = dayIn(timeZone, each.startsAt)
    if (!day.startsWith(year)) continue
    const key = keyOf(each)
    const name = bodies.size > 1 ? `${each.seriesName} · ${each.bodyName}` : each.seriesName
    const row = rows.get(key) ?? { key, name, dots: [], overdue: overdueOf(key) }
    row.dots.push(dotOf(each, day))
    rows.set(key, row)
  }
  const order = [
    'joint',
    'liaison',
    'coordination',
    'parents-assembly',
    'parents-committee',
    'exchange',
    'working-group',
  ]
  const kindOf = new Map(all.map((each) => [keyOf(each), each.seriesKind]))
  return [...rows.values()].sort((a, b) => order.indexOf(kindOf.get(a.key)!) - order.indexOf(kindOf.get(b.key)!))
}
