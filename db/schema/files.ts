import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { ActionItemId, AgendaItemId, BodyId, FileId, MeetingId, PersonId, TopicId } from '@/server/ids'
import { at, big, countyId, ref } from '../columns'
import { actionItems } from './action-items'
import { bodies } from './bodies'
import { counties } from './counties'
import { agendaItems, meetings } from './meetings'
import { people } from './people'
import { topics } from './topics'

/**
 * A file somebody added to one thing. The bytes lie below DATA_DIR/files by what they hash to (server/files/place.ts); two
 * rows may share them, and they go when the last row does.
 */
export const files = pgTable(
  'files',
  {
    countyId: countyId().references(() => counties.id),
    id: uuid('id').$type<FileId>().notNull(),
    name: text('name').notNull(),
    /** Found in the bytes, never taken from who sent them; null until all of them are here. */
    mediaType: text('media_type'),
    /** Promised while uploading, and counted against the quota from the first moment; then what is kept. */
    bytes: big('bytes').notNull(),
    sha256: text('sha256'),
    uploaderId: ref<PersonId>('uploader_id').notNull(),
    bodyId: ref<BodyId>('body_id'),
    topicId: ref<TopicId>('topic_id'),
    meetingId: ref<MeetingId>('meeting_id'),
    agendaItemId: ref<AgendaItemId>('agenda_item_id'),
    actionItemId: ref<ActionItemId>('action_item_id'),
    state: text('state').$type<'uploading' | 'ready' | 'removed'>().notNull().default('uploading'),
    createdAt: at('created_at').notNull(),
    removedAt: at('removed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    // An address names a file by its id alone; the county is read from the row, then access is asked.
    uniqueIndex('files_id').on(t.id),
    foreignKey({ columns: [t.countyId, t.uploaderId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey({ columns: [t.countyId, t.topicId], foreignColumns: [topics.countyId, topics.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.agendaItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
    foreignKey({ columns: [t.countyId, t.actionItemId], foreignColumns: [actionItems.countyId, actionItems.id] }),
    index('files_body').on(t.countyId, t.bodyId),
    index('files_topic').on(t.countyId, t.topicId),
    index('files_meeting').on(t.countyId, t.meetingId),
    index('files_agenda_item').on(t.countyId, t.agendaItemId),
    index('files_action_item').on(t.countyId, t.actionItemId),
    index('files_sha256').on(t.countyId, t.sha256),
    index('files_waiting')
      .on(t.createdAt)
      .where(sql`${t.state} <> 'ready'`),
    check('files_state', sql`${t.state} in ('uploading','ready','removed')`),
    check('files_ready', sql`${t.state} = 'uploading' or (${t.sha256} is not null and ${t.mediaType} is not null)`),
    check('files_removed', sql`(${t.state} = 'removed') = (${t.removedAt} is not null)`),
    check(
      'files_one_place',
      sql`num_nonnulls(${t.bodyId}, ${t.topicId}, ${t.meetingId}, ${t.agendaItemId}, ${t.actionItemId}) = 1`,
    ),
    check('files_name', sql`char_length(${t.name}) between 1 and 120`),
    check('files_bytes', sql`${t.bytes} > 0`),
  ],
)

/** Its row's lock orders the uploads of a county, so that two of them cannot pass the quota together. */
export const fileQuotas = pgTable('file_quotas', {
  countyId: countyId()
    .primaryKey()
    .references(() => counties.id),
  bytes: big('bytes').notNull(),
})
