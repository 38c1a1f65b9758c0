import { z } from 'zod'
import { BodyId, DeputyId, MembershipId, PersonId, SeriesId, UnitId } from '@/server/ids'
import { Office } from '@/server/people/contract'
import { UnitKind } from '@/server/units/contract'

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
  evidence: z.string().max(400).default(''),
  evidenceNumber: z.string().max(60).nullable().default(null),
  series: z
    .array(z.object({ kind: SeriesKind, name }))
    .min(1, 'required')
    .max(20, 'tooMany'),
})
type ParsedBody = z.infer<typeof NewBody>
/** Made by code, which may leave out what shows the date. */
export type NewBody = Omit<ParsedBody, 'evidence' | 'evidenceNumber'> &
  Partial<Pick<ParsedBody, 'evidence' | 'evidenceNumber'>>

/** Days inclusive. */
const inOrder = (term: { fromOn: string; untilOn: string | null }) =>
  term.untilOn === null || term.untilOn >= term.fromOn
const notInOrder = { path: ['untilOn'], message: 'beforeStart' }

export const NewMembership = z
  .object({ bodyId: BodyId, unitId: UnitId, personId: PersonId, office: Office, fromOn: Day, untilOn: optionalDay })
  .refine(inOrder, notInOrder)
export type NewMembership = z.infer<typeof NewMembership>

/** As last read: a row that somebody else has changed since has another. */
const Version = z.coerce.number().int().min(1)

export const ChangeMembership = z
  .object({
    membershipId: MembershipId,
    version: Version,
    unitId: UnitId,
    office: Office,
    fromOn: Day,
    untilOn: optionalDay,
  })
  .refine(inOrder, notInOrder)
export type ChangeMembership = z.infer<typeof ChangeMembership>

const reason = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .pipe(z.string().min(1, 'required').max(400, 'tooLong'))

export const EndMembership = z.object({ membershipId: MembershipId, version: Version, reason })
export type EndMembership = z.infer<typeof EndMembership>

export const NewDeputy = z
  .object({ membershipId: MembershipId, personId: PersonId, fromOn: Day, untilOn: optionalDay })
  .refine(inOrder, notInOrder)
export type NewDeputy = z.infer<typeof NewDeputy>
export const EndDeputy = z.object({ deputyId: DeputyId })

export const BodyForm = z.object({
  name,
  level: z.enum(['county', 'school']),
  leadUnitName: name,
  leadUnitKind: UnitKind,
})
export const UnitForm = NewUnit.extend({ bodyId: BodyId })

const text = (max: number) =>
  z
    .string()
    .transform((typed) => typed.normalize('NFC').replace(/\r\n/g, '\n').trim())
    .pipe(z.string().max(max, 'tooLong'))

/** A date is a claim: it wants what shows it. */
export const EditBody = z
  .object({
    bodyId: BodyId,
    version: Version,
    name,
    level: z.enum(['county', 'school']),
    establishedOn: optionalDay,
    evidence: text(400),
    evidenceNumber: z.preprocess((typed) => (typed === '' ? null : typed), text(60).nullable()),
  })
  .refine((body) => body.establishedOn === null || body.evidence !== '', { path: ['evidence'], message: 'evidence' })
export type EditBody = z.infer<typeof EditBody>

export type Quorum = { numerator: number; denominator: number } | { count: number }

/** As typed: 2/3 of the units of a kind, or 3 of them; empty: none wanted. */
export const QuorumText = z
  .string()
  .transform((typed) => typed.normalize('NFKC').replace(/\s+/g, ''))
  .transform((typed, context): Quorum | null => {
    if (typed === '') return null
    const [, first, second] = /^(\d{1,3})(?:\/(\d{1,3}))?$/.exec(typed) ?? []
    const [n, of] = [Number(first), Number(second)]
    if (first !== undefined && second === undefined && n > 0) return { count: n }
    if (second !== undefined && n > 0 && n <= of) return { numerator: n, denominator: of }
    context.addIssue({ code: 'custom', message: 'quorum' })
    return z.NEVER
  })

export const ConveningOffice = z.enum(['convenor', 'deputy-convenor', 'secretary'])
export const Proposer = z.enum(['convenor', 'deputy-convenor', 'member', 'liaison', 'secretary'])

export const BodyRules = z.object({
  bodyId: BodyId,
  version: Version,
  conveningOffice: z.preprocess((typed) => typed || null, ConveningOffice.nullable()),
  conveningUnitId: z.preprocess((typed) => typed || null, UnitId.nullable()),
  proposers: z.array(Proposer).max(5, 'tooMany').default([]),
  quorums: z.array(z.object({ kind: UnitKind, rule: QuorumText })).max(5, 'tooMany'),
  series: z
    .array(
      z.object({
        id: SeriesId,
        every: z.coerce.number('notANumber').int('notANumber').min(1, 'invalid').max(60, 'invalid'),
        unit: z.enum(['none', 'week', 'month']),
      }),
    )
    .max(20, 'tooMany'),
})
export type BodyRules = z.infer<typeof BodyRules>

export const NewCharter = z.object({
  bodyId: BodyId,
  /** The newest version that was read; 0 where there was none. */
  after: z.coerce.number().int().min(0),
  text: text(40_000).pipe(z.string().min(1, 'required')),
  inForceFrom: Day,
  why: reason,
})
export type NewCharter = z.infer<typeof NewCharter>

export const UnitInBody = z.object({ bodyId: BodyId, unitId: UnitId })
export type UnitInBody = z.infer<typeof UnitInBody>
export const RenameUnit = UnitInBody.extend({ name })
export type RenameUnit = z.infer<typeof RenameUnit>
