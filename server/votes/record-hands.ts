import { and, eq, inArray, sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { voteBallots, votePlaces } from '@/db/schema/votes'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId } from '@/server/ids'
import { changeVote } from './change-vote'
import type { HandsInput } from './contract'
import { optionCount } from './model'

/**
 * Hands raised in the hall, place by place, for units and people without a device: all of them or none. May be counted
 * anew. @throws vote_cast where one of them has voted by a device meanwhile; not_allowed for a secret vote; vote_closed
 */
export const recordHands = (
  db: Db,
  actor: Actor,
  { hands, ...target }: HandsInput & { meetingId: MeetingId },
  at: Date,
) =>
  changeVote(db, actor, target, at, async (tx, vote) => {
    if (vote.state !== 'open') throw new AppError('vote_closed')
    // A hand is seen by everybody in the hall.
    if (vote.kind === 'secret') throw new AppError('not_allowed')
    if (hands.some(({ choice }) => choice >= optionCount(vote)))
      throw new AppError('invalid_input', { choice: 'unknown' })
    const ids = [...new Set(hands.map(({ placeId }) => placeId))]
    if (ids.length < hands.length) throw new AppError('malformed')
    const places = await tx
      .select({ id: votePlaces.id })
      .from(votePlaces)
      .where(and(eq(votePlaces.countyId, vote.countyId), eq(votePlaces.voteId, vote.id), inArray(votePlaces.id, ids)))
    if (places.length < ids.length) throw new AppError('not_found')
    const rows = await tx
      .insert(voteBallots)
      .values(hands.map((hand) => ({ ...hand, countyId: vote.countyId, voteId: vote.id, seatId: null, at })))
      .onConflictDoUpdate({
        target: [voteBallots.countyId, voteBallots.voteId, voteBallots.placeId],
        set: { choice: raw`excluded.choice`, at },
        setWhere: raw`${voteBallots.seatId} is null`,
      })
      .returning({ id: voteBallots.placeId })
    if (rows.length < hands.length) throw new AppError('vote_cast')
    const detail = { count: hands.length }
    return { result: vote.id, topic: 'votes', event: { verb: 'vote.record-hands', thingId: vote.id, detail } }
  })
