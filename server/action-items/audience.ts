// Items decided under a restricted agenda item are for its list alone, and for those in person: nowhere else do they exist.
import { and, eq, inArray, or, sql, type SQL } from 'drizzle-orm'
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

/** For queries over action_items: the rows that are for this person's eyes. */
export function forEyesOf(actor: PersonActor): SQL {
  const ofItem = sql`r.county_id = ${actionItems.countyId}
    and (r.document_id = ${actionItems.documentId} or r.agenda_item_id = ${actionItems.agendaItemId})`
  const isOpen = sql`not exists (select 1 from restricted_items r where ${ofItem})`
  if (actor.tokenId !== null) return isOpen
  return sql`(${isOpen} or exists (select 1 from restricted_items r
    join restricted_readers l on l.county_id = r.county_id and l.agenda_item_id = r.agenda_item_id
    where ${ofItem} and l.person_id = ${actor.personId}))`
}
