// What the house does once a minute, once per cluster: sweeps what has expired. Takes the time, so that a test may say it.
import { and, eq, isNull, lt } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { rateLimits, setupCodes } from '@/db/schema/counties'
import { importBatches } from '@/db/schema/import-batches'
import { sessions } from '@/db/schema/people'
import { retainTrails } from '@/server/events/retain'

/**
 * Counters older than a day say nothing; sessions past their end are ended, so that lists of them tell the truth.
 * @param auditDays how long lines of the audit trail stay; null: for good
 */
export async function tick(db: Db, at: Date, auditDays: number | null): Promise<void> {
  const dayAgo = new Date(at.getTime() - 86_400_000)
  await db.delete(rateLimits).where(lt(rateLimits.windowStart, dayAgo))
  await db.delete(setupCodes).where(lt(setupCodes.expiresAt, dayAgo))
  await db
    .update(sessions)
    .set({ endedAt: at })
    .where(and(isNull(sessions.endedAt), lt(sessions.expiresAt, at)))
  if (auditDays !== null) await retainTrails(db, auditDays, at)
  // Personal data that was read for a preview and never confirmed.
  await db
    .update(importBatches)
    .set({ state: 'expired', rows: null })
    .where(and(eq(importBatches.state, 'ready'), lt(importBatches.expiresAt, at)))
}
