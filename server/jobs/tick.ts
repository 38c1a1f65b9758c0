// What the house does once a minute, once per cluster: sweeps what has expired. Takes the time, so that a test may say it.
import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { rateLimits, setupCodes } from '@/db/schema/counties'
import { sessions } from '@/db/schema/people'
import { countySecurity, mails } from '@/db/schema/security'
import { notify } from '@/server/bus'
import { isPast } from '@/server/people/sessions'

/** Counters older than a day say nothing; sessions past their end are ended, so that lists of them tell the truth. */
export async function tick(db: Db, at: Date): Promise<void> {
  const dayAgo = new Date(at.getTime() - 86_400_000)
  await db.delete(rateLimits).where(lt(rateLimits.windowStart, dayAgo))
  await db.delete(setupCodes).where(lt(setupCodes.expiresAt, dayAgo))
  // Whom a letter went to is nobody's business once it is settled.
  const monthAgo = new Date(at.getTime() - 30 * 86_400_000)
  await db.delete(mails).where(and(isNull(mails.nextTryAt), lt(mails.createdAt, monthAgo)))
  await db.transaction(async (tx) => {
    const past = tx
      .select({ countyId: sessions.countyId, id: sessions.id })
      .from(sessions)
      .leftJoin(countySecurity, eq(countySecurity.countyId, sessions.countyId))
      .where(and(isNull(sessions.endedAt), isPast(at)))
    const ended = await tx
      .update(sessions)
      .set({ endedAt: at })
      .where(sql`(${sessions.countyId}, ${sessions.id}) in ${past}`)
      .returning({ countyId: sessions.countyId, personId: sessions.personId })
    // Their sockets close with them.
    for (const { countyId, personId } of ended) await notify(tx, { kind: 'access', countyId, personId })
  })
}
