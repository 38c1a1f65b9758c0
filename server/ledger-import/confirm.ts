// Stores an import: all of it in one transaction, or nothing. The row lock of the import makes two confirmations one: the
// second waits, and finds it stored. The body's structure lock (action-items/set-parent.ts) keeps two imports of one body
// apart, so that the second of the same file finds every row known; action_items_import_key would refuse it besides.
import { and, eq, max, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { ledgerImports } from '@/db/schema/ledger-imports'
import { can, requireAccess, type PersonActor } from '@/server/access'
import { lockShape } from '@/server/action-items/set-parent'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { LedgerImportId } from '@/server/ids'
import { Counts, FileItem } from './contract'
import { homeOfImports } from './home-of-imports'
import { planImport, type Plan } from './plan'
import { renewImport } from './prepare'
import { writeItems, type Progress } from './write-items'

class PlanChanged extends Error {
  constructor(readonly plan: Plan) {
    super('the body changed since the preview')
  }
}

/**
 * @returns what was stored; the same again where it was stored before
 * @throws not_found, also where the actor may not import into that body; link_expired (kept a day); conflict (the ledger or
 *   the day is not as at the preview, which then says what is so now)
 */
export async function confirmImport(
  db: Db,
  actor: PersonActor,
  id: LedgerImportId,
  at: Date,
  onProgress: Progress = () => {},
): Promise<Counts> {
  try {
    return await db.transaction((tx) => store(tx, actor, id, at, onProgress))
  } catch (error) {
    if (!(error instanceof PlanChanged)) throw error
    await renewImport(db, actor, id, error.plan)
    throw new AppError('conflict')
  }
}

async function store(tx: Tx, actor: PersonActor, id: LedgerImportId, at: Date, onProgress: Progress): Promise<Counts> {
  const { countyId } = actor
  const here = and(eq(ledgerImports.countyId, countyId), eq(ledgerImports.id, id))
  const [kept] = await tx.select().from(ledgerImports).where(here).for('no key update')
  if (!kept) throw new AppError('not_found')
  const { bodyId } = kept
  const body = { kind: 'body', countyId, bodyId } as const
  if (!can(actor, 'action-item.read', body)) throw new AppError('not_found')
  requireAccess(actor, 'action-item.import', body)
  const shown = Counts.parse(kept.counts)
  if (kept.state === 'stored') return shown
  if (kept.state === 'expired' || (kept.state === 'ready' && kept.expiresAt <= at)) throw new AppError('link_expired')
  if (kept.state !== 'ready') throw new AppError('conflict')
  await lockShape(tx, bodyId)
  const plan = await planImport(tx, { countyId, bodyId }, FileItem.array().parse(kept.rows), at)
  const isOther = plan.counts.newItems !== shown.newItems || plan.counts.closed !== shown.closed
  if (plan.problems.length > 0 || isOther) throw new PlanChanged(plan)
  if (plan.items.length === 0) throw new AppError('conflict')
  const home = await homeOfImports(tx, countyId, bodyId, at)
  // The giver of a sitting's numbers, as in split-item.ts.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${home.meetingId}, 2))`)
  const [last] = await tx
    .select({ number: max(actionItems.number) })
    .from(actionItems)
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.meetingId, home.meetingId)))
  const place = { countyId, bodyId, ...home, importId: id, fileName: kept.fileName, from: (last?.number ?? 0) + 1 }
  await writeItems(tx, actor, place, plan.items, at, onProgress)
  await tx.update(ledgerImports).set({ state: 'stored', rows: null, storedAt: at }).where(here)
  const { newItems, knownItems, closed } = plan.counts
  const detail = { items: newItems, known: knownItems, closed, firstNumber: place.from, bodyId }
  await recordEvent(tx, countyId, actor, { verb: 'action-item.import', thingId: id, detail }, at)
  return shown
}
