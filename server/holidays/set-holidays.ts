import { and, between, eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { countyDays, seriesRules } from '@/db/schema/series-rules'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId } from '@/server/ids'
import type { SetHolidays } from './contract'
import { mostLines, readLines } from './model'
import { readYear, versionOf } from './read'

/**
 * A year of the calendar, whole. Sittings that are planned stay where they are.
 * @throws conflict where somebody changed the year since; invalid_input `off.3`, `working.1` for every line that cannot be read
 */
export async function setHolidays(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { year, off, working, version }: SetHolidays,
  at: Date,
): Promise<void> {
  requireAccess(actor, 'holiday.manage', { kind: 'county', countyId })
  const [holidays, worked] = [readLines(off, 'off', year), readLines(working, 'working', year)]
  const faults = [
    ...holidays.faults.map(({ line, fault }) => [`off.${line}`, fault] as const),
    ...worked.faults.map(({ line, fault }) => [`working.${line}`, fault] as const),
    ...holidays.days
      .filter(({ day }) => worked.days.some((each) => each.day === day))
      .map(({ day }) => [`both.${day}`, 'both'] as const),
  ]
  if (faults.length > 0) throw new AppError('invalid_input', Object.fromEntries(faults.slice(0, mostLines)))
  await db.transaction(async (tx) => {
    // The county's row is the lock: the second of two reads here what the first has written.
    const [county] = await tx
      .select({ id: counties.id })
      .from(counties)
      .where(eq(counties.id, countyId))
      .for('no key update')
    if (!county) throw new AppError('not_found')
    if (versionOf(await readYear(tx, countyId, year)) !== version) throw new AppError('conflict')
    await tx
      .delete(countyDays)
      .where(and(eq(countyDays.countyId, countyId), between(countyDays.day, `${year}-01-01`, `${year}-12-31`)))
    const rows = [...holidays.days, ...worked.days].map((day) => ({ countyId, ...day }))
    if (rows.length > 0) await tx.insert(countyDays).values(rows)
    // Its dates are others now: who looked at them before looks again, and calendars are told by a higher SEQUENCE.
    await tx
      .update(seriesRules)
      .set({ version: sql`${seriesRules.version} + 1` })
      .where(eq(seriesRules.countyId, countyId))
    const detail = { year, off: holidays.days.length, working: worked.days.length }
    await recordEvent(tx, countyId, actor, { verb: 'holiday.set', thingId: countyId, detail }, at)
  })
}
