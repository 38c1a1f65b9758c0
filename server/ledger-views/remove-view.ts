import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { ledgerViews } from '@/db/schema/ledger-views'
import type { PersonActor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import type { LedgerViewId } from '@/server/ids'
import type { KeepView } from './contract'
import { holdView } from './hold-view'

/** @returns what it was, by which it can be kept again (keep-view.ts). @throws not_found, not_allowed */
export async function removeView(db: Db, actor: PersonActor, id: LedgerViewId, at: Date): Promise<KeepView> {
  const { countyId } = actor
  return db.transaction(async (tx) => {
    const { name, bodyId, query } = await holdView(tx, actor, id)
    await tx.delete(ledgerViews).where(and(eq(ledgerViews.countyId, countyId), eq(ledgerViews.id, id)))
    await recordEvent(tx, countyId, actor, { verb: 'ledger-view.remove', thingId: id, detail: { bodyId } }, at)
    return { name, bodyId, query }
  })
}
