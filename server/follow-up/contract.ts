import { z } from 'zod'
import { BodyId } from '@/server/ids'

/** A body's own pace, in days. */
export type FollowRules = {
  blueDays: number
  yellowDays: number
  /** Null: chased only by hand. */
  chaseDays: number | null
  /** Null: the convenor is not told by itself. */
  escalateDays: number | null
}

/** Where a body has said nothing: the trade's three colours, a slip three days before and when it is overdue, a week's grace. */
export const usualRules: FollowRules = { blueDays: 10, yellowDays: 3, chaseDays: 3, escalateDays: 7 }

const days = (least: number, most: number) =>
  z.coerce.number('notANumber').int('notANumber').min(least, 'invalid').max(most, 'invalid')
const optionalDays = (least: number, most: number) =>
  z.preprocess((typed) => (typed === '' || typed === undefined ? null : typed), days(least, most).nullable())

export const FollowRulesForm = z
  .object({
    bodyId: BodyId,
    /** As last read; 0 where the body had none of its own. */
    version: z.coerce.number().int().min(0),
    blueDays: days(1, 90),
    yellowDays: days(0, 89),
    chaseDays: optionalDays(0, 90),
    escalateDays: optionalDays(1, 90),
  })
  .refine((rules) => rules.yellowDays < rules.blueDays, { path: ['yellowDays'], message: 'yellowFirst' })
export type FollowRulesForm = z.output<typeof FollowRulesForm>
