import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { AccessTokenId, PersonId, SeatId, SessionId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { counties } from './counties'

export const people = pgTable(
  'people',
  {
    countyId: countyId().references(() => counties.id),
    id: uuid('id').$type<PersonId>().notNull(),
    name: text('name').notNull(),
    /** Lower case; a person signs in by any of the three. */
    userName: text('user_name'),
    email: text('email'),
    phone: text('phone'),
    /** argon2id in PHC form; null until the invitation is taken up. */
    passwordHash: text('password_hash'),
    /** Administrator roles are three separate ones (DECISIONS: none can do another's job). */
    adminRoles: text('admin_roles').array().$type<('system' | 'security' | 'audit')[]>().notNull().default([]),
    createdAt: at('created_at').notNull(),
    disabledAt: at('disabled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    uniqueIndex('people_user_name').on(t.countyId, t.userName),
    uniqueIndex('people_email').on(t.countyId, t.email),
    uniqueIndex('people_phone').on(t.countyId, t.phone),
    check('people_name', sql`char_length(${t.name}) between 1 and 80`),
  ],
)

/** A signed-in browser. The cookie's JWT holds only this id; the row is asked at every request and socket. */
export const sessions = pgTable(
  'sessions',
  {
    countyId: countyId(),
    id: uuid('id').$type<SessionId>().notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    createdAt: at('created_at').notNull(),
    lastSeenAt: at('last_seen_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    endedAt: at('ended_at'),
    userAgent: text('user_agent').notNull().default(''),
    fromAddress: text('from_address').notNull().default(''),
    /** What is still asked before this browser is signed in: nobody's until then. Null: signed in. */
    awaits: text('awaits').$type<'code' | 'enrolment'>(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    index('sessions_person').on(t.countyId, t.personId),
    check('sessions_awaits', sql`${t.awaits} in ('code','enrolment')`),
  ],
)

/** Links used once: account invitation, sign-in, reset. Opening one consumes nothing; the post does. */
export const accountLinks = pgTable(
  'account_links',
  {
    countyId: countyId(),
    id: uuid('id').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    purpose: text('purpose').$type<'invitation' | 'sign-in' | 'reset'>().notNull(),
    secretHash: text('secret_hash').notNull(),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    uniqueIndex('account_links_secret').on(t.secretHash),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    check('account_links_purpose', sql`${t.purpose} in ('invitation','sign-in','reset')`),
  ],
)

/** Opaque bearer tokens for programs (DECISIONS 18): hashed, revocable, audited; may not vote, sign or open restricted documents. */
export const accessTokens = pgTable(
  'access_tokens',
  {
    countyId: countyId(),
    id: uuid('id').$type<AccessTokenId>().notNull(),
    personId: ref<PersonId>('person_id'),
    seatId: ref<SeatId>('seat_id'),
    /** What its person calls it; empty for one made at the terminal. */
    name: text('name').notNull().default(''),
    /** read: of what its person may, only the reading. */
    scope: text('scope').$type<'full' | 'read'>().notNull().default('full'),
    secretHash: text('secret_hash').notNull(),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    uniqueIndex('access_tokens_secret').on(t.secretHash),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    check('access_tokens_scope', sql`${t.scope} in ('full','read')`),
    check('access_tokens_name', sql`char_length(${t.name}) <= 80`),
    index('access_tokens_person').on(t.countyId, t.personId),
    check('access_tokens_one_holder', sql`(${t.personId} is null) <> (${t.seatId} is null)`),
  ],
)
