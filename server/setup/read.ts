import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'

/** Whether the house is still empty: then the first page is the set-up. */
export async function isEmpty(db: Db): Promise<boolean> {
  return (await db.select({ id: counties.id }).from(counties).limit(1)).length === 0
}
