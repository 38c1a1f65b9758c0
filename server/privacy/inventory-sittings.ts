// What a sitting keeps about those who were in it: when, what the secretary confirmed, who spoke, what was asked.
import { and, eq, or, sql } from 'drizzle-orm'
import { schema as s } from '@/db/client'
import { entry, mySeats, type Entry, type Who } from './entry'

const myPlaces = ({ countyId, personId }: Who) =>
  sql`(select id from memberships where county_id = ${countyId} and person_id = ${personId})`

export const ofSittings: readonly Entry[] = [
  entry(
    s.attendanceStays,
    { plain: ['countyId', 'meetingId', 'witness', 'id'], id: ['seatId'], self: ['since', 'seenUntil'] },
    {
      group: 'rooms',
      own: (who) =>
        and(eq(s.attendanceStays.countyId, who.countyId), sql`${s.attendanceStays.seatId} in ${mySeats(who)}`)!,
    },
  ),
  entry(
    s.attendanceEntries,
    {
      plain: ['countyId', 'meetingId', 'number', 'position'],
      id: ['membershipId', 'seatId'],
      self: ['unitId', 'name', 'standing', 'proxyName', 'isOnSite', 'arrivedAt', 'leftAt'],
    },
    {
      group: 'rooms',
      own: (who) =>
        and(
          eq(s.attendanceEntries.countyId, who.countyId),
          or(
            sql`${s.attendanceEntries.seatId} in ${mySeats(who)}`,
            sql`${s.attendanceEntries.membershipId} in ${myPlaces(who)}`,
          ),
        )!,
      erasing: { do: 'set', values: ({ name }) => ({ name }) },
    },
  ),
  entry(
    s.attendanceVersions,
    { plain: ['countyId', 'meetingId', 'number'], id: ['byPersonId'], self: ['confirmedAt'] },
    {
      group: 'rooms',
      own: (who) =>
        and(eq(s.attendanceVersions.countyId, who.countyId), eq(s.attendanceVersions.byPersonId, who.personId))!,
    },
  ),
  entry(
    s.floorTurns,
    {
      plain: ['countyId', 'id', 'meetingId', 'agendaItemId', 'secondsAllowed'],
      id: ['seatId'],
      self: ['kind', 'startedAt', 'endedAt'],
    },
    {
      group: 'rooms',
      own: (who) => and(eq(s.floorTurns.countyId, who.countyId), sql`${s.floorTurns.seatId} in ${mySeats(who)}`)!,
    },
  ),
  entry(
    s.writtenQuestions,
    {
      plain: ['countyId', 'id', 'meetingId', 'agendaItemId', 'answeredAt'],
      id: ['seatId'],
      self: ['text', 'askedAt'],
    },
    {
      group: 'chat',
      own: (who) =>
        and(eq(s.writtenQuestions.countyId, who.countyId), sql`${s.writtenQuestions.seatId} in ${mySeats(who)}`)!,
    },
  ),
]
