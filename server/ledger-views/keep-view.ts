import type { Db } from '@/db/client'
import { ledgerViews } from '@/db/schema/ledger-views'
import { requireAccess, type PersonActor } from '@/server/access'
import { LedgerQuery } from '@/server/action-items/contract'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { LedgerViewId } from '@/server/ids'
import type { KeepView } from './contract'
import { holdRoom } from './hold-view'

/**
 * Also how one that was just removed comes back.
 * @throws not_allowed, invalid_input name `taken` (by another of theirs, or of that body), `tooMany`
 */
export async function keepView(
  db: Db,
  actor: PersonActor,
  { name, bodyId, query }: KeepView,
  at: Date,
): Promise<LedgerViewId> {
  const { countyId, personId } = actor
  if (bodyId === null) requireAccess(actor, 'ledger-view.own', { kind: 'county', countyId })
  else requireAccess(actor, 'ledger-view.manage', { kind: 'body', countyId, bodyId })
  const id = LedgerViewId.parse(crypto.randomUUID())
  await db.transaction(async (tx) => {
    await holdRoom(tx, actor, bodyId)
    const [row] = await tx
      .insert(ledgerViews)
      .values({
        countyId,
        id,
        personId: bodyId === null ? personId : null,
        bodyId,
        name,
        query: tidied(query),
        createdAt: at,
      })
      .onConflictDoNothing()
      .returning({ id: ledgerViews.id })
    if (!row) throw new AppError('invalid_input', { name: 'taken' })
    await recordEvent(tx, countyId, actor, { verb: 'ledger-view.keep', thingId: id, detail: { bodyId } }, at)
  })
  return id
}

/** What the ledger understands of it, in the order its pages write it, and nothing else; never a page of it. */
function tidied(query: string): string {
  const { at: _at, ...asked } = LedgerQuery.parse(Object.fromEntries(new URLSearchParams(query)))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(asked)) if (value) search.set(key, value)
  return search.toString()
}
