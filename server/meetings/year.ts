// A year of meetings as rows of dots. Pure.
import { dayIn } from '@/server/people/read-person'

type Meeting = {
  id: string
  title: string
  issueNumber: number
  state: 'planned' | 'live' | 'ended'
  startsAt: Date
  bodyName: string
  seriesName: string
  seriesKind: string
}

/** How far through its year a day is, 0 to 1. */
export function partOfYear(day: string): number {
  const start = Date.parse(`${day.slice(0, 4)}-01-01T00:00:00Z`)
  const end = Date.parse(`${Number(day.slice(0, 4)) + 1}-01-01T00:00:00Z`)
  return (Date.parse(`${day}T12:00:00Z`) - start) / (end - start)
}

/** The meetings of `today`'s year, a row per kind of meeting and body, in the order of their kinds. */
export function yearRows(meetings: readonly Meeting[], today: string, timeZone: string, spoken: (at: Date) => string) {
  const year = today.slice(0, 4)
  const bodies = new Set(meetings.map((meeting) => meeting.bodyName))
  const rows = new Map<string, { key: string; name: string; dots: ReturnType<typeof dotOf>[] }>()
  const dotOf = (meeting: Meeting, day: string) => ({
    id: meeting.id,
    title: meeting.title,
    issueNumber: meeting.issueNumber,
    state: meeting.state,
    part: partOfYear(day),
    day: spoken(meeting.startsAt),
  })
  for (const meeting of [...meetings].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    const day = dayIn(timeZone, meeting.startsAt)
    if (!day.startsWith(year)) continue
    const key = `${meeting.bodyName}\n${meeting.seriesName}`
    const name = bodies.size > 1 ? `${meeting.seriesName} · ${meeting.bodyName}` : meeting.seriesName
    const row = rows.get(key) ?? { key, name, dots: [] }
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
  const kindOf = new Map(meetings.map((meeting) => [`${meeting.bodyName}\n${meeting.seriesName}`, meeting.seriesKind]))
  return [...rows.values()].sort((a, b) => order.indexOf(kindOf.get(a.key)!) - order.indexOf(kindOf.get(b.key)!))
}
