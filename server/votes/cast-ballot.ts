// A ballot. Many at once: each holds the vote's row shared, so they do not wait for one another, and whoever closes waits for
// all that hold it and refuses all that come after. Which of two ballots of one place counts is settled by the key of the
// table they go to. The room is told after the commit, in a transaction that says only that something changed.
import { and, eq, isNotNull, sql as raw } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { voteBallots, votePlaces } from '@/db/schema/votes'
import { requireAccess, type SeatActor } from '@/server/access'
import { notify } from '@/server/bus'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { meetingThing } from '@/server/meetings/model'
import { readSeat } from '@/server/rooms/read-seat'
import type { BallotInput } from './contract'
import { placesOf } from './electorate'
import { optionCount } from './model'
import { lockVote, putIn } from './secret-box'
import { voteThing, type VoteRow } from './thing'

/**
 * @throws not_found; not_allowed (not this seat's to give); vote_closed (before opening too); vote_cast where the place has
 * voted and may not change, for a secret vote always; vote_lost; invalid_input `choice`
 */
export async function castBallot(db: Db, actor: SeatActor, input: BallotInput, at: Date): Promise<{ seq: number }> {
  requireAccess(actor, 'vote.cast', meetingThing({ ...actor, id: actor.meetingId, state: actor.meetingState }))
  const isNew = await db.transaction(async (tx) => {
    const vote = await lockVote(tx, { countyId: actor.countyId, id: input.voteId }, 'share')
    // As it is now: a seat that was revoked a moment ago votes no more.
    const seat = await readSeat(tx, actor.countyId, actor.seatId, actor.tokenId)
    if (!seat || vote.meetingId !== seat.meetingId) throw new AppError('not_found')
    const room = { countyId: seat.countyId, id: seat.meetingId, bodyId: seat.bodyId }
    requireAccess(seat, 'vote.cast', await voteThing(tx, room, vote.agendaItemId))
    if (vote.state !== 'open') throw new AppError('vote_closed')
    const [place] = await tx
      .select()
      .from(votePlaces)
      .where(
        and(eq(votePlaces.countyId, vote.countyId), eq(votePlaces.voteId, vote.id), eq(votePlaces.id, input.placeId)),
      )
    if (!place) throw new AppError('not_found')
    if ((await placesOf(tx, room, seat, [place], at)).length === 0) throw new AppError('not_allowed')
    if (input.choice >= optionCount(vote)) throw new AppError('invalid_input', { choice: 'unknown' })
    if (vote.kind !== 'secret') return castOpenly(tx, vote, seat, input, at)
    if (!(await putIn(tx, vote, place.id, input.choice))) throw new AppError('vote_cast')
    return true
  })
  return isNew ? tellRoom(db, actor) : readSeq(db, actor)
}

/** False for the same ballot again. A ballot in the open is audited like any change; what was chosen stands in its row. */
async function castOpenly(tx: Tx, vote: VoteRow, seat: SeatActor, { placeId, choice }: BallotInput, at: Date) {
  const row = { countyId: vote.countyId, voteId: vote.id, placeId, choice, seatId: seat.seatId, at }
  const [made] = await tx.insert(voteBallots).values(row).onConflictDoNothing().returning()
  if (!made) {
    const here = and(
      eq(voteBallots.countyId, vote.countyId),
      eq(voteBallots.voteId, vote.id),
      eq(voteBallots.placeId, placeId),
    )
    const [known] = await tx.select().from(voteBallots).where(here).for('update')
    if (known?.choice === choice && known.seatId === seat.seatId) return false
    // A hand that was counted in the hall is the secretary's to change.
    if (!vote.mayChange || known?.seatId === null) throw new AppError('vote_cast')
    await tx
      .update(voteBallots)
      .set({ choice, seatId: seat.seatId, at })
      .where(and(here, isNotNull(voteBallots.seatId)))
  }
  await recordEvent(tx, vote.countyId, seat, { verb: 'vote.cast', thingId: vote.id }, at)
  return true
}

async function tellRoom(db: Db, { countyId, meetingId }: SeatActor): Promise<{ seq: number }> {
  return db.transaction(async (tx) => {
    const [room] = await tx
      .update(meetings)
      .set({ signalSeq: raw`${meetings.signalSeq} + 1` })
      .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
      .returning({ seq: meetings.signalSeq })
    await notify(tx, { kind: 'room', meetingId, seq: room!.seq, topic: 'votes' })
    return room!
  })
}

async function readSeq(db: Db, { countyId, meetingId }: SeatActor): Promise<{ seq: number }> {
  const [room] = await db
    .select({ seq: meetings.signalSeq })
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  return room!
}
