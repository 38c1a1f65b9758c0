import { z } from 'zod'
import { BodyId, PersonId, UnitId } from '@/server/ids'
import { Office } from '@/server/people/contract'
import { UnitKind } from '@/server/rooms/contract'

const name = z
  .string()
  .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .pipe(z.string().min(1, 'required').max(120, 'tooLong'))

/** A day without a time, YYYY-MM-DD, that exists. */
export const Day = z.iso.date('date')
const optionalDay = z.preprocess((value) => (value === '' ? null : (value ?? null)), Day.nullable())

export const SeriesKind = z.enum([
  'joint',
  'liaison',
  'coordination',
  'parents-assembly',
  'parents-committee',
  'exchange',
  'working-group',
])
export type SeriesKind = z.infer<typeof SeriesKind>

export const NewUnit = z.object({ name, kind: UnitKind })
export type NewUnit = z.infer<typeof NewUnit>

export const NewBody = z.object({
  name,
  level: z.enum(['county', 'school']),
  establishedOn: optionalDay,
  series: z
    .array(z.object({ kind: SeriesKind, name }))
    .min(1, 'required')
    .max(20, 'tooMany'),
})
export type NewBody = z.infer<typeof NewBody>

export const NewMembership = z
  .object({ bodyId: BodyId, unitId: UnitId, personId: PersonId, office: Office, fromOn: Day, untilOn: optionalDay })
  .refine((term) => term.untilOn === null || term.untilOn >= term.fromOn, { path: ['untilOn'], message: 'beforeStart' })
export type NewMembership = z.infer<typeof NewMembership>

export const BodyForm = z.object({
  name,
  level: z.enum(['county', 'school']),
  leadUnitName: name,
  leadUnitKind: UnitKind,
})
export const UnitForm = NewUnit.extend({ bodyId: BodyId })
