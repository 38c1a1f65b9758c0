import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { seriesExceptions, seriesRules } from '@/db/schema/series-rules'
import { type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId } from '@/server/ids'
import { dayIn } from '@/server/people/read-person'
import type { ChangeDate } from './contract'
import { datesOf } from './model'
import { readRule } from './read-plan'
import { holdSeries } from './set-rule'

/**
 * One date of the rule before it is a sitting: taken out, moved, or as the rule says again.
 * @throws invalid_input occurrenceOn `unknown` where the rule has no such date, `planned` where it is a sitting; movedTo `past`
 */
export async function changeDate(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { seriesId, occurrenceOn, change, movedTo }: ChangeDate,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await holdSeries(tx, actor, countyId, seriesId)
    const [county] = await tx.select({ timeZone: counties.timeZone }).from(counties).where(eq(counties.id, countyId))
    const rule = await readRule(tx, countyId, seriesId)
    if (!rule || datesOf(rule, occurrenceOn, occurrenceOn).length === 0)
      throw new AppError('invalid_input', { occurrenceOn: 'unknown' })
    const [sitting] = await tx
      .select({ id: meetings.id })
      .from(meetings)
      .where(
        and(eq(meetings.countyId, countyId), eq(meetings.seriesId, seriesId), eq(meetings.occurrenceOn, occurrenceOn)),
      )
    if (sitting) throw new AppError('invalid_input', { occurrenceOn: 'planned' })
    if (change === 'move' && movedTo! < dayIn(county!.timeZone, at))
      throw new AppError('invalid_input', { movedTo: 'past' })
    const here = { countyId, seriesId, occurrenceOn }
    const target = change === 'move' && movedTo !== occurrenceOn ? movedTo : null
    await tx
      .delete(seriesExceptions)
      .where(
        and(
          eq(seriesExceptions.countyId, countyId),
          eq(seriesExceptions.seriesId, seriesId),
          eq(seriesExceptions.occurrenceOn, occurrenceOn),
        ),
      )
    if (change === 'takeOut' || target !== null) await tx.insert(seriesExceptions).values({ ...here, movedTo: target })
    // What calendars were told of the rule is no longer what it says.
    await tx
      .update(seriesRules)
      .set({ version: sql`${seriesRules.version} + 1` })
      .where(and(eq(seriesRules.countyId, countyId), eq(seriesRules.seriesId, seriesId)))
    const detail = { occurrenceOn, change, movedTo: target }
    await recordEvent(tx, countyId, actor, { verb: 'series.change-date', thingId: seriesId, detail }, at)
  })
}
