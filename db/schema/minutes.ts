import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type {
  AgendaItemId,
  CommentId,
  DecisionId,
  DocumentId,
  LocalId,
  MeetingId,
  PersonId,
  SeatId,
  UnitId,
} from '@/server/ids'
import { at, big, bytea, countyId, ref } from '../columns'
import { units } from './bodies'
import { counties } from './counties'
import { agendaItems, meetings } from './meetings'
import { people } from './people'
import { seats } from './rooms'

/** One document per audience. The hot row: `head` is bumped under its lock at every commit, so keep it small. */
export const documents = pgTable(
  'documents',
  {
    countyId: countyId().references(() => counties.id),
    id: uuid('id').$type<DocumentId>().notNull(),
    kind: text('kind').$type<'minutes' | 'restricted' | 'free'>().notNull(),
    /** Only of a sitting's minutes: whoever asks for a sitting's document never comes upon a restricted one. */
    meetingId: ref<MeetingId>('meeting_id'),
    title: text('title').notNull(),
    /** Sequence of the newest durable update; dense per document. */
    head: big('head').notNull().default(0),
    /** The newest snapshot stands for every update up to here. */
    snapshotSeq: big('snapshot_seq').notNull().default(0),
    /** Records and search text were projected up to here. */
    settledSeq: big('settled_seq').notNull().default(0),
    /** Plain text for search and reading without an editor; written by settle. */
    plainText: text('plain_text').notNull().default(''),
    frozenAt: at('frozen_at'),
    /** Of the canonical text (server/minutes/canonical.ts) when it was frozen. */
    frozenSha256: text('frozen_sha256'),
    /** Raised when frozen or restored: clients of an older epoch start afresh. */
    epoch: integer('epoch').notNull().default(1),
    quarantinedAt: at('quarantined_at'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    // Sockets name a document by its id alone; the county is read from the row, then access is asked.
    uniqueIndex('documents_id').on(t.id),
    uniqueIndex('documents_meeting').on(t.countyId, t.meetingId),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    index('documents_unsettled')
      .on(t.id)
      .where(sql`${t.settledSeq} < ${t.head}`),
    check(
      'documents_kind',
      sql`${t.kind} in ('minutes','restricted','free') and ((${t.kind} = 'minutes') = (${t.meetingId} is not null))`,
    ),
  ],
)

/**
 * The bytes as received, append only. A row holds what one sender wrote to the document in one commit: its updates one
 * after the other, each with its length before it (server/minutes/update-bytes.ts).
 */
export const documentUpdates = pgTable(
  'document_updates',
  {
    countyId: countyId(),
    documentId: ref<DocumentId>('document_id').notNull(),
    seq: big('seq').notNull(),
    data: bytea('data').notNull(),
    /** Who sent it: a person or a seat; null for the server itself. */
    senderId: uuid('sender_id'),
    /** Yjs clients whose words it brings; null when all of them are the sender's own. */
    clients: big('clients').array(),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.documentId, t.seq] }),
    foreignKey({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] }),
  ],
)

/** Whose client a Yjs client is: bound with its first own edit, and never again (DECISIONS 7). */
export const documentClients = pgTable(
  'document_clients',
  {
    countyId: countyId(),
    documentId: ref<DocumentId>('document_id').notNull(),
    client: big('client').notNull(),
    /** A person or a seat. */
    authorId: uuid('author_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.documentId, t.client] }),
    foreignKey({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] }),
  ],
)

export const documentSnapshots = pgTable(
  'document_snapshots',
  {
    countyId: countyId(),
    documentId: ref<DocumentId>('document_id').notNull(),
    seq: big('seq').notNull(),
    data: bytea('data').notNull(),
    sha256: text('sha256').notNull(),
    /** State vector of `data`, and where its delete set begins: computing them anew costs milliseconds at every join. */
    vector: bytea('vector').notNull(),
    deletesAt: integer('deletes_at').notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.documentId, t.seq] }),
    foreignKey({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] }),
  ],
)

