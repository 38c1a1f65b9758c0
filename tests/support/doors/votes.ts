// The votes of a sitting, and ending one from its page.
import type { Db } from '@/db/client'
import { openVoteIn } from '../votes'
import { shown, type Doors } from './door'
import { makeMeeting, type Place } from './place'

const toVotes = ({ meetingId }: Pick<Place, 'meetingId'>) => `/meetings/${meetingId}/votes`
/** A sitting of its own, with a vote that is open in it. */
async function withVote(place: Place, db: Db) {
  const meetingId = await makeMeeting(db, place, true)
  return { meetingId, voteId: await openVoteIn(db, { ...place, meetingId }) }
}

export const votes: Doors = {
  pages: { '/meetings/[id]/votes': shown('meeting.read', toVotes, 'meeting') },
  actions: {
    endVoteAction: {
      row: 'vote.run',
      page: async (place, db) => toVotes(await withVote(place, db)),
      form: async (place, db) => ({ ...(await withVote(place, db)), op: 'cancel' }),
    },
  },
}
