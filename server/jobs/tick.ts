// What the house does once a minute, once per cluster: sweeps what has expired. Takes the time, so that a test may say it.
import { and, isNull, lt } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { rateLimits, setupCodes } from '@/db/schema/counties'
import { sessions } from '@/db/schema/people'
import { sweepFiles } from '@/server/files/sweep'
import { runErasures } from '@/server/privacy/erase'
import { sweepRetention } from '@/server/privacy/retention'

/** Minutes between two looks at what is kept for days. */
const sweepEvery = 15

/** Counters older than a day say nothing; sessions past their end are ended, so that lists of them tell the truth. */
export async function tick(db: Db, at: Date): Promise<void> {
  const dayAgo = new Date(at.getTime() - 86_400_000)
  await db.delete(rateLimits).where(lt(rateLimits.windowStart, dayAgo))
  await db.delete(setupCodes).where(lt(setupCodes.expiresAt, dayAgo))
  await db
    .update(sessions)
    .set({ endedAt: at })
    .where(and(isNull(sessions.endedAt), lt(sessions.expiresAt, at)))
  await runErasures(db, at)
  if (at.getUTCMinutes() % sweepEvery !== 0) return
  await sweepRetention(db, at)
  await sweepFiles(db, at)
}
