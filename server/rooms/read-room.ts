// The room as seats may see it, one or hundreds at once. What is the same for everybody is read once per sequence number and
// shared; rights, lists and credentials are read each time, in the same snapshot.
import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodies, bodyUnits, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { floorTurns, writtenQuestions } from '@/db/schema/floor'
import { meetings } from '@/db/schema/meetings'
import { documents } from '@/db/schema/minutes'
import { chatMessages, seatLinks, seats } from '@/db/schema/rooms'
import { requireAccess, type SeatActor } from '@/server/access'
import { AppError, toAppError } from '@/server/errors'
import type { MeetingId } from '@/server/ids'
import { meetingThing } from '@/server/meetings/model'
import { readAgenda } from '@/server/meetings/read'
import { readReaders, readRestrictedItemsOf, restrictedFor } from '@/server/minutes/read'
import { readQuorumRules } from '@/server/quorum/read'
import { readHoldingsOf, type Holdings } from '@/server/votes/electorate'
import { loadVotes, lookIntoBoxes, viewVotes } from '@/server/votes/read'
import type { RoomSnapshot } from './contract'
import { asAsker, readSeatsOfMeeting, type Asker } from './read-seat'
import { mayRunRoom, viewRoom, visibleVotes, type RoomBase } from './view-room'

const cache = new Map<MeetingId, RoomBase>()
const maxCached = 200

/** @throws what requireAccess says of a seat that is not in */
export async function readRoom(db: Db, seat: SeatActor, at: Date): Promise<RoomSnapshot> {
  requireAccess(seat, 'room.enter', meetingThing({ ...seat, id: seat.meetingId, state: seat.meetingState }))
  const asker = { seat }
  const { views } = await readRoomFor(db, [asker], at)
  const view = views.get(asker)
  if (view instanceof AppError || view === undefined) throw view ?? new AppError('not_found')
  return view
}

export type RoomViews<A> = {
  seq: number
  /** Left out are those that `stillIn` left out; an error says why a seat may not be in. */
  views: ReadonlyMap<A, RoomSnapshot | AppError>
}

/**
 * The room as each of these seats of one sitting may see it, everything of one instant: rights of one moment with rows of another would
 * show what was hidden in between, under a sequence that says that nothing is missing.
 * @param stillIn in the same instant: of whom the credentials still are good; left out: of all
 */
