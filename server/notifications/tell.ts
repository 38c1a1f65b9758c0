// The one way to tell a person something. In the transaction of what it tells about: neither is without the other.
import { and, eq, inArray, isNull, sql as raw } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { memberships } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { documents, restrictedItems, restrictedReaders } from '@/db/schema/minutes'
import { notifications } from '@/db/schema/notifications'
import { people } from '@/db/schema/people'
import type { Office } from '@/server/access'
import { AppError } from '@/server/errors'
import type { ActionItemId, BodyId, CountyId, PersonId, UnitId } from '@/server/ids'
import { isCurrent } from '@/server/people/current-term'
import { NotificationDetail, paceOf, type NotificationKind, type NotificationThing } from './contract'
import { afterQuiet, nextDigest } from './quiet-hours'

export type Told = {
  countyId: CountyId
  kind: NotificationKind
  thing: NotificationThing
  /**
   * Words for the sentence. Must hold nothing of a restricted item: what leads to an action item of one is refused here to
   * whoever is not on its list, and told to the others without its words; the rest is the caller's.
   */
  detail?: NotificationDetail
  /** Which occasion this is, at most 120 characters: a version, a day, a state. The same told twice is one row. */
  key?: string
}

export async function tell(tx: Tx, told: Told & { personId: PersonId }, at: Date): Promise<void> {
  await tellAll(tx, told, [told.personId], at)
}

/** The same to several. People whose account is disabled are left out; a person named twice is told once. */
export async function tellAll(tx: Tx, told: Told, personIds: readonly PersonId[], at: Date): Promise<void> {
  const { countyId, kind, thing, key = '' } = told
  if (personIds.length === 0) return
  const [county] = await tx
    .select({ from: counties.quietFrom, until: counties.quietUntil, timeZone: counties.timeZone })
    .from(counties)
    .where(eq(counties.id, countyId))
  if (!county) throw new AppError('not_found')
  const known = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.countyId, countyId), inArray(people.id, [...new Set(personIds)]), isNull(people.disabledAt)))
  const list = thing.kind === 'actionItem' ? await listOf(tx, countyId, thing.id) : null
  const to = list === null ? known : known.filter(({ id }) => list.has(id))
  if (to.length === 0) return
  const detail = NotificationDetail.parse(told.detail ?? {})
  if (list !== null) for (const word of ['title', 'text', 'person'] as const) delete detail[word]
  const now = afterQuiet(county, at)
  const dueAfter = paceOf(kind) === 'now' ? now : nextDigest(county, at)
  const common = {
    countyId,
    kind,
    thingKind: thing.kind,
    thingId: thing.id,
    moment: key,
    detail,
    createdAt: at,
    dueAfter,
  }
  await tx
    .insert(notifications)
    .values(to.map(({ id }) => ({ ...common, id: crypto.randomUUID(), personId: id })))
    .onConflictDoNothing()
}

const telling: readonly Office[] = ['convenor', 'deputy-convenor', 'member', 'liaison', 'secretary']

/**
 * To everybody who holds one of `offices` for this unit in this body now, or deputises for somebody who does.
 * @param offices left out: everybody who speaks for the unit; observers only where named
 */
export async function tellUnit(
  tx: Tx,
  told: Told & { bodyId: BodyId; unitId: UnitId; offices?: readonly Office[] },
  at: Date,
): Promise<void> {
  await tellAll(tx, told, await holdersOf(tx, { ...told, unitIds: [told.unitId] }, at), at)
}

/** Who holds an office of the body (for one of `unitIds`, where they are named) now, and their standing deputies. */
export async function holdersOf(
  tx: Tx,
  {
    countyId,
    bodyId,
    unitId,
    unitIds = unitId === undefined ? undefined : [unitId],
    offices = telling,
  }: { countyId: CountyId; bodyId: BodyId; unitId?: UnitId; unitIds?: readonly UnitId[]; offices?: readonly Office[] },
  at: Date,
): Promise<PersonId[]> {
  const places = tx
    .select({ id: memberships.id, personId: memberships.personId })
    .from(memberships)
    .innerJoin(counties, eq(counties.id, memberships.countyId))
    .where(
      and(
        eq(memberships.countyId, countyId),
        eq(memberships.bodyId, bodyId),
        unitIds === undefined ? undefined : inArray(memberships.unitId, [...unitIds]),
        inArray(memberships.office, [...offices]),
        isCurrent('memberships', 'counties.time_zone', at),
      ),
    )
  const rows = await tx.execute<{ id: PersonId }>(raw`
    with places as (${places})
    select person_id as id from places
    union select d.person_id from deputies d join places p on p.id = d.membership_id
      join counties on counties.id = d.county_id
    where d.county_id = ${countyId} and ${isCurrent('d', 'counties.time_zone', at)}`)
  return rows.map(({ id }) => id)
}

/** Who may know of an action item of a restricted agenda item; null: whoever may read the ledger. */
async function listOf(tx: Tx, countyId: CountyId, id: ActionItemId): Promise<Set<PersonId> | null> {
  const [item] = await tx
    .select({ agendaItemId: restrictedItems.agendaItemId, kind: documents.kind })
    .from(actionItems)
    .innerJoin(documents, and(eq(documents.countyId, actionItems.countyId), eq(documents.id, actionItems.documentId)))
    .leftJoin(
      restrictedItems,
      and(eq(restrictedItems.countyId, documents.countyId), eq(restrictedItems.documentId, documents.id)),
    )
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.id, id)))
  if (!item) throw new AppError('not_found')
  if (item.kind !== 'restricted') return null
  if (item.agendaItemId === null) return new Set()
  const readers = await tx
    .select({ id: restrictedReaders.personId })
    .from(restrictedReaders)
    .where(and(eq(restrictedReaders.countyId, countyId), eq(restrictedReaders.agendaItemId, item.agendaItemId)))
  return new Set(readers.map(({ id: reader }) => reader))
}
