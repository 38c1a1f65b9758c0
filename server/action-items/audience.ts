// Items decided under a restricted agenda item are for its list alone, and for those in person: nowhere else do they exist.
import { and, eq, inArray, or, sql, type Placeholder, type SQL } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { restrictedItems, restrictedReaders } from '@/db/schema/minutes'
import type { PersonActor } from '@/server/access'
import type { ActionItemId, AgendaItemId, CountyId, DocumentId, PersonId } from '@/server/ids'

type Ask = { id: ActionItemId; documentId: DocumentId; agendaItemId: AgendaItemId | null }

/** Who is on the list, for those of the items that have one. */
export async function readAudience(
  db: Db | Tx,
  countyId: CountyId,
  items: readonly Ask[],
): Promise<Map<ActionItemId, PersonId[]>> {
  const found = new Map<ActionItemId, PersonId[]>()
  if (items.length === 0) return found
  const agendaIds = items.flatMap((item) => item.agendaItemId ?? [])
  const rows = await db
    .select({
      agendaItemId: restrictedItems.agendaItemId,
      documentId: restrictedItems.documentId,
      personId: restrictedReaders.personId,
    })
    .from(restrictedItems)
    .leftJoin(
      restrictedReaders,
      and(
        eq(restrictedReaders.countyId, restrictedItems.countyId),
        eq(restrictedReaders.agendaItemId, restrictedItems.agendaItemId),
      ),
    )
    .where(
      and(
        eq(restrictedItems.countyId, countyId),
        or(
          inArray(
            restrictedItems.documentId,
            items.map((item) => item.documentId),
          ),
          agendaIds.length > 0 ? inArray(restrictedItems.agendaItemId, agendaIds) : undefined,
        ),
      ),
    )
  for (const item of items) {
    const mine = rows.filter(
      (row) => row.documentId === item.documentId || (item.agendaItemId && row.agendaItemId === item.agendaItemId),
    )
    if (mine.length > 0)
      found.set(
        item.id,
        mine.flatMap((row) => row.personId ?? []),
      )
  }
  return found
}

/**
 * Of action_items: decided under no restricted item. Both lists are read once for the whole question, not once for each row.
 * Said as something that is not null, which Postgres takes for nearly every row, as it is; of `not in` it takes one row in
 * four, and reads and sorts a whole ledger where the first fifty of an index would do.
 */
export const isForAll = (countyId: CountyId | Placeholder): SQL =>
  sql`(case when ${actionItems.documentId} in (select r.document_id from restricted_items r where r.county_id = ${countyId})
    or ${actionItems.agendaItemId} in (select r.agenda_item_id from restricted_items r where r.county_id = ${countyId})
    then null else 1 end) is not null`

/** Of action_items: decided under a restricted item on whose list this person stands. A program's token never does. */
export const isListedFor = (actor: PersonActor): SQL =>
  actor.tokenId !== null
    ? sql`false`
    : sql`exists (select 1 from restricted_items r
        join restricted_readers l on l.county_id = r.county_id and l.agenda_item_id = r.agenda_item_id
        where r.county_id = ${actionItems.countyId} and l.person_id = ${actor.personId}
        and (r.document_id = ${actionItems.documentId} or r.agenda_item_id = ${actionItems.agendaItemId}))`

/** For queries over action_items: the rows that are for this person's eyes. */
export const forEyesOf = (actor: PersonActor): SQL =>
  actor.tokenId === null ? sql`(${isForAll(actor.countyId)} or ${isListedFor(actor)})` : isForAll(actor.countyId)
