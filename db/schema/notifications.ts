// What somebody is told, and how they want to be told.
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { PersonId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { people } from './people'

/** One thing told to one person. Rows are read by the page, and taken up once by the mail that carries them. */
export const notifications = pgTable(
  'notifications',
  {
    countyId: countyId(),
    id: uuid('id').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    /** One of NotificationKind (server/notifications/contract.ts). */
    kind: text('kind').notNull(),
    thingKind: text('thing_kind').notNull(),
    thingId: uuid('thing_id').notNull(),
    /** Which occasion of this kind and thing: a version, a lead time, a state. The same told twice is one row. */
    moment: text('moment').notNull(),
    /** Words for the sentence, parsed by NotificationDetail. Never of a restricted item. */
    detail: jsonb('detail').notNull(),
    createdAt: at('created_at').notNull(),
    /** Not by mail before this: the end of the county's quiet hours, or the hour of the day's digest. */
    dueAfter: at('due_after').notNull(),
    readAt: at('read_at'),
    /** When the matter of the mail was settled: put into a letter, or found that none is to go. Null: still ahead. */
    settledAt: at('settled_at'),
    /** `page`: no letter went out, the page alone has it (no mail server, no address, not wanted, or read before). */
    sentBy: text('sent_by').$type<'letter' | 'digest' | 'page'>(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    // Exactly once, whoever tells it, on however many nodes, and after a kill.
    uniqueIndex('notifications_once').on(t.countyId, t.personId, t.kind, t.thingId, t.moment),
    index('notifications_of').on(t.countyId, t.personId, t.createdAt),
    index('notifications_unread')
      .on(t.countyId, t.personId)
      .where(sql`${t.readAt} is null`),
    index('notifications_due')
      .on(t.dueAfter)
      .where(sql`${t.settledAt} is null`),
    index('notifications_thing').on(t.countyId, t.thingId),
    check('notifications_sent_by', sql`${t.sentBy} in ('letter','digest','page')`),
    check('notifications_settled', sql`(${t.settledAt} is null) = (${t.sentBy} is null)`),
    check('notifications_moment', sql`char_length(${t.moment}) <= 120`),
  ],
)

/** Whether a person wants mail about a group of kinds. No row: yes. */
export const notificationChoices = pgTable(
  'notification_choices',
  {
    countyId: countyId(),
    personId: ref<PersonId>('person_id').notNull(),
    group: text('group').notNull(),
    byMail: boolean('by_mail').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.personId, t.group] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
  ],
)
