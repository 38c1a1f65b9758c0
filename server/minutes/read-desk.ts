// What the page on which minutes are written needs beside their text. The text itself comes over /collab.
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { units } from '@/db/schema/bodies'
import { seats } from '@/db/schema/rooms'
import { can, documentRights, requireAccess, type PersonActor } from '@/server/access'
import { listUnits } from '@/server/bodies/read'
import { AppError } from '@/server/errors'
import { meetingThing } from '@/server/meetings/model'
import type { MeetingDetail } from '@/server/meetings/read'
import { readVotesOfMeeting } from '@/server/votes/read'
import { readDocument, readRestrictedItems } from './read'

export type MinutesDesk = Awaited<ReturnType<typeof readDesk>>

/** @throws not_found, not_allowed */
export async function readDesk(db: Db, actor: PersonActor, meeting: MeetingDetail) {
  const { countyId } = actor
  const header = await readDocument(db, meeting.documentId)
  if (!header) throw new AppError('not_found')
  requireAccess(actor, 'minutes.read', header.thing)
  const [unitsHere, people, { votes }, restricted] = await Promise.all([
    listUnits(db, actor, meeting.bodyId),
    db
      .select({ id: seats.id, name: seats.name, unit: { id: units.id, name: units.name, kind: units.kind } })
      .from(seats)
      .leftJoin(units, and(eq(units.countyId, seats.countyId), eq(units.id, seats.unitId)))
      // Guests come and go by a name they gave: who is named in minutes is a member of the body.
      .where(and(eq(seats.countyId, countyId), eq(seats.meetingId, meeting.id), isNotNull(seats.personId)))
      .orderBy(asc(seats.createdAt), asc(seats.id)),
    readVotesOfMeeting(db, actor, meeting.id),
    readRestrictedItems(db, actor, meeting.id),
  ])
  const places = actor.memberships.filter(({ bodyId }) => bodyId === meeting.bodyId)
  return {
    isFrozen: header.thing.isFrozen,
    mayWrite: documentRights([actor], header.thing) === 'write',
    mayFill: can(actor, 'room.run', meetingThing(meeting)),
    me: { name: actor.name, unitKind: places[0]?.unitKind ?? null },
    units: unitsHere,
    people,
    votes: votes.filter(({ state }) => state !== 'draft'),
    restricted,
  }
}
