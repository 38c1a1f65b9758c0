import { and, count, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { bodies } from '@/db/schema/bodies'
import { ledgerViews } from '@/db/schema/ledger-views'
import { people } from '@/db/schema/people'
import { can, requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { BodyId, LedgerViewId } from '@/server/ids'
import { mostViews } from './contract'

export type ViewRow = typeof ledgerViews.$inferSelect

/** @throws not_found, not_allowed: the view of a body that they do not run */
export async function holdView(tx: Tx, actor: PersonActor, id: LedgerViewId): Promise<ViewRow> {
  const { countyId } = actor
  const [row] = await tx
    .select()
    .from(ledgerViews)
    .where(and(eq(ledgerViews.countyId, countyId), eq(ledgerViews.id, id)))
    .for('update')
  if (!row) throw new AppError('not_found')
  if (row.bodyId === null) {
    if (row.personId !== actor.personId) throw new AppError('not_found')
    requireAccess(actor, 'ledger-view.own', { kind: 'county', countyId })
    return row
  }
  const thing = { kind: 'body', countyId, bodyId: row.bodyId } as const
  if (!can(actor, 'body.read', thing)) throw new AppError('not_found')
  requireAccess(actor, 'ledger-view.manage', thing)
  return row
}

/**
 * Holds whose views they are (the person's row, or the body's), so that two at once count each other.
 * @throws invalid_input name `tooMany`
 */
export async function holdRoom(tx: Tx, { countyId, personId }: PersonActor, bodyId: BodyId | null): Promise<void> {
  if (bodyId === null)
    await tx
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.countyId, countyId), eq(people.id, personId)))
      .for('update')
  else
    await tx
      .select({ id: bodies.id })
      .from(bodies)
      .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId)))
      .for('update')
  const whose = bodyId === null ? eq(ledgerViews.personId, personId) : eq(ledgerViews.bodyId, bodyId)
  const [there] = await tx
    .select({ n: count() })
    .from(ledgerViews)
    .where(and(eq(ledgerViews.countyId, countyId), whose))
  if (there!.n >= mostViews) throw new AppError('invalid_input', { name: 'tooMany' })
}
