import { addDays } from '@/server/action-items/model'
import { setHolidays } from '@/server/holidays/set-holidays'
import { versionOf } from '@/server/holidays/read'
import { SeriesId } from '@/server/ids'
import { datesOf } from '@/server/series/model'
import { setSeriesRule } from '@/server/series/set-rule'
import type { Stage } from './stage'

/** One series meets by a rule, and a made-up day of the county's calendar falls on its second date. Nothing is planned by it yet. */
export async function setRule({ db, countyId, seriesIds, today, at, say, as }: Stage): Promise<void> {
  const secretary = await as('secretary', at)
  const rule = {
    ...{ every: 1, pattern: 'month-weekday' as const, weekdays: [4], nth: 3 },
    ...{ startTime: '15:00', minutes: 60, beginsOn: addDays(today, 14), until: null, count: null },
    ...{ onDayOff: 'next' as const, isWeekendOff: true, liaisonSeriesId: null, liaisonDays: null },
    ...{ title: say('meetings.coordination'), place: say('meetings.online') },
  }
  const [, second] = datesOf(rule, rule.beginsOn, addDays(today, 120))
  const off = `${second} ${say('meetings.holiday')}`
  const year = { year: second!.slice(0, 4), off, working: '', version: versionOf([]) }
  await setHolidays(db, secretary, countyId, year, at)
  const seriesId = SeriesId.parse(seriesIds.coordination)
  await setSeriesRule(db, secretary, countyId, { seriesId, version: 0, ...rule }, at)
}
