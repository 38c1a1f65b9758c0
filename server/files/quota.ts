// How much a county may keep. Counted from the rows under the lock of one row, so that two uploads at once cannot pass the
// quota together; what is promised counts from the first byte, what was removed until it is swept.
import { and, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { fileQuotas, files } from '@/db/schema/files'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId } from '@/server/ids'
import { defaultQuotaBytes } from './contract'

export type Usage = { quotaBytes: number; usedBytes: number; count: number }

const used = { bytes: sql<string>`coalesce(sum(${files.bytes}), 0)`, count: sql<number>`count(*)::int` }

export async function readUsage(db: Db | Tx, countyId: CountyId): Promise<Usage> {
  const [quota] = await db.select().from(fileQuotas).where(eq(fileQuotas.countyId, countyId))
  const [sum] = await db.select(used).from(files).where(eq(files.countyId, countyId))
  return { quotaBytes: quota?.bytes ?? defaultQuotaBytes, usedBytes: Number(sum!.bytes), count: sum!.count }
}

/** @throws quota_full where `bytes` more do not fit. The lock is held until the transaction ends. */
export async function takeRoom(tx: Tx, countyId: CountyId, bytes: number): Promise<void> {
  await tx.insert(fileQuotas).values({ countyId, bytes: defaultQuotaBytes }).onConflictDoNothing()
  const [quota] = await tx.select().from(fileQuotas).where(eq(fileQuotas.countyId, countyId)).for('update')
  const [sum] = await tx
    .select(used)
    .from(files)
    .where(and(eq(files.countyId, countyId)))
  if (Number(sum!.bytes) + bytes > quota!.bytes) throw new AppError('quota_full')
}

/** A quota below what is kept already takes nothing away; nothing more is added until there is room. */
export async function setQuota(db: Db, actor: Actor, countyId: CountyId, bytes: number, at: Date): Promise<void> {
  requireAccess(actor, 'retention.set', { kind: 'county', countyId })
  await db.transaction(async (tx) => {
    await tx
      .insert(fileQuotas)
      .values({ countyId, bytes })
      .onConflictDoUpdate({ target: fileQuotas.countyId, set: { bytes } })
    await recordEvent(tx, countyId, actor, { verb: 'file.set-quota', thingId: countyId, detail: { bytes } }, at)
  })
}
