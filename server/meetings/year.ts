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

/** How far through its year a day is, 0 to 1. */
export function partOfYear(day: string): number {
  const start = Date.parse(`${day.slice(0, 4)}-01-01T00:00:00Z`)
  const end = Date.parse(`${Number(day.slice(0, 4)) + 1}-01-01T00:00:00Z`)
  return (Date.parse(`${day}T12:00:00Z`) - start) / (end - start)
}

const keyOf = ({ bodyName, seriesName }: Meeting) => `${bodyName}\n${seriesName}`

/** By which day a series meets again after one day, by its cadence; null: as needed. The 31st becomes a shorter month's last. */
export function nextBy(day: string, { cadenceEvery, cadenceUnit }: Pick<Meeting, 'cadenceEvery' | 'cadenceUnit'>) {
  if (cadenceEvery === null || cadenceUnit === null) return null
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  if (cadenceUnit === 'week') return new Date(Date.UTC(y, m - 1, d + 7 * cadenceEvery)).toISOString().slice(0, 10)
  const last = new Date(Date.UTC(y, m + cadenceEvery, 0)).getUTCDate()
  return new Date(Date.UTC(y, m - 1 + cadenceEvery, Math.min(d, last))).toISOString().slice(0, 10)
}

/** The meetings of `today`'s year, a row per kind of meeting and body, in the order of their kinds; `overdue`: the day by which it was to meet again. */
export function yearRows(meetings: readonly Meeting[], today: string, timeZone: string, spoken: (at: Date) => string) {
  const year = today.slice(0, 4)
  const bodies = new Set(meetings.map((meeting) => meeting.bodyName))
  const rows = new Map<
    string,
    { key: string; name: string; dots: ReturnType<typeof dotOf>[]; overdue: string | null }
  >()
  const dotOf = (meeting: Meeting, day: string) => ({
    id: meeting.id,
    title: meeting.title,
    issueNumber: meeting.issueNumber,
    state: meeting.cancelledAt ? ('cancelled' as const) : meeting.state,
    part: partOfYear(day),
    day: spoken(meeting.startsAt),
  })
  const overdueOf = (key: string) => {
    const held = meetings.filter((meeting) => keyOf(meeting) === key && meeting.state !== 'planned')
    const last = held.reduce<Meeting | null>((a, b) => (a && a.startsAt > b.startsAt ? a : b), null)
    const by = last && nextBy(dayIn(timeZone, last.startsAt), last)
    return by && by < today ? by : null
  }
  for (const meeting of [...meetings].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    const day = dayIn(timeZone, meeting.startsAt)
    if (!day.startsWith(year)) continue
    const key = keyOf(meeting)
    const name = bodies.size > 1 ? `${meeting.seriesName} · ${meeting.bodyName}` : meeting.seriesName
    const row = rows.get(key) ?? { key, name, dots: [], overdue: overdueOf(key) }
    row.dots.push(dotOf(meeting, day))
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
  const kindOf = new Map(meetings.map((meeting) => [keyOf(meeting), meeting.seriesKind]))
  return [...rows.values()].sort((a, b) => order.indexOf(kindOf.get(a.key)!) - order.indexOf(kindOf.get(b.key)!))
}
