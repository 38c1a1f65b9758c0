import { eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId } from '@/server/ids'
import type { CountySettings } from './contract'
import { findDivision } from './divisions'

/**
 * A division newly chosen brings its own name; after that the name may be written otherwise.
 * @throws invalid_input division `unknown` where there is none of that code and level
 */
export async function setCounty(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { division: divisionCode, ...settings }: CountySettings,
  at: Date,
): Promise<void> {
  requireAccess(actor, 'county.settings', { kind: 'county', countyId })
  const { level } = settings
  const division = divisionCode === null ? null : findDivision(divisionCode)
  if (divisionCode !== null && division?.level !== level) throw new AppError('invalid_input', { division: 'unknown' })
  await db.transaction(async (tx) => {
    const [was] = await tx.select().from(counties).where(eq(counties.id, countyId)).for('update')
    if (!was) throw new AppError('not_found')
    const isNew = division !== null && was.divisionCode !== divisionCode
    await tx
      .update(counties)
      .set({ ...settings, divisionCode, name: isNew ? division.name : settings.name })
      .where(eq(counties.id, countyId))
    const { timeZone, locale, locales, quietFrom, quietUntil } = settings
    const detail = { divisionCode, level, timeZone, locale, locales: locales.join(' '), quietFrom, quietUntil }
    await recordEvent(tx, countyId, actor, { verb: 'county.set', thingId: countyId, detail }, at)
  })
}
