// Notices of sittings (會議通知), who was invited, by which links they answer, and what they answered; the calendar.
import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { BodyId, MeetingId, MembershipId, PersonId, ProxyId, UnitId } from '@/server/ids'
import { at, bytea, countyId, ref } from '../columns'
import { bodyUnits, memberships, units } from './bodies'
import { meetings } from './meetings'
import { people } from './people'
import { proxies } from './terms'

/** What a letter came to. stranger: answered under another address than the letter went to. words: no answer of a program. */
export type AnswerOutcome =
  'recorded' | 'old' | 'closed' | 'tentative' | 'stranger' | 'unreadable' | 'words' | 'bounced'

/** One version as it was sent; never changed. The newest of a sitting is in force. */
export const notices = pgTable(
  'notices',
  {
    countyId: countyId(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    /** 1, 2, 3 … under the sitting's lock. In the calendar SEQUENCE is one less. */
    version: integer('version').notNull(),
    kind: text('kind').$type<'notice' | 'change' | 'cancellation'>().notNull(),
    greeting: text('greeting').notNull().default(''),
    /** Why it was changed or cancelled. */
    reason: text('reason').notNull().default(''),
    title: text('title').notNull(),
    place: text('place').notNull(),
    startsAt: at('starts_at').notNull(),
    endsAt: at('ends_at').notNull(),
    /** NoticeAgenda (server/notices/contract.ts). Of a restricted item only the word for such items. */
    agenda: jsonb('agenda').notNull(),
    sentAt: at('sent_at').notNull(),
    sentById: ref<PersonId>('sent_by_id'),
  },
  (t) => [
    // Two secretaries who send at once make two versions, one after the other.
    primaryKey({ columns: [t.countyId, t.meetingId, t.version] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.sentById], foreignColumns: [people.countyId, people.id] }),
    check('notices_kind', sql`${t.kind} in ('notice','change','cancellation')`),
    check('notices_first', sql`(${t.kind} = 'notice') = (${t.version} = 1)`),
  ],
)

/** Units a sitting's notice went to. */
export const noticeUnits = pgTable(
  'notice_units',
  {
    countyId: countyId(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    bodyId: ref<BodyId>('body_id').notNull(),
    unitId: ref<UnitId>('unit_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.meetingId, t.unitId] }),
    foreignKey({
      columns: [t.countyId, t.meetingId, t.bodyId],
      foreignColumns: [meetings.countyId, meetings.id, meetings.bodyId],
    }),
    foreignKey({
      columns: [t.countyId, t.bodyId, t.unitId],
      foreignColumns: [bodyUnits.countyId, bodyUnits.bodyId, bodyUnits.unitId],
    }),
  ],
)

/** /n/<secret>: answers without an account, as often as wanted, until the sitting has begun or it is revoked. */
export const noticeLinks = pgTable(
  'notice_links',
  {
    countyId: countyId(),
    id: uuid('id').notNull(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    /** One of the two: a person's own, or a unit's, printed on its sheet. */
    personId: ref<PersonId>('person_id'),
    unitId: ref<UnitId>('unit_id'),
    secretHash: text('secret_hash').notNull(),
    /** The secret, with a key that is not in the database: every letter and every print holds the same link. */
    sealed: bytea('sealed').notNull(),
    /** Of the token that a person's letters carry, for answers by mail; null in rows older than those. */
    tokenHash: text('token_hash'),
    createdAt: at('created_at').notNull(),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
    uniqueIndex('notice_links_secret').on(t.secretHash),
    uniqueIndex('notice_links_token').on(t.tokenHash),
    uniqueIndex('notice_links_person')
      .on(t.countyId, t.meetingId, t.personId)
      .where(sql`${t.revokedAt} is null`),
    uniqueIndex('notice_links_unit')
      .on(t.countyId, t.meetingId, t.unitId)
      .where(sql`${t.revokedAt} is null`),
    check('notice_links_one_holder', sql`(${t.personId} is null) <> (${t.unitId} is null)`),
  ],
)

/** One answer for each place; the newest counts, the trail has the earlier ones. */
export const replies = pgTable(
  'replies',
  {
    countyId: countyId(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    membershipId: ref<MembershipId>('membership_id').notNull(),
    answer: text('answer').$type<'attend' | 'decline' | 'proxy'>().notNull(),
    note: text('note').notNull().default(''),
    proxyId: ref<ProxyId>('proxy_id'),
    via: text('via').$type<'app' | 'link' | 'phone' | 'ics' | 'mail'>().notNull(),
    /** Null: by a link or by mail. */
    byPersonId: ref<PersonId>('by_person_id'),
    repliedAt: at('replied_at').notNull(),
    /** The version they had before them: a later change of the time may ask again. */
    forVersion: integer('for_version').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.meetingId, t.membershipId] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.membershipId], foreignColumns: [memberships.countyId, memberships.id] }),
    foreignKey({ columns: [t.countyId, t.proxyId], foreignColumns: [proxies.countyId, proxies.id] }),
    foreignKey({ columns: [t.countyId, t.byPersonId], foreignColumns: [people.countyId, people.id] }),
    check('replies_answer', sql`${t.answer} in ('attend','decline','proxy')`),
    check('replies_proxy', sql`(${t.answer} = 'proxy') = (${t.proxyId} is not null)`),
    check('replies_via', sql`${t.via} in ('app','link','phone','ics','mail')`),
    check('replies_note', sql`char_length(${t.note}) <= 200`),
  ],
)

/**
 * Mail that came back for a sitting, none of its words. The key makes each letter count once, however often it lies in the
 * mailbox and whoever is killed between our commit and its flag.
 */
export const answerMails = pgTable(
  'answer_mails',
  {
    countyId: countyId(),
    /** Hash of its Message-ID and of the answer in it. */
    key: text('key').notNull(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    outcome: text('outcome').$type<AnswerOutcome>().notNull(),
    readAt: at('read_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.key] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    index('answer_mails_meeting').on(t.countyId, t.meetingId, t.readAt),
    check(
      'answer_mails_outcome',
      sql`${t.outcome} in ('recorded','old','closed','tentative','stranger','unreadable','words','bounced')`,
    ),
  ],
)

/** Reminders that were told: the key lets one job on one node tell each, whatever is killed when. */
export const meetingReminders = pgTable(
  'meeting_reminders',
  {
    countyId: countyId(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    lead: text('lead').$type<'d3' | 'd1' | 'h1'>().notNull(),
    /** Of the sitting when it was told: moved, it is reminded of anew. */
    startsAt: at('starts_at').notNull(),
    toldAt: at('told_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.meetingId, t.lead, t.startsAt] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    check('meeting_reminders_lead', sql`${t.lead} in ('d3','d1','h1')`),
  ],
)

/** /api/calendar/<secret>.ics: a person's sittings for their calendar program. */
export const calendarFeeds = pgTable(
  'calendar_feeds',
  {
    countyId: countyId(),
    id: uuid('id').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    secretHash: text('secret_hash').notNull(),
    createdAt: at('created_at').notNull(),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    uniqueIndex('calendar_feeds_secret').on(t.secretHash),
    uniqueIndex('calendar_feeds_one')
      .on(t.countyId, t.personId)
      .where(sql`${t.revokedAt} is null`),
    index('calendar_feeds_person').on(t.countyId, t.personId),
  ],
)
