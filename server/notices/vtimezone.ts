// VTIMEZONE of a zone for some years, from the zone data that Node carries: no table of our own that could grow old. Pure.

/** Making one takes longer than asking it. */
const formats = new Map<string, Intl.DateTimeFormat>()
const drawn = new Map<string, string>()

const offsetMinutes = (timeZone: string, at: number): number => {
  let format = formats.get(timeZone)
  if (!format)
    formats.set(timeZone, (format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })))
  const parts = format.formatToParts(at)
  const text = parts.find(({ type }) => type === 'timeZoneName')!.value
  const match = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(text)!
  if (match[1] === undefined) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]))
}
const clock = (minutes: number) =>
  `${minutes < 0 ? '-' : '+'}${String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0')}${String(Math.abs(minutes) % 60).padStart(2, '0')}`
const local = (at: number, offset: number) =>
  new Date(at + offset * 60_000).toISOString().replace(/[-:]/g, '').slice(0, 15)

/** Every change of the zone's offset from the year before to the year after; a zone without one has one line since 1970. */
export function vtimezone(timeZone: string, firstYear: number, lastYear: number): string {
  const key = `${timeZone} ${firstYear} ${lastYear}`
  const known = drawn.get(key) ?? draw(timeZone, firstYear, lastYear)
  drawn.set(key, known)
  return known
}

function draw(timeZone: string, firstYear: number, lastYear: number): string {
  const [from, to] = [Date.UTC(firstYear - 1, 0, 1), Date.UTC(lastYear + 2, 0, 1)]
  const changes: { at: number; before: number; after: number }[] = []
  const day = 86_400_000
  for (let at = from; at < to; at += day) {
    const [before, after] = [offsetMinutes(timeZone, at), offsetMinutes(timeZone, at + day)]
    if (before === after) continue
    let [low, high] = [at, at + day]
    // To the minute: every change since 1970 falls on one.
    while (high - low > 60_000) {
      const middle = low + Math.floor((high - low) / 120_000) * 60_000
      if (offsetMinutes(timeZone, middle) === before) low = middle
      else high = middle
    }
    changes.push({ at: high, before, after })
  }
  const first = offsetMinutes(timeZone, from)
  const standard = Math.min(first, ...changes.map(({ after }) => after))
  const part = (at: number, before: number, after: number) => {
    const name = after === standard ? 'STANDARD' : 'DAYLIGHT'
    return [
      `BEGIN:${name}`,
      `DTSTART:${local(at, before)}`,
      `TZOFFSETFROM:${clock(before)}`,
      `TZOFFSETTO:${clock(after)}`,
      `END:${name}`,
    ]
  }
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${timeZone}`,
    ...part(changes.length === 0 ? 0 : from, first, first),
    ...changes.flatMap(({ at, before, after }) => part(at, before, after)),
    'END:VTIMEZONE',
  ].join('\r\n')
}
