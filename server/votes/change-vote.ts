// The frame of the commands that run a vote: the room's lock, then the vote's row alone, then access again with the item's
// list. In this order always: those who vote take the vote's row shared and the room's only after their commit.
import type { Db, Tx } from '@/db/client'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, VoteId } from '@/server/ids'
import { changeRoom, type RoomChange, type RoomRow } from '@/server/rooms/change-room'
import { lockVote } from './secret-box'
import { voteThing, type VoteRow } from './thing'

export type VoteTarget = { meetingId: MeetingId; voteId: VoteId }

export const changeVote = <T>(
  db: Db,
  actor: Actor,
  { meetingId, voteId }: VoteTarget,
  at: Date,
  work: (
    tx: Tx,
    vote: VoteRow,
    room: RoomRow,
    readers: Awaited<ReturnType<typeof voteThing>>['readers'],
  ) => Promise<RoomChange<T>>,
) =>
  changeRoom(db, actor, meetingId, 'vote.run', at, async (tx, room, now) => {
    const vote = await lockVote(tx, { countyId: room.countyId, id: voteId }, 'update')
    if (vote.meetingId !== room.id) throw new AppError('not_found')
    const thing = await voteThing(tx, room, vote.agendaItemId)
    requireAccess(now, 'vote.run', thing)
    return work(tx, vote, room, thing.readers)
  })
