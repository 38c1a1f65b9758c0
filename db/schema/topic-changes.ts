import { sql } from 'drizzle-orm'
import { check, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { MeetingId, PersonId, TopicChangeId, TopicId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { meetings } from './meetings'
import { people } from './people'
import { topics } from './topics'

/** What happened to a topic: appended, never overwritten. */
export const topicChanges = pgTable(
  'topic_changes',
  {
    countyId: countyId(),
    id: uuid('id').$type<TopicChangeId>().notNull(),
    topicId: ref<TopicId>('topic_id').notNull(),
    kind: text('kind')
      .$type<
        | 'proposed'
        | 'edited'
        | 'accepted'
        | 'parked'
        | 'merged'
        | 'took-in'
        | 'scheduled'
        | 'taken-off'
        | 'discussed'
        | 'resolved'
        | 'reopened'
      >()
      .notNull(),
    /** To whoever proposed it. */
    word: text('word').notNull().default(''),
    /** Of an edit: what stood there before. */
    before: jsonb('before').$type<Record<string, string | string[] | null>>(),
    otherTopicId: ref<TopicId>('other_topic_id'),
    /** Null where a person did nothing: by the public link, or by the house. */
    byPersonId: ref<PersonId>('by_person_id'),
    meetingId: ref<MeetingId>('meeting_id'),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.topicId], foreignColumns: [topics.countyId, topics.id] }),
    foreignKey({ columns: [t.countyId, t.otherTopicId], foreignColumns: [topics.countyId, topics.id] }),
    foreignKey({ columns: [t.countyId, t.byPersonId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    index('topic_changes_topic').on(t.countyId, t.topicId, t.at),
    check(
      'topic_changes_kind',
      sql`${t.kind} in ('proposed','edited','accepted','parked','merged','took-in','scheduled','taken-off','discussed','resolved','reopened')`,
    ),
  ],
)
