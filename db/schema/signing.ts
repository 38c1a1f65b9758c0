// How minutes are circulated, signed and issued. Rows of what happened are appended; the one row that changes is that of the
// proceedings, whose lock orders them. What was signed stands here as text, to be read for ever without the live document.
import { sql } from 'drizzle-orm'
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type {
  ActionItemId,
  AgendaItemId,
  AnswerId,
  BodyId,
  DocumentId,
  MeetingId,
  PersonId,
  UnitId,
} from '@/server/ids'
import { at, big, bytea, countyId, ref } from '../columns'
import { actionItems } from './action-items'
import { bodies, bodyUnits, units } from './bodies'
import { agendaItems, meetings } from './meetings'
import { documents } from './minutes'
import { people } from './people'

/** Where the minutes of a sitting stand. Absent: a draft that was never circulated. */
export const minutesProceedings = pgTable(
  'minutes_proceedings',
  {
    countyId: countyId(),
    documentId: ref<DocumentId>('document_id').notNull(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    bodyId: ref<BodyId>('body_id').notNull(),
    state: text('state').$type<'draft' | 'circulating' | 'signed' | 'issued'>().notNull(),
    /** Counts the texts that were circulated. */
    round: integer('round').notNull(),
    changedAt: at('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.documentId] }),
    uniqueIndex('minutes_proceedings_meeting').on(t.countyId, t.meetingId),
    foreignKey({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] }),
    foreignKey({
      columns: [t.countyId, t.meetingId, t.bodyId],
      foreignColumns: [meetings.countyId, meetings.id, meetings.bodyId],
    }),
    check('minutes_proceedings_state', sql`${t.state} in ('draft','circulating','signed','issued')`),
    check('minutes_proceedings_round', sql`${t.round} >= 0`),
  ],
)

/** Every step, one row each, never changed. */
export const minutesSteps = pgTable(
  'minutes_steps',
  {
    countyId: countyId(),
    documentId: ref<DocumentId>('document_id').notNull(),
    number: integer('number').notNull(),
    kind: text('kind').$type<'circulated' | 'taken-back' | 'signed' | 'reopened' | 'issued' | 'amended'>().notNull(),
    round: integer('round').notNull(),
    personId: ref<PersonId>('person_id'),
    reason: text('reason').notNull().default(''),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.documentId, t.number] }),
    foreignKey({
      columns: [t.countyId, t.documentId],
      foreignColumns: [minutesProceedings.countyId, minutesProceedings.documentId],
    }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    check('minutes_steps_kind', sql`${t.kind} in ('circulated','taken-back','signed','reopened','issued','amended')`),
    check('minutes_steps_reason', sql`char_length(${t.reason}) <= 1000`),
  ],
)

