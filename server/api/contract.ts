// What /api/v1 gives and takes: the answers are parsed by these, and the published document is made from them.
import { z } from 'zod'
import { ActionItemId, AgendaItemId, BodyId, DocumentId, MeetingId, SeriesId, TopicId, UnitId } from '@/server/ids'
import { Cursor as Place, SearchKinds } from '@/server/search/contract'

const instant = z.iso.datetime()
const day = z.iso.date()

export const Body = z.object({
  id: BodyId,
  name: z.string(),
  level: z.enum(['county', 'school']),
  establishedOn: day.nullable(),
})

const meeting = {
  id: MeetingId,
  bodyId: BodyId,
  seriesId: SeriesId,
  title: z.string(),
  issueNumber: z.int(),
  place: z.string(),
  startsAt: instant,
  endsAt: instant,
  state: z.enum(['planned', 'live', 'ended']),
  isCancelled: z.boolean(),
}
export const Meeting = z.object(meeting)
export const MeetingDetail = z.object({
  ...meeting,
  agenda: z
    .array(
      z.object({
        id: AgendaItemId,
        position: z.int(),
        section: z.string(),
        title: z.string(),
        topicId: TopicId.nullable(),
        isRestricted: z.boolean(),
        minutesPlanned: z.int(),
      }),
    )
    .describe('Of a restricted item only its place, and the word for such items.'),
})

export const ItemState = z.enum(['todo', 'doing', 'toVerify', 'done', 'stopped'])
export const ActionItem = z.object({
  id: ActionItemId,
  bodyId: BodyId,
  meetingId: MeetingId,
  number: z.int(),
  title: z.string(),
  deliverable: z.string(),
  state: ItemState,
  percent: z.int(),
  priority: z.enum(['normal', 'high', 'urgent']),
  tags: z.array(z.string()),
  dueOn: day.nullable(),
  leadUnitId: UnitId.nullable(),
  leadUnitName: z.string().nullable(),
  assistingUnitIds: z.array(UnitId),
  parentId: ActionItemId.nullable(),
  createdAt: instant,
  changedAt: instant,
})

const count = z.int()
export const ItemGroup = z.object({
  key: z.string().nullable().describe('Id of the unit or the sitting, or the kind of unit; null: no unit leads yet.'),
  name: z.string().nullable().describe('Of the unit or the sitting.'),
  counts: z.object({ todo: count, doing: count, toVerify: count, done: count, stopped: count }),
  late: count.describe('Of those in `todo` and `doing`: due before today.'),
  total: count,
})

export const TopicState = z.enum(['proposed', 'accepted', 'scheduled', 'discussed', 'resolved', 'parked', 'merged'])
export const Topic = z.object({
  id: TopicId,
  bodyId: BodyId,
  title: z.string(),
  problem: z.string(),
  facts: z.string(),
  wish: z.string(),
  tags: z.array(z.string()),
  state: TopicState,
  proposedByUnitId: UnitId.nullable(),
  createdAt: instant,
})

export const IssuedMinutes = z.object({
  id: DocumentId,
  meetingId: MeetingId,
  bodyId: BodyId,
  title: z.string(),
  documentNumber: z.string(),
  visibility: z.enum(['public', 'internal']),
  issuedAt: instant,
})

export const Find = z.object({
  kind: SearchKinds,
  id: z.string().describe('Of the topic, the action item, the decision; of minutes, their document.'),
  path: z.string().describe('Where people read it, below the address of the house.'),
  title: z.string(),
  snippet: z.string().describe('Around the first words found; empty where the title says it all.'),
  bodyName: z.string(),
  meeting: z.object({ title: z.string(), issueNumber: z.int() }).nullable().describe('The sitting it is from.'),
  at: instant,
})

export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  fields: z.record(z.string(), z.string()).optional(),
})

const page = {
  cursor: z.string().max(300).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}
const ofBody = { bodyId: BodyId.optional() }

export const BodiesQuery = z.strictObject({})
export const MeetingsQuery = z.strictObject({
  ...ofBody,
  from: instant.optional().describe('Begins at this moment or later.'),
  until: instant.optional().describe('Begins before this moment.'),
  ...page,
})
export const ActionItemsQuery = z.strictObject({
  ...ofBody,
  meetingId: MeetingId.optional(),
  leadUnitId: UnitId.optional(),
  state: ItemState.optional(),
  dueUntil: day.optional().describe('Due on this day or earlier.'),
  changedSince: instant.optional().describe('Changed at this moment or later.'),
  q: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe('Has these words, or is led by a unit of that name; `7-03`: the item of that number.'),
  ...page,
})
export const ItemGroupsQuery = z.strictObject({
  ...ofBody,
  by: z
    .enum(['unit', 'kind', 'meeting'])
    .default('unit')
    .describe('By sitting: the last hundred that decided anything.'),
})
export const FindsQuery = z.strictObject({
  q: z.string().trim().min(1).max(100).describe('Words that all have to stand in it.'),
  kind: SearchKinds.optional(),
  cursor: Place.optional().describe('`next` of the page before.'),
})
export const TopicsQuery = z.strictObject({ ...ofBody, state: TopicState.optional(), ...page })
export const MinutesQuery = z.strictObject({ ...ofBody, ...page })
