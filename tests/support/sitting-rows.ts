// A row of every table about what somebody did in a sitting, for the inventory of what is kept about people.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { attendanceEntries, attendanceStays, attendanceVersions } from '@/db/schema/attendance'
import { floorTurns, writtenQuestions } from '@/db/schema/floor'
import type { PersonActor } from '@/server/access'
import { QuestionId, TurnId, type SeatId } from '@/server/ids'
import { at, type TestRoom } from './room'

/** @param seatId theirs in the sitting of `room` */
export async function insertSittingRows(db: Db, room: TestRoom, who: PersonActor, seatId: SeatId): Promise<void> {
  const { countyId, personId } = who
  const key = { countyId, meetingId: room.meetingId }
  const number = 1 + (await db.$count(attendanceVersions, eq(attendanceVersions.meetingId, room.meetingId)))
  await db
    .insert(attendanceStays)
    .values({ ...key, witness: 'media', id: crypto.randomUUID(), seatId, since: at, seenUntil: at })
  await db.insert(attendanceVersions).values({ ...key, number, byPersonId: personId, confirmedAt: at })
  await db.insert(attendanceEntries).values({
    ...key,
    number,
    position: 0,
    membershipId: null,
    seatId,
    unitId: null,
    name: who.name,
    standing: 'present',
    proxyName: null,
    isOnSite: false,
    arrivedAt: at,
    leftAt: null,
  })
  await db
    .update(floorTurns)
    .set({ endedAt: at })
    .where(and(eq(floorTurns.meetingId, room.meetingId), isNull(floorTurns.endedAt)))
  await db
    .insert(floorTurns)
    .values({ ...key, id: TurnId.parse(crypto.randomUUID()), seatId, kind: 'turn', startedAt: at, endedAt: at })
  await db
    .insert(writtenQuestions)
    .values({ ...key, id: QuestionId.parse(crypto.randomUUID()), seatId, text: '问', askedAt: at })
}