/** A text as it was circulated, with what stands around it; the root hash is what the convenor signs. */
export const minutesTexts = pgTable(
  'minutes_texts',
  {
    countyId: countyId(),
    documentId: ref<DocumentId>('document_id').notNull(),
    round: integer('round').notNull(),
    /** Newest update of the document in it. */
    seq: big('seq').notNull(),
    /** RFC 8785 JSON of what stands around the items: whose sitting, when, titles. */
    head: text('head').notNull(),
    headSha256: text('head_sha256').notNull(),
    /** Over the items: what the document was frozen as. */
    textSha256: text('text_sha256').notNull(),
    /** Over both. */
    rootSha256: text('root_sha256').notNull(),
    /** Last day for answers, by the county's calendar. */
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    circulatedAt: at('circulated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.documentId, t.round] }),
    index('minutes_texts_root').on(t.rootSha256),
    foreignKey({
      columns: [t.countyId, t.documentId],
      foreignColumns: [minutesProceedings.countyId, minutesProceedings.documentId],
    }),
  ],
)

export const minutesTextItems = pgTable(
  'minutes_text_items',
  {
    countyId: countyId(),
    documentId: ref<DocumentId>('document_id').notNull(),
    round: integer('round').notNull(),
    agendaItemId: ref<AgendaItemId>('agenda_item_id').notNull(),
    /** In the order in which they were hashed, from 1. */
    position: integer('position').notNull(),
    /** RFC 8785 JSON, exactly what `sha256` is of. */
    text: text('text').notNull(),
    sha256: text('sha256').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.documentId, t.round, t.agendaItemId] }),
    uniqueIndex('minutes_text_items_position').on(t.countyId, t.documentId, t.round, t.position),
    foreignKey({
      columns: [t.countyId, t.documentId, t.round],
      foreignColumns: [minutesTexts.countyId, minutesTexts.documentId, minutesTexts.round],
    }),
    foreignKey({ columns: [t.countyId, t.agendaItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
  ],
)

/** Units that are asked. */
export const circulatedUnits = pgTable(
  'circulated_units',
  {
    countyId: countyId(),
    documentId: ref<DocumentId>('document_id').notNull(),
    round: integer('round').notNull(),
    unitId: ref<UnitId>('unit_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.documentId, t.round, t.unitId] }),
    foreignKey({
      columns: [t.countyId, t.documentId, t.round],
      foreignColumns: [minutesTexts.countyId, minutesTexts.documentId, minutesTexts.round],
    }),
    foreignKey({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
  ],
)

/** What a unit said: it agrees, or what it objects to. The newest counts, the earlier stay. */
export const unitAnswers = pgTable(
  'unit_answers',
  {
    countyId: countyId(),
    id: uuid('id').$type<AnswerId>().notNull(),
    documentId: ref<DocumentId>('document_id').notNull(),
    round: integer('round').notNull(),
    unitId: ref<UnitId>('unit_id').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    kind: text('kind').$type<'confirmed' | 'objected'>().notNull(),
    /** Of an objection: which paragraph of which item, and its hash, so that nobody takes it for one about other words. */
    agendaItemId: ref<AgendaItemId>('agenda_item_id'),
    paragraph: integer('paragraph'),
    paragraphSha256: text('paragraph_sha256'),
    word: text('word').notNull().default(''),
    /** Of an objection: how the unit would have the paragraph read; null: it suggests nothing. */
    proposes: text('proposes'),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    index('unit_answers_text').on(t.countyId, t.documentId, t.round),
    foreignKey({
      columns: [t.countyId, t.documentId, t.round, t.unitId],
      foreignColumns: [
        circulatedUnits.countyId,
        circulatedUnits.documentId,
        circulatedUnits.round,
        circulatedUnits.unitId,
      ],
    }),
    foreignKey({
      columns: [t.countyId, t.documentId, t.round, t.agendaItemId],
      foreignColumns: [
        minutesTextItems.countyId,
        minutesTextItems.documentId,
        minutesTextItems.round,
        minutesTextItems.agendaItemId,
      ],
    }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    check(
      'unit_answers_proposes',
      sql`${t.proposes} is null or (${t.kind} = 'objected' and char_length(${t.proposes}) between 1 and 4000)`,
    ),
    check('unit_answers_kind', sql`${t.kind} in ('confirmed','objected')`),
    check(
      'unit_answers_paragraph',
      sql`(${t.kind} = 'objected') = (${t.agendaItemId} is not null and ${t.paragraph} is not null and ${t.paragraphSha256} is not null)`,
    ),
    check(
      'unit_answers_word',
      sql`char_length(${t.word}) <= 2000 and (${t.kind} = 'confirmed' or char_length(${t.word}) > 0)`,
    ),
  ],
)

/** What became of an objection: one answer each. */
export const objectionAnswers = pgTable(
  'objection_answers',
  {
    countyId: countyId(),
    answerId: ref<AnswerId>('answer_id').notNull(),
    kind: text('kind').$type<'accepted' | 'declined'>().notNull(),
    reason: text('reason').notNull().default(''),
    personId: ref<PersonId>('person_id').notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.answerId] }),
    foreignKey({ columns: [t.countyId, t.answerId], foreignColumns: [unitAnswers.countyId, unitAnswers.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    check('objection_answers_kind', sql`${t.kind} in ('accepted','declined')`),
    check(
      'objection_answers_reason',
      sql`char_length(${t.reason}) <= 1000 and (${t.kind} = 'accepted' or char_length(${t.reason}) > 0)`,
    ),
  ],
)

/** 更正: what is to read otherwise after issuing. It counts once a record of the chain is of its hash. */
export const minutesAmendments = pgTable(
  'minutes_amendments',
  {
    countyId: countyId(),
    documentId: ref<DocumentId>('document_id').notNull(),
    /** 更正第×号, per sitting. */
    number: integer('number').notNull(),
    agendaItemId: ref<AgendaItemId>('agenda_item_id'),
    /** Of a paragraph: its index in the item. */
    paragraph: integer('paragraph'),
    actionItemId: ref<ActionItemId>('action_item_id'),
    /** Of an action item: what of it. */
    field: text('field').$type<'title' | 'leadUnitId' | 'owner' | 'deliverable' | 'dueOn'>(),
    was: text('was').notNull(),
    becomes: text('becomes').notNull(),
    reason: text('reason').notNull(),
    /** Of the RFC 8785 JSON of all of the above. */
    sha256: text('sha256').notNull(),
    proposedBy: ref<PersonId>('proposed_by').notNull(),
    proposedAt: at('proposed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.documentId, t.number] }),
    foreignKey({
      columns: [t.countyId, t.documentId],
      foreignColumns: [minutesProceedings.countyId, minutesProceedings.documentId],
    }),
    foreignKey({ columns: [t.countyId, t.agendaItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
    foreignKey({ columns: [t.countyId, t.actionItemId], foreignColumns: [actionItems.countyId, actionItems.id] }),
    foreignKey({ columns: [t.countyId, t.proposedBy], foreignColumns: [people.countyId, people.id] }),
    check(
      'minutes_amendments_of',
      sql`(${t.agendaItemId} is not null and ${t.paragraph} is not null) <> (${t.actionItemId} is not null and ${t.field} is not null)`,
    ),
    check('minutes_amendments_field', sql`${t.field} in ('title','leadUnitId','owner','deliverable','dueOn')`),
    check(
      'minutes_amendments_words',
      sql`char_length(${t.becomes}) <= 4000 and char_length(${t.reason}) between 1 and 1000`,
    ),
  ],
)

/**
 * The chain of a body: what its convenors signed and what was issued of it, each record with a mac over itself and the one
 * before.
 */
export const minutesRecords = pgTable(
  'minutes_records',
  {
    countyId: countyId(),
    bodyId: ref<BodyId>('body_id').notNull(),
    /** Dense per body, from 1. */
    number: integer('number').notNull(),
    documentId: ref<DocumentId>('document_id').notNull(),
    kind: text('kind').$type<'signed' | 'withdrawn' | 'issued' | 'amended'>().notNull(),
    round: integer('round').notNull(),
    /** Of an amendment. */
    amendment: integer('amendment'),
    /** Root hash of the text; of what was issued with its papers (signing/issue-hash.ts); of the amendment. */
    sha256: text('sha256').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    office: text('office').$type<'convenor' | 'deputy-convenor' | 'secretary'>().notNull(),
    at: at('at').notNull(),
    keyId: text('key_id').notNull(),
    mac: text('mac').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.bodyId, t.number] }),
    // Of two who sign at once one wins, whatever else goes wrong.
    uniqueIndex('minutes_records_text')
      .on(t.countyId, t.documentId, t.round, t.kind)
      .where(sql`${t.kind} <> 'amended'`),
    uniqueIndex('minutes_records_amendment').on(t.countyId, t.documentId, t.amendment),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey({
      columns: [t.countyId, t.documentId, t.round],
      foreignColumns: [minutesTexts.countyId, minutesTexts.documentId, minutesTexts.round],
    }),
    foreignKey({
      columns: [t.countyId, t.documentId, t.amendment],
      foreignColumns: [minutesAmendments.countyId, minutesAmendments.documentId, minutesAmendments.number],
    }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    check('minutes_records_kind', sql`${t.kind} in ('signed','withdrawn','issued','amended')`),
    check('minutes_records_of', sql`(${t.kind} = 'amended') = (${t.amendment} is not null)`),
    check('minutes_records_office', sql`${t.office} in ('convenor','deputy-convenor','secretary')`),
  ],
)

/** The last record, one row per body: its lock orders the chain, its seal says that nothing was cut off the end. */
export const minutesHeads = pgTable(
  'minutes_heads',
  {
    countyId: countyId(),
    bodyId: ref<BodyId>('body_id').notNull(),
    number: integer('number').notNull(),
    keyId: text('key_id').notNull(),
    mac: text('mac').notNull(),
    seal: text('seal').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.bodyId] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
  ],
)

/** 印發, once per sitting. */
export const issuedMinutes = pgTable(
  'issued_minutes',
  {
    countyId: countyId(),
    documentId: ref<DocumentId>('document_id').notNull(),
    round: integer('round').notNull(),
    bodyId: ref<BodyId>('body_id').notNull(),
    /** The lead unit, which issues: a joint meeting has no seal and issues nothing in its own name. */
    unitId: ref<UnitId>('unit_id').notNull(),
    /** 發文字號, where the county uses one. */
    documentNumber: text('document_number').notNull().default(''),
    visibility: text('visibility').$type<'public' | 'internal'>().notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.documentId] }),
    foreignKey({
      columns: [t.countyId, t.documentId, t.round],
      foreignColumns: [minutesTexts.countyId, minutesTexts.documentId, minutesTexts.round],
    }),
    foreignKey({
      columns: [t.countyId, t.bodyId, t.unitId],
      foreignColumns: [bodyUnits.countyId, bodyUnits.bodyId, bodyUnits.unitId],
    }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    check('issued_minutes_visibility', sql`${t.visibility} in ('public','internal')`),
    check('issued_minutes_number', sql`char_length(${t.documentNumber}) <= 60`),
  ],
)

/** 發送: a unit, or a line of its own. */
export const issuedTo = pgTable(
  'issued_to',
  {
    countyId: countyId(),
    documentId: ref<DocumentId>('document_id').notNull(),
    position: integer('position').notNull(),
    unitId: ref<UnitId>('unit_id'),
    line: text('line'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.documentId, t.position] }),
    foreignKey({
      columns: [t.countyId, t.documentId],
      foreignColumns: [issuedMinutes.countyId, issuedMinutes.documentId],
    }),
    foreignKey({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
    check('issued_to_one', sql`(${t.unitId} is null) <> (${t.line} is null)`),
    check('issued_to_line', sql`char_length(${t.line}) between 1 and 200`),
  ],
)

/** The papers as they were made at issue; made once, never again. */
export const issuedPapers = pgTable(
  'issued_papers',
  {
    countyId: countyId(),
    documentId: ref<DocumentId>('document_id').notNull(),
    format: text('format').$type<'pdf' | 'docx' | 'md' | 'html' | 'json'>().notNull(),
    data: bytea('data').notNull(),
    sha256: text('sha256').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.documentId, t.format] }),
    index('issued_papers_sha256').on(t.sha256),
    foreignKey({
      columns: [t.countyId, t.documentId],
      foreignColumns: [issuedMinutes.countyId, issuedMinutes.documentId],
    }),
    check('issued_papers_format', sql`${t.format} in ('pdf','docx','md','html','json')`),
  ],
)
