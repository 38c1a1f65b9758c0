import { z } from 'zod'
import { Day } from '@/server/bodies/contract'
import { BodyId, DutyId, UnitId } from '@/server/ids'

const line = (max: number) =>
  z
    .string()
    .default('')
    .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim())
    .pipe(z.string().max(max, 'tooLong'))

const optionalDay = z.preprocess((value) => (value === '' ? null : (value ?? null)), Day.nullable())

/** A form's checkboxes: none, one or many of a name. */
const unitIds = z.preprocess(
  (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
  z.array(UnitId).max(500, 'tooMany'),
)

/** What is written about a duty, and who has it. */
export const DutyForm = z
  .object({
    title: line(120).pipe(z.string().min(1, 'required')),
    content: z
      .string()
      .default('')
      .transform((text) => text.normalize('NFC').replace(/\r\n?/g, '\n').trim())
      .pipe(z.string().max(2000, 'tooLong')),
    law: line(120),
    article: line(60),
    fromOn: Day,
    untilOn: optionalDay,
    leadUnitId: z.preprocess((value) => (value === '' ? undefined : value), UnitId),
    assistingUnitIds: unitIds,
  })
  .refine((duty) => duty.untilOn === null || duty.untilOn >= duty.fromOn, { path: ['untilOn'], message: 'beforeStart' })
  // An article of no law is no legal basis.
  .refine((duty) => duty.article === '' || duty.law !== '', { path: ['law'], message: 'required' })
export type DutyForm = z.infer<typeof DutyForm>

/** Which version the editor had before them: another by now is a conflict. */
export const Version = z.coerce.number().int().min(1)

export const Part = z.enum(['none', 'assisting', 'lead'])
export type Part = z.infer<typeof Part>

export const SetPartForm = z.object({ dutyId: DutyId, unitId: UnitId, part: Part, version: Version })
export type SetPartForm = z.infer<typeof SetPartForm>

/** Before which duty; null: to the end. */
export const MoveDutyForm = z.object({
  dutyId: DutyId,
  beforeId: z.preprocess((value) => (value === '' ? null : value), DutyId.nullable()),
})
export type MoveDutyForm = z.infer<typeof MoveDutyForm>

export const EndDutyForm = z.object({
  dutyId: DutyId,
  version: Version,
  reason: line(500).pipe(z.string().min(1, 'required')),
})
export type EndDutyForm = z.infer<typeof EndDutyForm>

/** The starter set: which unit leads each duty that is taken. */
export const StarterForm = z.object({
  bodyId: BodyId,
  choices: z
    .array(z.object({ key: z.string().max(40), leadUnitId: UnitId }))
    .min(1, 'required')
    .max(50, 'tooMany'),
})
export type StarterForm = z.infer<typeof StarterForm>

export const DutyExport = z.object({ bodyId: BodyId, format: z.enum(['csv', 'xlsx']) })

export const changedFields = [
  'created',
  'title',
  'content',
  'law',
  'article',
  'fromOn',
  'untilOn',
  'lead',
  'assisting',
  'position',
  'ended',
] as const
export type ChangedField = (typeof changedFields)[number]
