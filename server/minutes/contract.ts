// What a minutes document looks like inside and on the wire. Whatever is read out of a document is untrusted: any writer
// may put any value there, so each field is parsed alone, an invalid one becomes empty and is reported, nothing throws.
import { z } from 'zod'
import { AgendaItemId, LocalId, UnitId, VoteId } from '@/server/ids'

/**
 * Message types of /collab. 0–3 are y-websocket's; 102–105 are ours (102 only in reply, the others only with ?ext=1). 105 has
 * no payload: the margin changed, and is to be read again (comments/contract).
 */
export const messageType = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  durable: 102,
  hello: 103,
  rejected: 104,
  comments: 105,
} as const
/** Second number of a sync message. */
export const syncType = { step1: 0, step2: 1, update: 2 } as const

export const closeCode = {
  notSignedIn: 4401,
  notAllowed: 4403,
  notFound: 4404,
  tooLarge: 4413,
  malformed: 4422,
  accessChanged: 4205,
  /** An editor that would strike out of the text what it does not know: its page must be loaded again. */
  outdated: 4426,
  /** Set aside, nothing of it can be read. Above 4500: clients keep what they hold and come back. */
  quarantined: 4523,
  tooFast: 4529,
  restarting: 1012,
  tryLater: 1013,
} as const

/**
 * Raised whenever the text may hold an element or a mark that editors of before do not know: they would take it out. A client
 * with `?ext=1` says its own as `schema`; who says none is of the first. 2: tables, mentions, blocks of the record.
 */
export const schemaVersion = 2
/** Every element and mark an editor of this version keeps; the same as its schema (components/minutes/extensions.ts). */
export const knownElements: ReadonlySet<string> = new Set([
  'paragraph',
  'heading',
  'bulletList',
  'orderedList',
  'listItem',
  'hardBreak',
  'table',
  'tableRow',
  'tableHeader',
  'tableCell',
  'mention',
  'attendance',
  'speakers',
  'actionItem',
  'decision',
  'vote',
])
export const knownMarks: ReadonlySet<string> = new Set(['bold', 'italic', 'underline'])

export const limits = {
  /** Bytes of one live update. */
  update: 1_000_000,
  /** Bytes of a step 2: what a client brings back from being offline. */
  step2: 8_000_000,
  /** Bytes of one presence state. */
  presence: 4_000,
  /** Characters one paste may bring. */
  paste: 200_000,
} as const

const ofSearch = <S extends z.ZodType>(schema: S) => schema.nullable().catch(null).default(null)
/** What the page of earlier versions was asked for; whatever is not understood is the default. */
export const HistoryQuery = z.object({
  /** The version looked at, by its newest sequence; null for the newest. */
  seq: ofSearch(z.coerce.number().int().min(0)),
  /** What it is compared with: the version before it, or the text as it is now. */
  mode: z.enum(['step', 'now']).catch('step').default('step'),
  by: ofSearch(z.uuid()),
  before: ofSearch(z.coerce.number().int().min(1)),
  restored: ofSearch(z.enum(['yes', 'none']).transform((word) => word === 'yes')),
})
export type HistoryQuery = z.infer<typeof HistoryQuery>

export type ComparedPart = { text: string; isChanged: boolean }
export type ComparedField = {
  name: 'text' | 'decision' | 'title' | 'leadUnitId' | 'owner' | 'deliverable' | 'dueOn'
  parts: ComparedPart[]
}
export type ComparedSide = {
  kind: 'paragraph' | 'heading' | 'bullet' | 'numbered' | 'tableRow' | 'record' | 'decision' | 'actionItem' | 'vote'
  fields: ComparedField[]
}
/** One line of the comparison: a side that is null was not there. `isSame` rows need not be shown. */
export type ComparedRow = { before: ComparedSide | null; after: ComparedSide | null; isSame: boolean }

/** Payload of 103, as JSON: what this connection may do, and which life of the document it joined. */
export const Hello = z.object({
  role: z.enum(['write', 'read']),
  epoch: z.number().int(),
  limits: z.object({ update: z.number(), step2: z.number() }),
})
export type Hello = z.infer<typeof Hello>

/** Payload of 104, as JSON: the n-th update of this connection (from 1) was refused. */
export const Rejected = z.object({ update: z.number().int(), reason: z.enum(['read-only', 'frozen']) })
export type Rejected = z.infer<typeof Rejected>

/** What a presence state says of its owner; the server writes it over whatever the client sent. */
export const PresenceUser = z.object({
  name: z.string().max(80),
  kind: z.enum(['government', 'department', 'school', 'family', 'society']).nullable(),
})
export type PresenceUser = z.infer<typeof PresenceUser>

