import { z } from 'zod'
import { BodyId, UnitId } from '@/server/ids'

const long = z.string().trim().max(4000, 'tooLong').default('')

export const NewTopic = z.object({
  bodyId: BodyId,
  proposedByUnitId: z.preprocess((value) => (value === '' ? null : (value ?? null)), UnitId.nullable()),
  title: z
    .string()
    .transform((text) => text.replace(/\s+/gu, ' ').trim())
    .pipe(z.string().min(1, 'required').max(200, 'tooLong')),
  problem: z.string().trim().min(1, 'required').max(4000, 'tooLong'),
  facts: long,
  wish: long,
})

/** Ticked where a text names a child and must (server/privacy/model.ts). */
export const KeepChildName = z.preprocess((value) => value === '1', z.boolean())
export type NewTopic = z.infer<typeof NewTopic>

export const TopicState = z.enum(['proposed', 'accepted', 'scheduled', 'discussed', 'resolved', 'parked'])
export type TopicState = z.infer<typeof TopicState>

export const SetTopicState = z
  .object({ to: TopicState, from: TopicState, reason: z.string().trim().max(1000, 'tooLong').default('') })
  .refine((form) => form.to !== 'parked' || form.reason !== '', { path: ['reason'], message: 'required' })
