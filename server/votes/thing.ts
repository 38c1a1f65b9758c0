// What access.ts asks about a vote: of a restricted item, who is on its list.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { agendaItems } from '@/db/schema/meetings'
import { restrictedReaders } from '@/db/schema/minutes'
import type { votes } from '@/db/schema/votes'
import type { Thing } from '@/server/access'
import { AppError } from '@/server/errors'
import type { AgendaItemId, BodyId, CountyId, MeetingId, PersonId } from '@/server/ids'

export type VoteRow = typeof votes.$inferSelect
type Meeting = { countyId: CountyId; id: MeetingId; bodyId: BodyId }

/** @throws not_found where the item is not one of this sitting */
export async function voteThing(
  db: Db | Tx,
  meeting: Meeting,
  agendaItemId: AgendaItemId,
): Promise<Thing & { kind: 'vote' }> {
  const { countyId, bodyId, id } = meeting
  const [item] = await db
    .select({ isRestricted: agendaItems.isRestricted })
    .from(agendaItems)
    .where(and(eq(agendaItems.countyId, countyId), eq(agendaItems.meetingId, id), eq(agendaItems.id, agendaItemId)))
  if (!item) throw new AppError('not_found')
  const readers = item.isRestricted ? await readersOfItem(db, countyId, agendaItemId) : null
  return { kind: 'vote', countyId, bodyId, meetingId: id, readers }
}

async function readersOfItem(db: Db | Tx, countyId: CountyId, agendaItemId: AgendaItemId): Promise<PersonId[]> {
  const rows = await db
    .select({ id: restrictedReaders.personId })
    .from(restrictedReaders)
    .where(and(eq(restrictedReaders.countyId, countyId), eq(restrictedReaders.agendaItemId, agendaItemId)))
  return rows.map(({ id }) => id)
}
