import { sql } from 'drizzle-orm'
import {
  check,
  date,
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
import type {
  ActionItemId,
  AgendaItemId,
  BodyId,
  DocumentId,
  DutyId,
  LedgerImportId,
  LocalId,
  MeetingId,
  PersonId,
  UnitId,
} from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { units } from './bodies'
import { duties } from './duties'
import { ledgerImports } from './ledger-imports'
import { agendaItems, meetings } from './meetings'
import { documents } from './minutes'
import { people } from './people'

/**
 * A task of the ledger (任務). Words, lead unit, owner and due date belong to the minutes until they are issued and are
 * projected here by settle; the state belongs to this row from the start and never enters the document.
 */
export const actionItems = pgTable(
  'action_items',
  {
    countyId: countyId(),
    id: uuid('id').$type<ActionItemId>().notNull(),
    documentId: ref<DocumentId>('document_id').notNull(),
    localId: text('local_id').$type<LocalId>().notNull(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    /** The sitting's body: written by a trigger at the insert, so that the ledger of a body is one stretch of an index. */
    bodyId: ref<BodyId>('body_id')
      .notNull()
      .default(sql`null`),
    agendaItemId: ref<AgendaItemId>('agenda_item_id'),
    /** Running number within the meeting, given once and never reused: 7-03 is issue 7, number 3. */
    number: integer('number').notNull(),
    title: text('title').notNull(),
    /** Null until the minute-taker has chosen one; the ledger then says so. */
    leadUnitId: ref<UnitId>('lead_unit_id'),
    owner: text('owner').notNull().default(''),
    deliverable: text('deliverable').notNull().default(''),
    dueOn: date('due_on', { mode: 'string' }),
    /** Who answers for it, where that is somebody of the register: written by a hand-over. `owner` is the name as it stands. */
    ownerPersonId: ref<PersonId>('owner_person_id'),
    /** Set by an extension or a hand-over: from then on the text no longer says when it is due, or who leads and owns it. */
    dueMovedAt: at('due_moved_at'),
    handedOverAt: at('handed_over_at'),
    priority: text('priority').$type<'normal' | 'high' | 'urgent'>().notNull().default('normal'),
    tags: text('tags').array().notNull().default([]),
    /** Of the lead unit's last report, 0 to 100. */
    percent: integer('percent').notNull().default(0),
    /** split: made from another item, which is its parent; import: from a spreadsheet. Settling a text never touches these. */
    origin: text('origin').$type<'minutes' | 'split' | 'import'>().notNull().default('minutes'),
    importId: ref<LedgerImportId>('import_id'),
    /** Of what the file said (server/ledger-import/plan.ts): so that the same row comes in once, whoever brings it. */
    importKey: text('import_key'),
    /** Of the same body, and in no circle: both hold under the body's structure lock (server/action-items/set-parent.ts). */
    parentId: ref<ActionItemId>('parent_id'),
    /** Sequence of the newest change; dense, raised under this row's lock. */
    lastSeq: integer('last_seq').notNull().default(0),
    state: text('state').$type<'todo' | 'doing' | 'toVerify' | 'done' | 'stopped'>().notNull().default('todo'),
    /** The duty it fulfils, and of which body: both or neither, held to the meeting's body and to the duty's. */
    dutyId: ref<DutyId>('duty_id'),
    dutyBodyId: ref<BodyId>('duty_body_id'),
    /** Set when the atom left the text: shown as withdrawn, never deleted. */
    withdrawnAt: at('withdrawn_at'),
    createdAt: at('created_at').notNull(),
    changedAt: at('changed_at').notNull(),
    /** Since when it is done or stopped: written by the same trigger when the state changes. */
    closedAt: at('closed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    uniqueIndex('action_items_in_document').on(t.countyId, t.documentId, t.localId),
    uniqueIndex('action_items_number').on(t.countyId, t.meetingId, t.number),
    foreignKey({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.agendaItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
    foreignKey({ columns: [t.countyId, t.leadUnitId], foreignColumns: [units.countyId, units.id] }),
    foreignKey({
      columns: [t.countyId, t.dutyBodyId, t.dutyId],
      foreignColumns: [duties.countyId, duties.bodyId, duties.id],
    }),
    // And (county_id, meeting_id, duty_body_id) → meetings (county_id, id, body_id), by hand in the migration: the generator
    // would write it before the unique constraint it rests on.
    check('action_items_duty', sql`(${t.dutyId} is null) = (${t.dutyBodyId} is null)`),
    index('action_items_duty_id').on(t.countyId, t.dutyId),
    // The ledger's pages, in the order they are read (server/action-items/read.ts): what is open, all, by unit, by change.
    index('action_items_open')
      .on(t.countyId, t.bodyId, sql`(coalesce(${t.dueOn}, 'infinity'::date))`, t.number, t.id)
      .where(sql`${t.withdrawnAt} is null and ${t.state} in ('todo','doing','toVerify')`),
    index('action_items_due')
      .on(t.countyId, t.bodyId, sql`(coalesce(${t.dueOn}, 'infinity'::date))`, t.number, t.id)
      .where(sql`${t.withdrawnAt} is null`),
    index('action_items_of_unit')
      .on(t.countyId, t.bodyId, t.leadUnitId, sql`(coalesce(${t.dueOn}, 'infinity'::date))`, t.number, t.id)
      .where(sql`${t.withdrawnAt} is null`),
    // Withdrawn ones too: the newest change of a body says whether what was counted still holds (tallies.ts).
    index('action_items_changed').on(t.countyId, t.bodyId, t.changedAt, t.number, t.id),
    // As /api/v1 reads them, in the order of their last change: of all, of a unit, of a state. Without the number between,
    // or of each body thirty more would be read and sorted than a page takes.
    index('action_items_in_order').on(t.countyId, t.bodyId, t.changedAt, t.id),
    index('action_items_unit_changed').on(t.countyId, t.bodyId, t.leadUnitId, t.changedAt, t.id),
    index('action_items_state_changed').on(t.countyId, t.bodyId, t.state, t.changedAt, t.id),
    // Recorded, and closed, within a time.
    index('action_items_created').on(t.countyId, t.bodyId, t.createdAt),
    index('action_items_closed').on(t.countyId, t.bodyId, t.closedAt),
    index('action_items_state').on(t.countyId, t.bodyId, t.state, sql`(coalesce(${t.dueOn}, 'infinity'::date))`),
    index('action_items_owner').on(t.countyId, t.owner),
    index('action_items_tags').using('gin', t.tags),
    index('action_items_parent').on(t.countyId, t.parentId),
    index('action_items_of_import')
      .on(t.countyId, t.importId)
      .where(sql`${t.importId} is not null`),
    uniqueIndex('action_items_import_key')
      .on(t.countyId, t.bodyId, t.importKey)
      .where(sql`${t.importKey} is not null and ${t.withdrawnAt} is null`),
    index('action_items_lead').on(t.countyId, t.leadUnitId, t.state),
    foreignKey({ columns: [t.countyId, t.ownerPersonId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.parentId], foreignColumns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.importId], foreignColumns: [ledgerImports.countyId, ledgerImports.id] }),
    check('action_items_not_own_parent', sql`${t.parentId} <> ${t.id}`),
    check('action_items_origin', sql`${t.origin} in ('minutes','split','import')`),
    check(
      'action_items_import',
      sql`(${t.origin} = 'import') = (${t.importId} is not null and ${t.importKey} is not null)`,
    ),
    check('action_items_priority', sql`${t.priority} in ('normal','high','urgent')`),
    check('action_items_percent', sql`${t.percent} between 0 and 100`),
    check('action_items_state', sql`${t.state} in ('todo','doing','toVerify','done','stopped')`),
  ],
)

/** Assisting units (協辦). */
export const actionItemUnits = pgTable(
  'action_item_units',
  {
    countyId: countyId(),
    actionItemId: ref<ActionItemId>('action_item_id').notNull(),
    unitId: ref<UnitId>('unit_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.actionItemId, t.unitId] }),
    foreignKey({ columns: [t.countyId, t.actionItemId], foreignColumns: [actionItems.countyId, actionItems.id] }),
    foreignKey({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
  ],
)

/**
 * What happened to an item, one row each, appended and never overwritten: steps, reports, evidence, chasing, extensions,
 * hand-overs, comments. Numbered 1, 2, 3 … within the item under the item's row lock, so that there is one order.
 */
export const actionItemChanges = pgTable(
  'action_item_changes',
  {
    countyId: countyId(),
    id: uuid('id').notNull(),
    actionItemId: ref<ActionItemId>('action_item_id').notNull(),
    seq: integer('seq').notNull(),
    kind: text('kind').notNull().default('state'),
    /** Equal where the change is none of state. */
    fromState: text('from_state').notNull(),
    toState: text('to_state').notNull(),
    remark: text('remark').notNull().default(''),
    percent: integer('percent'),
    /** For which unit somebody reported. */
    unitId: ref<UnitId>('unit_id'),
    /** What was and what is: days, units, ids. */
    detail: jsonb('detail').$type<Record<string, string | number | null>>().notNull().default({}),
    /** Sent twice, done twice by two nodes: stored once. */
    onceKey: text('once_key'),
    via: text('via').$type<'page' | 'link' | 'rule'>().notNull().default('page'),
    byName: text('by_name').notNull(),
    byId: uuid('by_id'),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.actionItemId], foreignColumns: [actionItems.countyId, actionItems.id] }),
    foreignKey({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
    index('action_item_changes_item').on(t.countyId, t.actionItemId, t.at),
    uniqueIndex('action_item_changes_seq').on(t.countyId, t.actionItemId, t.seq),
    uniqueIndex('action_item_changes_once').on(t.countyId, t.actionItemId, t.onceKey),
    check('action_item_changes_percent', sql`${t.percent} between 0 and 100`),
    check('action_item_changes_via', sql`${t.via} in ('page','link','rule')`),
  ],
)