export async function readRoomFor<A extends { seat: Asker }>(
  db: Db,
  askers: readonly A[],
  at: Date,
  stillIn: (tx: Tx) => Promise<ReadonlySet<A>> = () => Promise.resolve(new Set(askers)),
): Promise<RoomViews<A>> {
  const [first] = askers
  if (!first) throw new Error('nobody asks')
  const { countyId, meetingId, bodyId } = first.seat
  const some = askers.length > 20 ? undefined : askers.map(({ seat }) => seat.seatId)
  const now = await db.transaction(
    async (tx) => {
      // At once: they go down the line together, and Postgres answers one after the other.
      const [base, seats, allowed, lists] = await Promise.all([
        readBase(tx, first.seat),
        readSeatsOfMeeting(tx, countyId, meetingId, some),
        stillIn(tx),
        // Never part of what is kept for the next: who is on a list is asked each time.
        readRestrictedItemsOf(
          tx,
          countyId,
          meetingId,
          askers.map(({ seat }) => seat),
        ),
      ])
      const actors = new Map<A, SeatActor | AppError>()
      for (const asker of askers)
        if (allowed.has(asker)) actors.set(asker, actorNow(seats.get(asker.seat.seatId), asker.seat))
      const voters = [...actors.values()].flatMap((actor) => (actor instanceof AppError ? [] : actor))
      const isVoting = base.votes.some(({ row }) => row.state === 'open')
      const holdings: Holdings = isVoting
        ? await readHoldingsOf(tx, { countyId, id: meetingId, bodyId }, voters, at)
        : new Map()
      return { base, actors, lists, holdings }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
  // Boxes of secret votes are looked into after the snapshot, which would not see that one was taken away.
  const { base, actors, lists, holdings } = now
  const votes = await lookIntoBoxes(db, base.votes)
  const views = new Map<A, RoomSnapshot | AppError>()
  for (const [asker, actor] of actors) {
    if (actor instanceof AppError) {
      views.set(asker, actor)
      continue
    }
    const restricted = restrictedFor(actor, lists)
    const visible = visibleVotes({ ...base, votes }, restricted)
    const shown = viewVotes(actor, visible, mayRunRoom(base, actor), holdings)
    views.set(asker, viewRoom(base, actor, restricted, shown, at))
  }
  return { seq: base.seq, views }
}

function actorNow(seat: SeatActor | undefined, asker: Asker): SeatActor | AppError {
  const actor = asAsker(seat, asker)
  if (!actor) return new AppError('not_found')
  try {
    requireAccess(actor, 'room.enter', meetingThing({ ...actor, id: actor.meetingId, state: actor.meetingState }))
    return actor
  } catch (error) {
    return toAppError(error)
  }
}

/** Every change of a room bumps signal_seq under its lock, so a base with the same sequence is the same room. */
async function readBase(tx: Tx, room: Pick<Asker, 'countyId' | 'meetingId' | 'bodyId'>): Promise<RoomBase> {
  const { countyId, meetingId } = room
  const [now] = await tx
    .select({ seq: meetings.signalSeq })
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  if (!now) throw new AppError('not_found')
  const known = cache.get(meetingId)
  if (known?.seq === now.seq) return known
  const base = await loadBase(tx, room)
  // Of two at once the newer one stays; the older still is what its own transaction sees.
  if ((cache.get(meetingId)?.seq ?? 0) > base.seq) return base
  cache.delete(meetingId)
  cache.set(meetingId, base)
  if (cache.size > maxCached) cache.delete(cache.keys().next().value!)
  return base
}

/** In a snapshot: seats of one moment with the sequence of another would hide a change for good. */
async function loadBase(
  tx: Tx,
  { countyId, meetingId, bodyId }: Pick<Asker, 'countyId' | 'meetingId' | 'bodyId'>,
): Promise<RoomBase> {
  const here = tx as unknown as Db
  const [[meeting], agenda, seatRows, linked, unitRows, chat, turns, questions, quorumRules, votes] = await Promise.all(
    [
      tx
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
        .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId))),
      readAgenda(here, countyId, meetingId),
      tx
        .select()
        .from(seats)
        .where(and(eq(seats.countyId, countyId), eq(seats.meetingId, meetingId)))
        .orderBy(asc(seats.createdAt), asc(seats.id)),
      tx
        .selectDistinct({ seatId: seatLinks.seatId })
        .from(seatLinks)
        .innerJoin(seats, and(eq(seats.countyId, seatLinks.countyId), eq(seats.id, seatLinks.seatId)))
        .where(and(eq(seats.countyId, countyId), eq(seats.meetingId, meetingId), isNull(seatLinks.revokedAt))),
      tx
        .select({ id: units.id, name: units.name, kind: units.kind, takenOutAt: bodyUnits.takenOutAt })
        .from(bodyUnits)
        .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
        .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId)))
        .orderBy(asc(units.kind), asc(units.name)),
      tx
        .select()
        .from(chatMessages)
        .where(and(eq(chatMessages.countyId, countyId), eq(chatMessages.meetingId, meetingId)))
        .orderBy(desc(chatMessages.at), desc(chatMessages.id))
        .limit(200),
      tx
        .select()
        .from(floorTurns)
        .where(and(eq(floorTurns.countyId, countyId), eq(floorTurns.meetingId, meetingId)))
        .orderBy(asc(floorTurns.startedAt)),
      tx
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
        .limit(200),
      readQuorumRules(tx, { countyId, bodyId }),
      loadVotes(tx, countyId, meetingId),
    ],
  )
  if (!meeting) throw new AppError('not_found')
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
    quorumRules,
    votes,
    chat: chat.reverse(),
  }
}
