// Closing and calling off. Whoever closes holds the vote's row alone: every ballot is either in the count or was refused.
import { and, asc, eq, inArray, sql as raw } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { voteBallots, votePlaces, votes } from '@/db/schema/votes'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { changeVote, type VoteTarget } from './change-vote'
import { countVotes } from './model'
import { dropBox, emptyBox } from './secret-box'
import type { VoteRow } from './thing'
import { writeIntoMinutes } from './write-into-minutes'

/**
 * Counts, freezes the result and puts it into the text of its item. Closing a closed one changes nothing.
 * @throws vote_closed where it was never open or was called off; vote_lost where its ballots went with a killed database
 */
export async function closeVote(db: Db, actor: Actor, target: VoteTarget, at: Date) {
  const closed = await changeVote(db, actor, target, at, async (tx, vote) => {
    if (vote.state === 'closed') return null
    if (vote.state !== 'open') throw new AppError('vote_closed')
    const places = await tx
      .select()
      .from(votePlaces)
      .where(placesOfVote(vote))
      .orderBy(asc(votePlaces.unitKind), asc(votePlaces.name), asc(votePlaces.id))
    const ballots = vote.kind === 'secret' ? await emptySecret(tx, vote) : await readBallots(tx, vote)
    const result = countVotes(
      vote,
      places.map(({ id, unitKind, isPresent }) => ({ id, kind: unitKind, isPresent })),
      ballots,
    )
    const voted = ballots.map(({ placeId }) => placeId)
    // Every row at once, those who voted and those who did not: neither their order nor their transaction tells anything.
    await tx
      .update(votePlaces)
      .set({ hasVoted: voted.length === 0 ? raw`false` : inArray(votePlaces.id, voted) })
      .where(placesOfVote(vote))
    await tx
      .update(votes)
      .set({ state: 'closed', closedAt: at, result })
      .where(and(eq(votes.countyId, vote.countyId), eq(votes.id, vote.id)))
    return { result, topic: 'votes', event: { verb: 'vote.close', thingId: vote.id } }
  })
  // Its own transaction: a long text is never built under the room's lock. What a kill leaves out the caretaker writes.
  await writeIntoMinutes(db, target.voteId, at)
  return closed
}

/** Called off: nothing is counted, nothing kept of what was chosen. @throws vote_closed once there is a result */
export const cancelVote = (db: Db, actor: Actor, target: VoteTarget, at: Date) =>
  changeVote(db, actor, target, at, async (tx, vote) => {
    if (vote.state === 'cancelled') return null
    if (vote.state === 'closed') throw new AppError('vote_closed')
    await dropBox(tx, vote)
    await tx.delete(voteBallots).where(and(eq(voteBallots.countyId, vote.countyId), eq(voteBallots.voteId, vote.id)))
    await tx
      .update(votes)
      .set({ state: 'cancelled', closedAt: at })
      .where(and(eq(votes.countyId, vote.countyId), eq(votes.id, vote.id)))
    return { result: vote.id, topic: 'votes', event: { verb: 'vote.cancel', thingId: vote.id } }
  })

const placesOfVote = ({ countyId, id }: VoteRow) => and(eq(votePlaces.countyId, countyId), eq(votePlaces.voteId, id))

const emptySecret = async (tx: Tx, vote: VoteRow) =>
  (await emptyBox(tx, vote)).map((ballot) => ({ ...ballot, isByHand: false }))

const readBallots = async (tx: Tx, vote: VoteRow) =>
  (
    await tx
      .select()
      .from(voteBallots)
      .where(and(eq(voteBallots.countyId, vote.countyId), eq(voteBallots.voteId, vote.id)))
  ).map(({ placeId, choice, seatId }) => ({ placeId, choice, isByHand: seatId === null }))
