import { eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { countySecurity } from '@/db/schema/security'
import type { CountyId } from '@/server/ids'
import type { CountySecurity } from './contract'
import { defaultSecurity } from './model'

/** The county's choices, or the defaults. No access is asked: every sign-in needs them before anybody is known. */
export async function readCountySecurity(db: Db | Tx, countyId: CountyId): Promise<CountySecurity> {
  const [row] = await db.select().from(countySecurity).where(eq(countySecurity.countyId, countyId))
  if (!row) return defaultSecurity
  const { countyId: _, ...security } = row
  return security
}
