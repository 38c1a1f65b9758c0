// Who may take a member's place: a deputy for a while, a proxy for one sitting.
import { sql } from 'drizzle-orm'
import { check, date, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { DeputyId, MeetingId, MembershipId, PersonId, ProxyId, SeatId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { memberships } from './bodies'
import { meetings } from './meetings'
import { people } from './people'
import { seats } from './rooms'

/** A standing deputy: holds the office beside the member, never longer than the membership itself. */
export const deputies = pgTable(
  'deputies',
  {
    countyId: countyId(),
    id: uuid('id').$type<DeputyId>().notNull(),
    membershipId: ref<MembershipId>('membership_id').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    fromOn: date('from_on', { mode: 'string' }).notNull(),
    /** Last day, inclusive; null: as long as the membership. */
    untilOn: date('until_on', { mode: 'string' }),
    endedAt: at('ended_at'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.membershipId], foreignColumns: [memberships.countyId, memberships.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    index('deputies_person').on(t.countyId, t.personId),
    // One person deputises for a member once at a time; the constraint settles two administrators at once.
    uniqueIndex('deputies_once')
      .on(t.countyId, t.membershipId, t.personId)
      .where(sql`${t.endedAt} is null`),
    check('deputies_term', sql`${t.untilOn} >= ${t.fromOn}`),
  ],
)

/** 代會: somebody sits for a member in one meeting and holds the rights of that place there; the member has none meanwhile. */
export const proxies = pgTable(
  'proxies',
  {
    countyId: countyId(),
    id: uuid('id').$type<ProxyId>().notNull(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    membershipId: ref<MembershipId>('membership_id').notNull(),
    /** Null for somebody without an account, who comes by the personal link of the seat. */
    personId: ref<PersonId>('person_id'),
    name: text('name').notNull(),
    seatId: ref<SeatId>('seat_id').notNull(),
    createdAt: at('created_at').notNull(),
    withdrawnAt: at('withdrawn_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.membershipId], foreignColumns: [memberships.countyId, memberships.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
    uniqueIndex('proxies_one_per_place')
      .on(t.countyId, t.meetingId, t.membershipId)
      .where(sql`${t.withdrawnAt} is null`),
    index('proxies_seat').on(t.countyId, t.seatId),
    check('proxies_name', sql`char_length(${t.name}) between 1 and 80`),
  ],
)
