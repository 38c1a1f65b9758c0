// What the house does once a minute, once per cluster: sweeps what has expired. Takes the time, so that a test may say it.
import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { rateLimits, setupCodes } from '@/db/schema/counties'
import { importBatches } from '@/db/schema/import-batches'
import { ledgerImports } from '@/db/schema/ledger-imports'
import { sessions } from '@/db/schema/people'
import { retainTrails } from '@/server/events/retain'
import { countySecurity, identityRequests, mails } from '@/db/schema/security'
import { notify } from '@/server/bus'
import { isPast } from '@/server/people/sessions'
import { remindOfSittings } from '@/server/notices/remind'
import { deliverDue, forgetOld } from '@/server/notifications/deliver'
import { sweepFiles } from '@/server/files/sweep'
import { followUp, followEvery } from '@/server/follow-up/follow-up'
import { runErasures } from '@/server/privacy/erase'
import { sweepRetention } from '@/server/privacy/retention'
import { forgetOldDeliveries } from '@/server/webhooks/send-due'

/** Minutes between two looks at what is kept for days. */
const sweepEvery = 15

/**
 * Counters older than a day say nothing; sessions past their end are ended, so that lists of them tell the truth.
 * @param auditDays how long lines of the audit trail stay; null: for good
 */
export async function tick(db: Db, at: Date, auditDays: number | null): Promise<void> {
  const dayAgo = new Date(at.getTime() - 86_400_000)
  await db.delete(rateLimits).where(lt(rateLimits.windowStart, dayAgo))
  await db.delete(setupCodes).where(lt(setupCodes.expiresAt, dayAgo))
  await db.delete(identityRequests).where(lt(identityRequests.expiresAt, dayAgo))
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
  if (auditDays !== null) await retainTrails(db, auditDays, at)
  // Personal data that was read for a preview and never confirmed.
  for (const kept of [importBatches, ledgerImports])
    await db
      .update(kept)
      .set({ state: 'expired', rows: null })
      .where(and(eq(kept.state, 'ready'), lt(kept.expiresAt, at)))
  await runErasures(db, at)
  if (at.getUTCMinutes() % followEvery === 0) await followUp(db, at)
  await remindOfSittings(db, at)
  await deliverDue(db, at)
  if (at.getUTCMinutes() % sweepEvery !== 0) return
  await sweepRetention(db, at)
  await forgetOld(db, at)
  await forgetOldDeliveries(db, at)
  await sweepFiles(db, at)
}
