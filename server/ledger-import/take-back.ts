// A whole import is taken back by whoever brought it, while nothing has happened to any of its items: they leave the ledger
// as an item leaves that was struck from the minutes, and keep their numbers and their history. All item rows are locked
// first, so that a report that is under way is either in, and refuses this, or finds its item gone. Locked for no key update:
// a change to an item looks at the keys of its whole and its import, and must not wait for this while this waits for it.
import { and, asc, eq, inArray, isNull, ne, or } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItemChanges, actionItems } from '@/db/schema/action-items'
import { ledgerImports } from '@/db/schema/ledger-imports'
import { can, requireAccess, type PersonActor } from '@/server/access'
import { lockShape } from '@/server/action-items/set-parent'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { LedgerImportId } from '@/server/ids'

/**
 * Done again it does nothing.
 * @throws not_found, also where the actor may not import into that body; not_allowed (brought by somebody else); conflict
 *   (not stored, or something has happened to one of the items)
 */
export async function takeBackImport(db: Db, actor: PersonActor, id: LedgerImportId, at: Date): Promise<void> {
  const { countyId } = actor
  await db.transaction(async (tx) => {
    const here = and(eq(ledgerImports.countyId, countyId), eq(ledgerImports.id, id))
    const [kept] = await tx.select().from(ledgerImports).where(here).for('no key update')
    if (!kept) throw new AppError('not_found')
    const body = { kind: 'body', countyId, bodyId: kept.bodyId } as const
    if (!can(actor, 'action-item.read', body)) throw new AppError('not_found')
    requireAccess(actor, 'action-item.import', body)
    if (kept.byId !== actor.personId) throw new AppError('not_allowed')
    if (kept.state === 'takenBack') return
    if (kept.state !== 'stored') throw new AppError('conflict')
    // Before the rows, as whoever puts an item under one of these does.
    await lockShape(tx, kept.bodyId)
    const ofImport = and(eq(actionItems.countyId, countyId), eq(actionItems.importId, id))
    const items = await tx.select().from(actionItems).where(ofImport).orderBy(asc(actionItems.id)).for('no key update')
    const ids = items.map((item) => item.id)
    if (items.some((item) => item.lastSeq !== 1 || item.withdrawnAt !== null)) throw new AppError('conflict')
    const [under] = await tx
      .select({ id: actionItems.id })
      .from(actionItems)
      .where(
        and(
          eq(actionItems.countyId, countyId),
          inArray(actionItems.parentId, ids),
          isNull(actionItems.withdrawnAt),
          or(isNull(actionItems.importId), ne(actionItems.importId, id)),
        ),
      )
      .limit(1)
    if (under) throw new AppError('conflict')
    await tx.update(actionItems).set({ withdrawnAt: at, changedAt: at, lastSeq: 2 }).where(ofImport)
    await tx.insert(actionItemChanges).values(
      items.map((item) => ({
        countyId,
        id: crypto.randomUUID(),
        actionItemId: item.id,
        seq: 2,
        kind: 'import-taken-back',
        fromState: item.state,
        toState: item.state,
        byName: actor.name,
        byId: actor.personId,
        at,
      })),
    )
    await tx.update(ledgerImports).set({ state: 'takenBack', takenBackAt: at }).where(here)
    const detail = { items: items.length, bodyId: kept.bodyId }
    await recordEvent(tx, countyId, actor, { verb: 'action-item.take-back-import', thingId: id, detail }, at)
  })
}
