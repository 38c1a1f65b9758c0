import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { votePlaces, votes } from '@/db/schema/votes'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { readQuorum } from '@/server/quorum/read'
import { changeVote, type VoteTarget } from './change-vote'
import { makePlaces } from './electorate'
import { makeBox } from './secret-box'

/**
 * Freezes the electorate and writes down whether the quorum was there: without it the vote is an opinion, whatever comes
 * out. Opening an open one changes nothing. @throws meeting_not_open, vote_closed, invalid_input `voters` (nobody may vote)
 */
export const openVote = (db: Db, actor: Actor, target: VoteTarget, at: Date) =>
  changeVote(db, actor, target, at, async (tx, vote, room, readers) => {
    if (vote.state === 'open') return null
    if (vote.state !== 'draft') throw new AppError('vote_closed')
    if (room.state !== 'live') throw new AppError('meeting_not_open')
    const places = await makePlaces(tx, room, vote, readers, at)
    if (places.length === 0) throw new AppError('invalid_input', { voters: 'noVoters' })
    await tx.insert(votePlaces).values(places)
    const quorum = await readQuorum(tx, room)
    if (vote.kind === 'secret') await makeBox(tx, vote)
    await tx
      .update(votes)
      .set({ state: 'open', openedAt: at, quorum, isOpinion: quorum.state === 'missed' })
      .where(and(eq(votes.countyId, vote.countyId), eq(votes.id, vote.id)))
    return { result: vote.id, topic: 'votes', event: { verb: 'vote.open', thingId: vote.id } }
  })
