// Votes that are open and in which somebody's place, their unit's or their own, has not been heard. Of a restricted item only
// for its list.
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { voteBallots, votePlaces, votes } from '@/db/schema/votes'
import type { PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import type { Await } from '@/server/home/contract'
import { dayIn } from '@/server/people/read-person'
import { lookAtBox } from './secret-box'

export async function votesAwaiting(db: Db, actor: PersonActor, { timeZone }: { timeZone: string }): Promise<Await[]> {
  const { countyId, personId } = actor
  const speaking = actor.memberships.filter((place) => place.office !== 'observer')
  if (speaking.length === 0 || actor.tokenId !== null) return []
  const rows = await db
    .select({
      id: votes.id,
      kind: votes.kind,
      question: votes.question,
      openedAt: votes.openedAt,
      meetingId: votes.meetingId,
      bodyId: meetings.bodyId,
      placeId: votePlaces.id,
      unitId: votePlaces.unitId,
      isGiven: sql<boolean>`${voteBallots.placeId} is not null`,
    })
    .from(votes)
    .innerJoin(meetings, and(eq(meetings.countyId, votes.countyId), eq(meetings.id, votes.meetingId)))
    .innerJoin(votePlaces, and(eq(votePlaces.countyId, votes.countyId), eq(votePlaces.voteId, votes.id)))
    .leftJoin(
      voteBallots,
      and(
        eq(voteBallots.countyId, votePlaces.countyId),
        eq(voteBallots.voteId, votePlaces.voteId),
        eq(voteBallots.placeId, votePlaces.id),
      ),
    )
    .where(
      and(
        eq(votes.countyId, countyId),
        eq(votes.state, 'open'),
        eq(meetings.state, 'live'),
        inArray(meetings.bodyId, bodyIdsOf(actor)),
        or(
          eq(votePlaces.personId, personId),
          inArray(
            votePlaces.unitId,
            speaking.map((place) => place.unitId),
          ),
        ),
        sql`not exists (select 1 from restricted_items r where r.county_id = ${countyId}
          and (r.document_id = ${votes.documentId} or r.agenda_item_id = ${votes.agendaItemId})
          and not exists (select 1 from restricted_readers l where l.county_id = r.county_id
            and l.agenda_item_id = r.agenda_item_id and l.person_id = ${personId}))`,
      ),
    )
    .limit(30)
  const found = await Promise.all(
    rows.map(async (row): Promise<Await[]> => {
      const place = speaking.find(
        (each) => each.bodyId === row.bodyId && (row.unitId === null || each.unitId === row.unitId),
      )
      if (!place || row.isGiven) return []
      if (row.kind === 'secret' && (await lookAtBox(db, { countyId, id: row.id }))?.voted.has(row.placeId)) return []
      const [unit] = await db
        .select({ name: units.name })
        .from(units)
        .where(and(eq(units.countyId, countyId), eq(units.id, place.unitId)))
      return [
        {
          key: `vote:${row.id}:${row.placeId}`,
          kind: 'vote',
          title: row.question,
          href: `/rooms/${row.meetingId}`,
          as: { office: place.office, unit: unit?.name ?? '' },
          // A vote is open while its sitting is.
          until: dayIn(timeZone, row.openedAt!),
          since: dayIn(timeZone, row.openedAt!),
        },
      ]
    }),
  )
  return found.flat()
}
