// How a county wants its people to sign in, and what proves that they are who they say.
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { PersonId, SessionId } from '@/server/ids'
import { at, big, bytea, countyId, ref } from '../columns'
import { counties } from './counties'
import { accountLinks, people } from './people'

/** One row per county; a county without one has the defaults of server/security/model.ts. */
export const countySecurity = pgTable(
  'county_security',
  {
    countyId: countyId()
      .primaryKey()
      .references(() => counties.id),
    passwordProfile: text('password_profile').$type<'asvs' | 'mlps'>().notNull(),
    /** Minutes without any request after which a session ends. */
    idleMinutes: integer('idle_minutes').notNull(),
    /** Minutes after which a session ends whatever it did. */
    absoluteMinutes: integer('absolute_minutes').notNull(),
    /** Whether staff (model.ts: isStaff) must have a second factor. */
    requiresSecondFactor: boolean('requires_second_factor').notNull(),
  },
  (t) => [
    check('county_security_profile', sql`${t.passwordProfile} in ('asvs','mlps')`),
    check('county_security_idle', sql`${t.idleMinutes} between 5 and 1440`),
    check('county_security_absolute', sql`${t.absoluteMinutes} between 60 and 10080`),
  ],
)

/** When a password was chosen, for the profile that wants it changed. No row: when the account was made. */
export const passwordDates = pgTable(
  'password_dates',
  { countyId: countyId(), personId: ref<PersonId>('person_id').notNull(), setAt: at('set_at').notNull() },
  (t) => [
    primaryKey({ columns: [t.countyId, t.personId] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
  ],
)

/** A person's authenticator (RFC 6238). The secret is sealed with a key that is not in the database. */
export const secondFactors = pgTable(
  'second_factors',
  {
    countyId: countyId(),
    personId: ref<PersonId>('person_id').notNull(),
    sealedSecret: bytea('sealed_secret').notNull(),
    createdAt: at('created_at').notNull(),
    /** Null until a code has shown that the authenticator has the secret. */
    confirmedAt: at('confirmed_at'),
    /** The 30 s step of the last code that was taken: it and everything before it is used. */
    lastStep: big('last_step').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.personId] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
  ],
)

/** Each works once, in place of a code. Only a keyed hash is kept: they are short enough to be guessed from a plain one. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    countyId: countyId(),
    personId: ref<PersonId>('person_id').notNull(),
    codeHash: text('code_hash').notNull(),
    usedAt: at('used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.personId, t.codeHash] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
  ],
)

/** Mail on its way. A row is written with what it tells about; a worker sends it, again and again until it is taken. */
export const mails = pgTable(
  'mails',
  {
    countyId: countyId(),
    id: uuid('id').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    /** The link it carries: once that is used, revoked or expired there is nothing left to send. */
    linkId: uuid('link_id').notNull(),
    kind: text('kind').$type<'invitation' | 'sign-in' | 'reset'>().notNull(),
    toAddress: text('to_address').notNull(),
    /** Subject and words, sealed because they hold the link's secret; gone as soon as the mail has left or is given up. */
    sealed: bytea('sealed'),
    createdAt: at('created_at').notNull(),
    /** Null: nothing more is tried. Also a lease: whoever sends it moves it on first. */
    nextTryAt: at('next_try_at'),
    tries: integer('tries').notNull().default(0),
    sentAt: at('sent_at'),
    /** Why the last try failed, or why it was given up: an SMTP code or our own word. Never text of a server. */
    problem: text('problem'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.linkId], foreignColumns: [accountLinks.countyId, accountLinks.id] }),
    index('mails_due')
      .on(t.nextTryAt, t.countyId, t.id)
      .where(sql`${t.nextTryAt} is not null`),
    uniqueIndex('mails_link').on(t.countyId, t.linkId),
  ],
)

/** Who a person is at the OpenID Connect provider. One person has at most one there, one identity is at most one person's. */
export const personIdentities = pgTable(
  'person_identities',
  {
    countyId: countyId(),
    issuer: text('issuer').notNull(),
    /** The provider's own name for them; told to nobody else. */
    subject: text('subject').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    /** In the settings by the person, or at the first sign-in by the verified address. */
    boundBy: text('bound_by').$type<'person' | 'email'>().notNull(),
    boundAt: at('bound_at').notNull(),
    lastUsedAt: at('last_used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.issuer, t.subject] }),
    uniqueIndex('person_identities_person').on(t.countyId, t.personId, t.issuer),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    check('person_identities_bound_by', sql`${t.boundBy} in ('person','email')`),
    check('person_identities_subject', sql`char_length(${t.subject}) between 1 and 255`),
  ],
)

/** Somebody on the way to the provider and back. Taken out by whoever comes back first: a second one finds nothing. */
export const identityRequests = pgTable(
  'identity_requests',
  {
    countyId: countyId().references(() => counties.id),
    stateHash: text('state_hash').notNull(),
    /** Who binds an identity to themselves, in which session; null: somebody signs in. */
    personId: ref<PersonId>('person_id'),
    sessionId: ref<SessionId>('session_id'),
    back: text('back').notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.stateHash] }),
    uniqueIndex('identity_requests_state').on(t.stateHash),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    check('identity_requests_binder', sql`(${t.personId} is null) = (${t.sessionId} is null)`),
  ],
)
