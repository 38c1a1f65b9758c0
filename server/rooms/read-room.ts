// The room as one seat may see it. What is the same for everybody is read once per sequence number and shared: with
// hundreds of seats every signal would otherwise read the whole room hundreds of times.
import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies, bodyUnits, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { floorTurns, writtenQuestions } from '@/db/schema/floor'
import { meetings } from '@/db/schema/meetings'
import { documents } from '@/db/schema/minutes'
import { chatMessages, seatLinks, seats } from '@/db/schema/rooms'
import { requireAccess, type SeatActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { CountyId, MeetingId } from '@/server/ids'
import { meetingThing } from '@/server/meetings/model'
import { readAgenda } from '@/server/meetings/read'
import { readReaders, readRestrictedItems } from '@/server/minutes/read'
import { readQuorumRules } from '@/server/quorum/read'
import { loadVotes, lookIntoBoxes, viewVotes } from '@/server/votes/read'
import type { RoomSnapshot } from './contract'
import { mayRunRoom, viewRoom, visibleVotes, type RoomBase } from './view-room'

const cache = new Map<MeetingId, Promise<RoomBase>>()
const maxCached = 200

/** @throws what requireAccess says of a seat that is not in */
export async function readRoom(db: Db, seat: SeatActor, at: Date): Promise<RoomSnapshot> {
  requireAccess(seat, 'room.enter', meetingThing({ ...seat, id: seat.meetingId, state: seat.meetingState }))
  const base = await readBase(db, seat.countyId, seat.meetingId)
  // Never part of what is shared: it is read for this seat alone.
  const hasRestricted = base.agenda.some((item) => item.isRestricted)
  const restricted = hasRestricted ? await readRestrictedItems(db, seat, seat.meetingId) : []
  const votes = await viewVotes(db, seat, visibleVotes(base, restricted), mayRunRoom(base, seat), at)
  return viewRoom(base, seat, restricted, votes, at)
}

/** Every change of a room bumps signal_seq under its lock, so a base with the same sequence is the same room. */
async function readBase(db: Db, countyId: CountyId, meetingId: MeetingId): Promise<RoomBase> {
  const [now] = await db
    .select({ seq: meetings.signalSeq })
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  if (!now) throw new AppError('not_found')
  const known = await cache.get(meetingId)?.catch(() => null)
  if (known && known.seq >= now.seq) return known
  // Boxes of secret votes are looked into after the snapshot, which would not see that one was taken away.
  const loading = loadBase(db, countyId, meetingId).then(async (base) => ({
    ...base,
    votes: await lookIntoBoxes(db, base.votes),
  }))
  cache.delete(meetingId)
  cache.set(meetingId, loading)
  if (cache.size > maxCached) cache.delete(cache.keys().next().value!)
  return loading
}

const loadBase = (db: Db, countyId: CountyId, meetingId: MeetingId): Promise<RoomBase> =>
  // One snapshot for all reads: seats of one moment with the sequence of another would hide a change for good.
  db.transaction(
    async (tx) => {
      const here = tx as unknown as Db
      const [meeting] = await tx
        .select({
          row: meetings,
          bodyName: bodies.name,
          countyName: counties.name,
          timeZone: counties.timeZone,
          documentId: documents.id,
        })
        .from(meetings)
        .innerJoin(counties, eq(counties.id, meetings.countyId))
        .innerJoin(bodies, and(eq(bodies.countyId, meetings.countyId), eq(bodies.id, meetings.bodyId)))
        .innerJoin(documents, and(eq(documents.countyId, meetings.countyId), eq(documents.meetingId, meetings.id)))
        .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
      if (!meeting) throw new AppError('not_found')
      const agenda = await readAgenda(here, countyId, meetingId)
      const seatRows = await tx
        .select()
        .from(seats)
        .where(and(eq(seats.countyId, countyId), eq(seats.meetingId, meetingId)))
        .orderBy(asc(seats.createdAt), asc(seats.id))
      const linked = await tx
        .selectDistinct({ seatId: seatLinks.seatId })
        .from(seatLinks)
        .innerJoin(seats, and(eq(seats.countyId, seatLinks.countyId), eq(seats.id, seatLinks.seatId)))
        .where(and(eq(seats.countyId, countyId), eq(seats.meetingId, meetingId), isNull(seatLinks.revokedAt)))
      const unitRows = await tx
        .select({ id: units.id, name: units.name, kind: units.kind, takenOutAt: bodyUnits.takenOutAt })
        .from(bodyUnits)
        .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
        .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, meeting.row.bodyId)))
        .orderBy(asc(units.kind), asc(units.name))
      const chat = await tx
        .select()
        .from(chatMessages)
        .where(and(eq(chatMessages.countyId, countyId), eq(chatMessages.meetingId, meetingId)))
        .orderBy(desc(chatMessages.at), desc(chatMessages.id))
        .limit(200)
      const ofMeeting = and(eq(floorTurns.countyId, countyId), eq(floorTurns.meetingId, meetingId))
      const turns = await tx.select().from(floorTurns).where(ofMeeting).orderBy(asc(floorTurns.startedAt))
      const questions = await tx
        .select()
        .from(writtenQuestions)
        .where(
          and(
            eq(writtenQuestions.countyId, countyId),
            eq(writtenQuestions.meetingId, meetingId),
            isNull(writtenQuestions.answeredAt),
          ),
        )
        .orderBy(asc(writtenQuestions.askedAt), asc(writtenQuestions.id))
        .limit(200)
      const current = agenda.find(({ id }) => id === meeting.row.currentAgendaItemId)
      const readers = current?.isRestricted ? await readReaders(here, countyId, current.id) : null
      return {
        turns,
        questions,
        readers: readers && new Set(readers),
        seq: meeting.row.signalSeq,
        meeting: meeting.row,
        names: { body: meeting.bodyName, county: meeting.countyName, timeZone: meeting.timeZone },
        documentId: meeting.documentId,
        agenda,
        seats: seatRows,
        linked: new Set(linked.map(({ seatId }) => seatId)),
        units: unitRows.map(({ id, name, kind }) => ({ id, name, kind })),
        unitsInBody: unitRows.filter(({ takenOutAt }) => takenOutAt === null),
        quorumRules: await readQuorumRules(tx, { countyId, bodyId: meeting.row.bodyId }),
        votes: await loadVotes(tx, countyId, meetingId),
        chat: chat.reverse(),
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
