// Who was there: what was witnessed, and what the secretary confirmed of it.
import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { MeetingId, MembershipId, PersonId, SeatId, UnitId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { memberships, units } from './bodies'
import { meetings } from './meetings'
import { people } from './people'
import { seats } from './rooms'

/**
 * One stay of one seat as one witness saw it: LiveKit's participant (`media`, by sid), a signalling line through our proxy
 * (`line`), a page's socket (`room`). Only ever widened, so that late, repeated and lost reports come to the same.
 */
export const attendanceStays = pgTable(
  'attendance_stays',
  {
    countyId: countyId(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    witness: text('witness').$type<'media' | 'line' | 'room'>().notNull(),
    id: text('id').notNull(),
    seatId: ref<SeatId>('seat_id').notNull(),
    since: at('since').notNull(),
    /** The last proof of life. */
    seenUntil: at('seen_until').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.meetingId, t.witness, t.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
    index('attendance_stays_seat').on(t.countyId, t.seatId, t.witness),
    check('attendance_stays_witness', sql`${t.witness} in ('media','line','room')`),
    check('attendance_stays_order', sql`${t.since} <= ${t.seenUntil}`),
  ],
)

/** A confirmed list, only ever added to: two secretaries at once want the same number, and the key lets one have it. */
export const attendanceVersions = pgTable(
  'attendance_versions',
  {
    countyId: countyId(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    number: integer('number').notNull(),
    byPersonId: ref<PersonId>('by_person_id'),
    confirmedAt: at('confirmed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.meetingId, t.number] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.byPersonId], foreignColumns: [people.countyId, people.id] }),
    check('attendance_versions_number', sql`${t.number} > 0`),
  ],
)

/** One line of a confirmed list, with the name as it was then. */
export const attendanceEntries = pgTable(
  'attendance_entries',
  {
    countyId: countyId(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    number: integer('number').notNull(),
    position: integer('position').notNull(),
    /** Null for somebody who holds no place in the body: a guest, somebody sitting in. */
    membershipId: ref<MembershipId>('membership_id'),
    /** Null for somebody who was never at a device. */
    seatId: ref<SeatId>('seat_id'),
    unitId: ref<UnitId>('unit_id'),
    name: text('name').notNull(),
    standing: text('standing').$type<'present' | 'observer' | 'excused' | 'absent' | 'proxy'>().notNull(),
    /** Who came, where a proxy did. */
    proxyName: text('proxy_name'),
    isOnSite: boolean('is_on_site').notNull(),
    arrivedAt: at('arrived_at'),
    leftAt: at('left_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.meetingId, t.number, t.position] }),
    foreignKey({
      columns: [t.countyId, t.meetingId, t.number],
      foreignColumns: [attendanceVersions.countyId, attendanceVersions.meetingId, attendanceVersions.number],
    }),
    foreignKey({ columns: [t.countyId, t.membershipId], foreignColumns: [memberships.countyId, memberships.id] }),
    foreignKey({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
    foreignKey({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
    check('attendance_entries_standing', sql`${t.standing} in ('present','observer','excused','absent','proxy')`),
    check('attendance_entries_proxy', sql`(${t.standing} = 'proxy') = (${t.proxyName} is not null)`),
    check('attendance_entries_order', sql`${t.leftAt} >= ${t.arrivedAt}`),
    check('attendance_entries_name', sql`char_length(${t.name}) between 1 and 80`),
  ],
)
