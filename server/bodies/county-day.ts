import { eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { AppError } from '@/server/errors'
import type { CountyId } from '@/server/ids'
import { dayIn } from '@/server/people/read-person'

/** The day it is in the county's own time zone. */
export async function dayOfCounty(db: Db | Tx, countyId: CountyId, at: Date): Promise<string> {
  const [county] = await db.select({ timeZone: counties.timeZone }).from(counties).where(eq(counties.id, countyId))
  if (!county) throw new AppError('not_found')
  return dayIn(county.timeZone, at)
}
