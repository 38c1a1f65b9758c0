import { sql } from 'drizzle-orm'
import { bigserial, check, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { AgendaItemId, BodyId, MeetingId } from '@/server/ids'
import { at, countyId, ref } from '../columns'

export type SearchKind = 'topic' | 'minutes' | 'restricted' | 'decision' | 'actionItem'

/**
 * What can be found, derived from the rows of others by server/search/refresh.ts; may be emptied and made again, and keeps
 * nobody from removing what it was made from. One row for one audience: a topic, the text of one agenda item, a decision, an
 * action item.
 */
export const searchEntries = pgTable(
  'search_entries',
  {
    countyId: countyId(),
    kind: text('kind').$type<SearchKind>().notNull(),
    /** The topic, document, decision or action item. */
    thingId: uuid('thing_id').notNull(),
    /** Of minutes the agenda item; else the thing again. */
    partId: uuid('part_id').notNull(),
    /** Whose members may read it. */
    bodyId: ref<BodyId>('body_id').notNull(),
    meetingId: ref<MeetingId>('meeting_id'),
    /** Of a restricted item: only whoever is on its list, and nobody of the body besides. */
    restrictedItemId: ref<AgendaItemId>('restricted_item_id'),
    title: text('title').notNull(),
    body: text('body').notNull(),
    /** Both as server/search/fold.ts folds what is typed. */
    foldedTitle: text('folded_title').notNull(),
    foldedBody: text('folded_body').notNull(),
    /** Characters and pairs of neighbours, of the title also with ^ before them. */
    grams: text('grams').array().notNull(),
    /** Of the sitting, or of the topic's beginning: the newest is shown first. */
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.kind, t.thingId, t.partId] }),
    // Without a list of what is pending: it would be read at every question.
    index('search_entries_grams').using('gin', t.grams).with({ fastupdate: false }),
    // For what stands in nearly every text: newest first until there are enough.
    index('search_entries_newest').on(
      t.countyId,
      t.at.desc().nullsFirst(),
      t.partId.desc().nullsFirst(),
      t.kind.desc().nullsFirst(),
    ),
    check('search_entries_kind', sql`${t.kind} in ('topic','minutes','restricted','decision','actionItem')`),
    check('search_entries_list', sql`(${t.kind} = 'restricted') = (${t.restrictedItemId} is not null)`),
  ],
)

/**
 * What has changed since it was indexed. Written by triggers in the transaction of the change itself, whoever writes: no
 * command can forget it. Only added to, so that no writer waits for the index or for another writer.
 */
export const searchMarks = pgTable('search_marks', {
  seq: bigserial('seq', { mode: 'number' }).primaryKey(),
  countyId: countyId(),
  kind: text('kind').$type<'topic' | 'document' | 'decision' | 'actionItem'>().notNull(),
  thingId: uuid('thing_id').notNull(),
})