const itemPrefix = 'item:'
/** Root Y.XmlFragment of an agenda item. */
export const fragmentOfItem = (id: AgendaItemId | string) => `${itemPrefix}${id}`
/** The agenda item a root type belongs to, or null for any other root. */
export function itemOfFragment(name: string): AgendaItemId | null {
  if (!name.startsWith(itemPrefix)) return null
  const parsed = AgendaItemId.safeParse(name.slice(itemPrefix.length))
  return parsed.success ? parsed.data : null
}
/** The one fragment of a free-standing document. */
export const freeFragment = 'body'
/** Root Y.Map: LocalId → Y.Map of fields. */
export const recordsRoot = 'records'
/** Block nodes that hold only `recordId`. */
export const atomTypes = ['actionItem', 'decision'] as const
export type AtomType = (typeof atomTypes)[number]

/** A block node that holds only the id of a vote, as `recordId`. What it says is the server's alone. */
export const voteNode = 'vote'

/** An inline node: a seat of the sitting or a unit of the body, by its id, with the name as it was written. */
export const mentionNode = 'mention'
export const mentionKinds = ['seat', 'unit'] as const
export type MentionKind = (typeof mentionKinds)[number]
/** The name a mention shows; empty where there is none. Anybody may have put anything there. */
export const mentionLabel = (raw: unknown): string =>
  typeof raw === 'string' ? raw.replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, 80) : ''

/**
 * Block nodes that say what the record of the sitting has: who was there, who spoke to an item and when. The server writes
 * them (fill-record.ts), in words, as `lines`: what is signed is what was read.
 */
export const recordBlocks = ['attendance', 'speakers'] as const
export type RecordBlockName = (typeof recordBlocks)[number]
export const isRecordBlock = (name: string): name is RecordBlockName =>
  (recordBlocks as readonly string[]).includes(name)
const RecordLines = z.array(z.object({ label: z.string().max(80), text: z.string().max(20_000) })).max(60)
export type RecordLine = z.infer<typeof RecordLines>[number]
/** @param raw the attribute `lines`: JSON. Empty where it is none of ours */
export function readLines(raw: unknown): RecordLine[] {
  try {
    return RecordLines.parse(JSON.parse(String(raw)))
  } catch {
    return []
  }
}

export const decisionKinds = ['decided', 'agreed-in-principle', 'noted', 'deferred'] as const
export type DecisionKind = (typeof decisionKinds)[number]

/** Single-line text as people type it: control characters out, ends trimmed. */
const line = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ').trim())

const calendarDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((day) => {
    const at = new Date(`${day}T00:00:00Z`)
    return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && day >= '1949-01-01'
  })

export const actionItemFields = {
  title: line(300),
  leadUnitId: UnitId,
  assistingUnitIds: z.array(UnitId).max(60),
  owner: line(80),
  deliverable: line(1000),
  dueOn: calendarDay,
} as const

export const decisionFields = { kind: z.enum(decisionKinds), text: line(4000) } as const

export type ActionItemRecord = {
  type: 'actionItem'
  title: string
  leadUnitId: UnitId | null
  assistingUnitIds: UnitId[]
  owner: string
  deliverable: string
  dueOn: string | null
}
export type DecisionRecord = { type: 'decision'; kind: DecisionKind; text: string }
export type MinutesRecord = ActionItemRecord | DecisionRecord

const field = <S extends z.ZodType, E>(schema: S, raw: unknown, empty: E, name: string, problems: string[]) => {
  if (raw === undefined || raw === null || raw === '') return empty
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  problems.push(name)
  return empty
}

/** Reads the fields of one record. The type is the atom's, which stands in the text; `problems` names invalid fields. */
export function readRecord(
  type: AtomType,
  raw: Readonly<Record<string, unknown>>,
): { record: MinutesRecord; problems: string[] } {
  const problems: string[] = []
  if (type === 'decision') {
    const kind = field(decisionFields.kind, raw.kind, 'decided' as const, 'kind', problems)
    return { record: { type, kind, text: field(decisionFields.text, raw.text, '', 'text', problems) }, problems }
  }
  const f = actionItemFields
  const leadUnitId = field(f.leadUnitId, raw.leadUnitId, null, 'leadUnitId', problems)
  const assisting = field(f.assistingUnitIds, raw.assistingUnitIds, [] as UnitId[], 'assistingUnitIds', problems)
  const record: ActionItemRecord = {
    type,
    title: field(f.title, raw.title, '', 'title', problems),
    leadUnitId,
    assistingUnitIds: [...new Set(assisting)].filter((id) => id !== leadUnitId),
    owner: field(f.owner, raw.owner, '', 'owner', problems),
    deliverable: field(f.deliverable, raw.deliverable, '', 'deliverable', problems),
    dueOn: field(f.dueOn, raw.dueOn, null, 'dueOn', problems),
  }
  return { record, problems }
}

export const parseVoteId = (raw: unknown): VoteId | null => {
  const parsed = VoteId.safeParse(raw)
  return parsed.success ? parsed.data : null
}

export const parseLocalId = (raw: unknown): LocalId | null => {
  const parsed = LocalId.safeParse(raw)
  return parsed.success ? parsed.data : null
}
