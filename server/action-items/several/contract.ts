// Several items changed at once: which, as they stood before the person's eyes, and what is done to each of them.
import { z } from 'zod'
import { ActionItemId, DutyId, PersonId, UnitId } from '@/server/ids'
import type { ErrorCode } from '@/server/errors'
import { Priority, Tags, words } from '@/server/action-items/contract'

/** More than a page holds is never sent by the page. */
export const mostAtOnce = 100

export const SeveralVerb = z.enum(['label', 'duty', 'hand-over', 'chase'])
export type SeveralVerb = z.infer<typeof SeveralVerb>

/** id:seq, the newest change that was seen of it: one that has changed since is refused, and said so. */
const Picked = z
  .string()
  .regex(/^[0-9a-f-]{36}:\d{1,9}$/)
  .transform((text) => ({ id: ActionItemId.parse(text.slice(0, 36)), seq: Number(text.slice(37)) }))
export type Picked = z.output<typeof Picked>

/** A row stands in the page twice, as a line of the table and as a card: named twice, it is one. */
const picked = z
  .preprocess(
    (value) => (value === undefined || value === '' ? [] : [...new Set([value].flat())]),
    z.array(Picked).min(1, 'required').max(mostAtOnce, 'tooMany'),
  )
  .transform((rows) => [...new Map(rows.map((row) => [row.id, row])).values()])

const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? null : (value ?? null)), schema.nullable())

export const ChangeSeveralForm = z
  .object({
    item: picked,
    verb: SeveralVerb,
    /** Null leaves it as it is. */
    priority: optional(Priority),
    addTags: Tags,
    dropTags: Tags,
    /** Null: of none. */
    dutyId: optional(DutyId),
    /** Unit, and where somebody of it is named, the person: `unit` or `unit:person`. */
    to: optional(z.string().regex(/^[0-9a-f-]{36}(:[0-9a-f-]{36})?$/)),
    reason: words(1000).default(''),
    /** Of this sending: a word sent twice chases once. */
    onceKey: z.string().regex(/^[A-Za-z0-9_-]{8,80}$/),
  })
  .check((context) => {
    const { verb, priority, addTags, dropTags, to, reason } = context.value
    const wrong = (path: string) =>
      context.issues.push({ code: 'custom', message: 'required', path: [path], input: context.value })
    if (verb === 'label' && priority === null && addTags.length === 0 && dropTags.length === 0) wrong('addTags')
    if (verb === 'hand-over' && to === null) wrong('to')
    if ((verb === 'hand-over' || verb === 'chase') && reason === '') wrong('reason')
  })
  .transform(({ to, ...rest }) => ({
    ...rest,
    toUnitId: to === null ? null : UnitId.parse(to.slice(0, 36)),
    ownerPersonId: to === null || to.length === 36 ? null : PersonId.parse(to.slice(37)),
  }))
export type ChangeSeveral = z.output<typeof ChangeSeveralForm>

export const TakeBackForm = z.object({ item: picked })

/** What became of one of them. */
export type Outcome = {
  id: ActionItemId
  /**
   * `same`: it was so already. `notNow`: not in the state it is in. `neverLed`: no unit led it before, so that there is nothing
   * to give it back to. `conflict`: somebody changed it meanwhile.
   */
  result: 'done' | 'same' | 'notNow' | 'neverLed' | ErrorCode
  /** Of invalid_input: a key below errors.fields. */
  wrong?: string
  /** Of what was done: the change that can be taken back. */
  seq?: number
}
