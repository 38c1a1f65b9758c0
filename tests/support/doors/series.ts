// Rules of series and the county's calendar: each asked of a series of its own, as far planned as that step needs.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { SeriesId } from '@/server/ids'
import { readYear, versionOf } from '@/server/holidays/read'
import { setSeriesRule } from '@/server/series/set-rule'
import { at } from '../room'
import { about, placeless, shown, type Doors } from './door'
import type { Place } from './place'

const toSeries = ({ bodyId, seriesId }: Place) => `/bodies/${bodyId}/series/${seriesId}`
const year = '2027'

async function makeSeries(db: Db, { countyId, bodyId }: Place): Promise<SeriesId> {
  const id = SeriesId.parse(crypto.randomUUID())
  await db.execute(raw`insert into series (county_id, id, body_id, kind, name)
    values (${countyId}, ${id}, ${bodyId}, 'coordination', '部门协调会')`)
  return id
}

async function makeRule(db: Db, place: Place): Promise<SeriesId> {
  const seriesId = await makeSeries(db, place)
  const rule = {
    seriesId,
    version: 0,
    every: 1,
    pattern: 'month-day' as const,
    weekdays: [],
    nth: 15,
    startTime: '14:30',
    minutes: 90,
    beginsOn: '2026-10-01',
    until: null,
    count: null,
    onDayOff: 'skip' as const,
    isWeekendOff: false,
    title: '部门协调会',
    place: '',
    liaisonSeriesId: null,
    liaisonDays: null,
  }
  await setSeriesRule(db, place.secretary, place.countyId, rule, at)
  return seriesId
}

/** Of that rule, in the month after this one. */
function nextDate(): string {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 15)).toISOString().slice(0, 10)
}

export const series: Doors = {
  pages: {
    '/bodies/[id]/series/[seriesId]': shown('body.read', toSeries, 'body'),
    '/settings/holidays': shown('holiday.manage', '/settings/holidays', 'county'),
  },
  actions: {
    setRuleAction: about('series.manage', toSeries, async (place, db) => ({
      seriesId: await makeSeries(db, place),
      version: '0',
      every: '1',
      pattern: 'month-day',
      monthDay: '15',
      startTime: '14:30',
      minutes: '90',
      beginsOn: '2026-10-01',
      ending: 'never',
      count: '',
      until: '',
      onDayOff: 'skip',
      title: '部门协调会',
      place: '',
      liaisonSeriesId: '',
      liaisonDays: '',
    })),
    removeRuleAction: about('series.manage', toSeries, async (place, db) => ({
      seriesId: await makeRule(db, place),
      version: '1',
    })),
    changeDateAction: about('series.manage', toSeries, async (place, db) => ({
      seriesId: await makeRule(db, place),
      occurrenceOn: nextDate(),
      change: 'takeOut',
      movedTo: '',
    })),
    planAction: about('series.manage', toSeries, async (place, db) => ({
      seriesId: await makeRule(db, place),
      version: '1',
      through: nextDate(),
    })),
    setHolidaysAction: placeless('holiday.manage', '/settings/holidays', async ({ countyId }, db) => ({
      year,
      off: '2027-01-01 元旦',
      working: '',
      version: versionOf(await readYear(db, countyId, year)),
    })),
  },
}
