import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { ledgerViews } from '@/db/schema/ledger-views'
import type { PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { LedgerViewId } from '@/server/ids'
import { holdView } from './hold-view'

/** @throws not_found, not_allowed, invalid_input name `taken` */
export async function renameView(
  db: Db,
  actor: PersonActor,
  { id, name }: { id: LedgerViewId; name: string },
  at: Date,
): Promise<void> {
  const { countyId } = actor
  await db.transaction(async (tx) => {
    const row = await holdView(tx, actor, id)
    if (row.name === name) return
    await tx
      .update(ledgerViews)
      .set({ name })
      .where(and(eq(ledgerViews.countyId, countyId), eq(ledgerViews.id, id)))
      .catch((error: unknown) => {
        // The unique name settles two who choose the same at once.
        if (isTaken(error)) throw new AppError('invalid_input', { name: 'taken' })
        throw error
      })
    await recordEvent(tx, countyId, actor, { verb: 'ledger-view.rename', thingId: id }, at)
  })
}

const isTaken = (error: unknown) => (error as { cause?: { code?: unknown } }).cause?.code === '23505'
