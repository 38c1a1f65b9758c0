// Two votes of the finished sitting, by the people who were there: one by name, one in secret.
import { eq } from 'drizzle-orm'
import { votePlaces } from '@/db/schema/votes'
import { VoteId, type MeetingId } from '@/server/ids'
import { readAgenda } from '@/server/meetings/read'
import { readSeat } from '@/server/rooms/read-seat'
import { requestEntry } from '@/server/rooms/request-entry'
import { castBallot } from '@/server/votes/cast-ballot'
import { closeVote } from '@/server/votes/close-vote'
import { NewVote } from '@/server/votes/contract'
import { createVote } from '@/server/votes/create-vote'
import { openVote } from '@/server/votes/open-vote'
import { people } from './cast'
import type { Stage } from './stage'

const here = [
  ...(['convenor', 'secretary', 'police', 'health', 'civil', 'culture', 'women'] as const),
  ...(['primary', 'middle', 'rural', 'parents', 'library', 'science'] as const),
]
const minute = 60_000

/** While the sitting is open. @param from when it was opened */
export async function holdVotes(stage: Stage, meetingId: MeetingId, from: Date): Promise<void> {
  const { db, say, countyId } = stage
  for (const [index, key] of here.entries()) {
    const when = new Date(from.getTime() + index * 10_000)
    await requestEntry(db, await stage.as(key, when), { entrance: 'member', meetingId }, when)
  }
  const agenda = await readAgenda(db, countyId, meetingId)
  const open = { question: say('votes.open'), kind: 'named' } as const
  await hold(stage, meetingId, { ...open, agendaItemId: agenda[1]!.id }, after(from, 30), (n) =>
    n === 4 ? 2 : n === 9 ? 1 : 0,
  )
  const choices = [say('units.library'), say('units.science')]
  const secret = { question: say('votes.first'), kind: 'secret', choices, base: 'cast' } as const
  await hold(stage, meetingId, { ...secret, choices, agendaItemId: agenda[3]!.id }, after(from, 70), (n) =>
    n % 3 === 0 ? 1 : 0,
  )
}

const after = (from: Date, minutes: number) => new Date(from.getTime() + minutes * minute)

async function hold(
  stage: Stage,
  meetingId: MeetingId,
  vote: Pick<NewVote, 'question' | 'kind' | 'agendaItemId'> & Partial<NewVote>,
  at: Date,
  choiceOf: (n: number) => number,
): Promise<void> {
  const { db, countyId } = stage
  const voteId = VoteId.parse(crypto.randomUUID())
  const secretary = await stage.as('secretary', at)
  await createVote(db, secretary, { meetingId, ...NewVote.parse({ ...vote, id: voteId }) }, at)
  await openVote(db, secretary, { meetingId, voteId }, at)
  const places = await db.select().from(votePlaces).where(eq(votePlaces.voteId, voteId))
  for (const [n, key] of here.entries()) {
    const placeId = places.find(({ unitId }) => unitId === unitOf(stage, key))!.id
    const when = new Date(at.getTime() + n * 3_000)
    const { seatId } = await requestEntry(db, await stage.as(key, when), { entrance: 'member', meetingId }, when)
    await castBallot(db, (await readSeat(db, countyId, seatId))!, { voteId, placeId, choice: choiceOf(n) }, when)
  }
  await closeVote(db, secretary, { meetingId, voteId }, after(at, 3))
}

const unitOf = (stage: Stage, key: (typeof here)[number]) => stage.units[people[key].seat[0]]
