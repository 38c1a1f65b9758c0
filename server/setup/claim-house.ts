// One county per installation for now: whoever holds this lock decides, so that two set-ups at once make one county.
import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { AppError } from '@/server/errors'

const lockKey = 7_301_001 // any number that is ours alone

/** Waits for the lock until commit. @throws setup_done beside any county, demo_refused for a demo beside any county */
export async function claimHouse(tx: Tx, what: 'county' | 'demo'): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${lockKey})`)
  const [row] = await tx.select({ id: counties.id }).from(counties).limit(1)
  if (row) throw new AppError(what === 'demo' ? 'demo_refused' : 'setup_done')
}
