import { eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { findDivision, type Division } from './divisions'

/** The county's settings for whoever may change them, with the division as it is called. */
export async function readCounty(db: Db, actor: PersonActor) {
  const { countyId } = actor
  requireAccess(actor, 'county.settings', { kind: 'county', countyId })
  const [row] = await db.select().from(counties).where(eq(counties.id, countyId))
  if (!row) throw new AppError('not_found')
  const division: Division | null = row.divisionCode === null ? null : findDivision(row.divisionCode)
  const { name, level, timeZone, locale, locales, quietFrom, quietUntil, divisionCode } = row
  return { name, level, timeZone, locale, locales, quietFrom, quietUntil, divisionCode, division }
}