/** An agenda item of its own audience (限名單事項): everything about it that others must not see (DECISIONS 1). */
export const restrictedItems = pgTable(
  'restricted_items',
  {
    countyId: countyId(),
    agendaItemId: ref<AgendaItemId>('agenda_item_id').notNull(),
    documentId: ref<DocumentId>('document_id').notNull(),
    title: text('title').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.agendaItemId] }),
    uniqueIndex('restricted_items_document').on(t.countyId, t.documentId),
    foreignKey({ columns: [t.countyId, t.agendaItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
    foreignKey({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] }),
    check('restricted_items_title', sql`char_length(${t.title}) between 1 and 200`),
  ],
)

/** Who is on an item's list. */
export const restrictedReaders = pgTable(
  'restricted_readers',
  {
    countyId: countyId(),
    agendaItemId: ref<AgendaItemId>('agenda_item_id').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.agendaItemId, t.personId] }),
    foreignKey({
      columns: [t.countyId, t.agendaItemId],
      foreignColumns: [restrictedItems.countyId, restrictedItems.agendaItemId],
    }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
  ],
)

/** Decisions (議定事項) marked in the text, projected by settle. */
export const decisions = pgTable(
  'decisions',
  {
    countyId: countyId(),
    id: uuid('id').$type<DecisionId>().notNull(),
    documentId: ref<DocumentId>('document_id').notNull(),
    localId: text('local_id').$type<LocalId>().notNull(),
    agendaItemId: ref<AgendaItemId>('agenda_item_id'),
    kind: text('kind').$type<'decided' | 'agreed-in-principle' | 'noted' | 'deferred'>().notNull(),
    text: text('text').notNull(),
    withdrawnAt: at('withdrawn_at'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    uniqueIndex('decisions_in_document').on(t.countyId, t.documentId, t.localId),
    foreignKey({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] }),
    foreignKey({ columns: [t.countyId, t.agendaItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
    check('decisions_kind', sql`${t.kind} in ('decided','agreed-in-principle','noted','deferred')`),
  ],
)

/**
 * A word in the margin of minutes that are being written: a row, never a part of the text (DECISIONS 8), so that whoever
 * may only read can say it, and nothing of it is circulated or signed.
 */
export const minutesComments = pgTable(
  'minutes_comments',
  {
    countyId: countyId(),
    id: uuid('id').$type<CommentId>().notNull(),
    documentId: ref<DocumentId>('document_id').notNull(),
    agendaItemId: ref<AgendaItemId>('agenda_item_id').notNull(),
    /** The comment this one answers; answers have no place of their own. */
    answersId: ref<CommentId>('answers_id'),
    /** Relative positions of Yjs, which move with the words they stand at. Both null: about the item as a whole. */
    anchorFrom: bytea('anchor_from'),
    anchorTo: bytea('anchor_to'),
    /** The words as they were when they were commented on. */
    quote: text('quote').notNull().default(''),
    /** Empty once it was taken back. */
    text: text('text').notNull(),
    personId: ref<PersonId>('person_id'),
    /** Of a guest, who has no other name. */
    seatId: ref<SeatId>('seat_id'),
    /** For whom they spoke. */
    unitId: ref<UnitId>('unit_id'),
    at: at('at').notNull(),
    settledAt: at('settled_at'),
    settledById: ref<PersonId>('settled_by_id'),
    takenBackAt: at('taken_back_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] }),
    foreignKey({ columns: [t.countyId, t.agendaItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
    foreignKey({ columns: [t.countyId, t.answersId], foreignColumns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
    foreignKey({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
    foreignKey({ columns: [t.countyId, t.settledById], foreignColumns: [people.countyId, people.id] }),
    index('minutes_comments_of').on(t.countyId, t.documentId, t.at),
    check('minutes_comments_author', sql`num_nonnulls(${t.personId}, ${t.seatId}) = 1`),
    check('minutes_comments_anchor', sql`(${t.anchorFrom} is null) = (${t.anchorTo} is null)`),
    check(
      'minutes_comments_answer',
      sql`${t.answersId} is null or (${t.anchorFrom} is null and ${t.settledAt} is null)`,
    ),
    check('minutes_comments_quote', sql`char_length(${t.quote}) <= 300`),
    check('minutes_comments_text', sql`char_length(${t.text}) between 0 and 1000`),
    check('minutes_comments_taken_back', sql`(${t.takenBackAt} is not null) = (${t.text} = '')`),
  ],
)
