// What awaits somebody appears when it is asked and goes when it is done, for whom it is meant and for nobody else.
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { memberships } from '@/db/schema/bodies'
import { restrictedItems, restrictedReaders } from '@/db/schema/minutes'
import { votePlaces, votes } from '@/db/schema/votes'
import type { PersonActor } from '@/server/access'
import { AccessTokenId } from '@/server/ids'
import { endMeeting } from '@/server/meetings/end-meeting'
import { reply } from '@/server/notices/reply'
import { sendNotice } from '@/server/notices/send-notice'
import { confirmMinutes } from '@/server/signing/answer'
import { circulate, readToCirculate } from '@/server/signing/circulate'
import { signMinutes } from '@/server/signing/sign'
import { castBallot } from '@/server/votes/cast-ballot'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom } from '@/tests/support/room'
import { openVoteIn } from '@/tests/support/votes'
import { writeParagraph } from '@/tests/support/write-paragraph'
import { readAwaits } from './awaits'

let test: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

/** Kinds, as what office, until when. */
async function awaits(who: PersonActor, when: Date) {
  const now = { today: when.toISOString().slice(0, 10), timeZone: 'Asia/Shanghai', at: when }
  const { all, first } = await readAwaits(test.db, who, now)
  expect(first.length).toBeLessThanOrEqual(3)
  return all.map((each) => `${each.kind} ${each.as.office} ${each.as.unit} ${each.until}`)
}

it('an answer to a notice, until it is given', async () => {
  const room = await makeTestRoom(test.db, { isOpen: false })
  const before = later(-86_400)
  expect(await awaits(room.member, before)).toEqual([])
  const unitIds = [room.unit.school]
  await sendNotice(test.db, room.secretary, { meetingId: room.meetingId, greeting: '', unitIds }, before)
  expect(await awaits(room.member, before)).toEqual(['reply member 实验小学 2026-09-16'])
  expect(await awaits(room.convenor, before)).toEqual([])
  expect(await awaits(room.stranger, before)).toEqual([])
  const [place] = await test.db
    .select({ id: memberships.id })
    .from(memberships)
    .where(and(eq(memberships.countyId, room.countyId), eq(memberships.personId, room.member.personId)))
  const answer = {
    meetingId: room.meetingId,
    membershipId: place!.id,
    answer: 'attend',
    note: '',
    proxyName: '',
  } as const
  await reply(test.db, { via: 'app', actor: room.member }, answer as Parameters<typeof reply>[2], before)
  expect(await awaits(room.member, before)).toEqual([])
  // Nobody is asked any more once it has begun.
  expect(await awaits(room.observer, later(1))).toEqual([])
})

it('a unit’s answer to circulated minutes, and then the signature', async () => {
  const room = await makeTestRoom(test.db)
  const after = later(7000)
  await writeParagraph(test.db, room, room.meetingId, '会议听取了落实情况汇报。')
  await endMeeting(test.db, room.convenor, { meetingId: room.meetingId }, later(6000))
  const { seq, rootSha256 } = await readToCirculate(test.db, room.secretary, room.meetingId, after)
  const sent = { meetingId: room.meetingId, seq, rootSha256, unitIds: [room.unit.school], dueOn: '2026-09-20' }
  await circulate(test.db, room.secretary, sent, after)
  expect(await awaits(room.member, after)).toEqual(['confirm member 实验小学 2026-09-20'])
  expect(await awaits({ ...room.member, tokenId: AccessTokenId.parse(crypto.randomUUID()) }, after)).toEqual([])
  expect(await awaits(room.observer, after)).toEqual([])
  expect(await awaits(room.convenor, after)).toEqual([])
  const word = { meetingId: room.meetingId, round: 1, unitId: room.unit.school, word: '' }
  await confirmMinutes(test.db, room.member, word, after)
  expect(await awaits(room.member, after)).toEqual([])
  expect(await awaits(room.convenor, after)).toEqual(['sign convenor 县教育局 null'])
  await signMinutes(test.db, room.convenor, { meetingId: room.meetingId, rootSha256, reason: '' }, after)
  expect(await awaits(room.convenor, after)).toEqual([])
})

it('an open vote, until the place is heard; of a restricted item for its list alone', async () => {
  const room = await makeTestRoom(test.db)
  const seat = await room.enter(room.member)
  const voteId = await openVoteIn(test.db, room)
  expect(await awaits(room.member, later(30))).toEqual(['vote member 实验小学 2026-09-16'])
  expect(await awaits(room.observer, later(30))).toEqual([])
  const [vote] = await test.db.select().from(votes).where(eq(votes.id, voteId))
  const item = { countyId: room.countyId, agendaItemId: vote!.agendaItemId }
  await test.db.insert(restrictedItems).values({ ...item, documentId: room.documentId, title: '限', createdAt: at })
  expect(await awaits(room.member, later(30))).toEqual([])
  await test.db.insert(restrictedReaders).values({ ...item, personId: room.member.personId })
  expect(await awaits(room.member, later(30))).toHaveLength(1)
  await test.db.delete(restrictedReaders).where(eq(restrictedReaders.agendaItemId, item.agendaItemId))
  await test.db.delete(restrictedItems).where(eq(restrictedItems.agendaItemId, item.agendaItemId))
  const [place] = await test.db
    .select({ id: votePlaces.id })
    .from(votePlaces)
    .where(and(eq(votePlaces.voteId, voteId), eq(votePlaces.unitId, room.unit.school)))
  await castBallot(test.db, seat, { voteId, placeId: place!.id, choice: 0 }, later(60))
  expect(await awaits(room.member, later(90))).toEqual([])
})
