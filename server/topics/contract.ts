import { z } from 'zod'
import { BodyId, MeetingId, TopicId, UnitId } from '@/server/ids'

const long = z.string().trim().max(4000, 'tooLong').default('')

/** 德智體美勞 and the six ways in which school works with others. */
export const TopicTag = z.enum([
  'moral',
  'intellectual',
  'physical',
  'aesthetic',
  'labour',
  'health',
  'sport',
  'community',
  'family',
  'venues',
  'police',
])
export type TopicTag = z.infer<typeof TopicTag>

/** Ticked boxes arrive as nothing, one or several. */
const Tags = z.preprocess(
  (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
  z
    .array(TopicTag)
    .max(TopicTag.options.length, 'tooMany')
    .transform((tags) => TopicTag.options.filter((tag) => tags.includes(tag))),
)

const words = {
  title: z
    .string()
    .transform((text) => text.replace(/\s+/gu, ' ').trim())
    .pipe(z.string().min(1, 'required').max(200, 'tooLong')),
  problem: z.string().trim().min(1, 'required').max(4000, 'tooLong'),
  facts: long,
  wish: long,
}

export const NewTopic = z.object({
  bodyId: BodyId,
  proposedByUnitId: z.preprocess((value) => (value === '' ? null : (value ?? null)), UnitId.nullable()),
  ...words,
  tags: Tags.default([]),
})
export type NewTopic = Omit<z.infer<typeof NewTopic>, 'tags'> & { tags?: TopicTag[] }

/** By the public link: no unit, no account, a name if they like. */
export const PublicTopic = z.object({
  ...words,
  tags: Tags.default([]),
  name: z
    .string()
    .transform((text) => text.replace(/\s+/gu, ' ').trim())
    .pipe(z.string().max(60, 'tooLong'))
    .default(''),
})
export type PublicTopic = z.infer<typeof PublicTopic>

/** Ticked where a text names a child and must (server/privacy/model.ts). */
export const KeepChildName = z.preprocess((value) => value === '1', z.boolean())

export const EditTopic = z.object({
  id: TopicId,
  /** What the person saw: another one by now is a conflict. */
  version: z.coerce.number().int().min(1),
  ...words,
  tags: Tags.default([]),
  keep: KeepChildName,
})
export type EditTopic = z.infer<typeof EditTopic>

export const TopicState = z.enum(['proposed', 'accepted', 'scheduled', 'discussed', 'resolved', 'parked', 'merged'])
export type TopicState = z.infer<typeof TopicState>

/** States that a person gives by hand; scheduled comes from an agenda and merged from merging. */
export const SetTopicState = z
  .object({
    to: z.enum(['accepted', 'discussed', 'resolved', 'parked']),
    from: TopicState,
    reason: z.string().trim().max(1000, 'tooLong').default(''),
  })
  .refine((form) => form.to !== 'parked' || form.reason !== '', { path: ['reason'], message: 'required' })
export type SetTopicState = z.infer<typeof SetTopicState>

export const MergeTopics = z.object({
  id: TopicId,
  into: z.string().min(1, 'required').pipe(TopicId),
  reason: z.string().trim().max(1000, 'tooLong').default(''),
})

export const ScheduleTopic = z.object({ id: TopicId, meetingId: z.string().min(1, 'required').pipe(MeetingId) })

/** In the address of the list. What is not understood is left out. */
export const TopicQuery = z.object({
  state: TopicState.optional().catch(undefined),
  tag: TopicTag.optional().catch(undefined),
  unit: UnitId.optional().catch(undefined),
})
export type TopicQuery = z.infer<typeof TopicQuery>

export type TopicChangeKind =
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
