// What crosses a wire about circulating, signing and issuing: forms, and the file that anybody may have checked.
import { z } from 'zod'
import { ActionItemId, AgendaItemId, AnswerId, MeetingId, UnitId } from '@/server/ids'

export const proceedingStates = ['draft', 'circulating', 'signed', 'issued'] as const
export type ProceedingState = (typeof proceedingStates)[number]
export const stepKinds = ['circulated', 'taken-back', 'signed', 'reopened', 'issued', 'amended'] as const
export type StepKind = (typeof stepKinds)[number]
export const paperFormats = ['pdf', 'docx', 'md', 'html', 'json'] as const
export type PaperFormat = (typeof paperFormats)[number]

/** Hexadecimal, as it is shown. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'invalid')
const words = (max: number) => z.string().trim().max(max, 'tooLong')
const neededWords = (max: number) => words(max).min(1, 'required')
/** One checkbox comes as a text, several as a list, none not at all. */
const someUnits = (min: 0 | 1) =>
  z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value]),
    z.array(UnitId).min(min, 'required').max(500, 'tooMany'),
  )

export const Circulate = z.object({
  meetingId: MeetingId,
  /** What the person read: `readToCirculate`. */
  seq: z.coerce.number().int().min(0),
  rootSha256: Sha256,
  unitIds: someUnits(1),
  dueOn: z.iso.date('date'),
})
export type Circulate = z.infer<typeof Circulate>

export const Confirm = z.object({
  meetingId: MeetingId,
  round: z.coerce.number().int().min(1),
  unitId: UnitId,
  word: words(2000).default(''),
})
export type Confirm = z.infer<typeof Confirm>

export const Objection = Confirm.extend({
  agendaItemId: AgendaItemId,
  paragraph: z.coerce.number().int().min(0).max(100_000),
  paragraphSha256: Sha256,
  word: neededWords(2000),
})
export type Objection = z.infer<typeof Objection>

export const AnswerObjection = z
  .object({
    meetingId: MeetingId,
    answerId: AnswerId,
    kind: z.enum(['accepted', 'declined']),
    reason: words(1000).default(''),
  })
  .refine(({ kind, reason }) => kind === 'accepted' || reason !== '', { path: ['reason'], message: 'required' })
export type AnswerObjection = z.infer<typeof AnswerObjection>

export const Reopen = z.object({
  meetingId: MeetingId,
  round: z.coerce.number().int().min(1),
  reason: neededWords(1000),
})
export type Reopen = z.infer<typeof Reopen>

export const Sign = z.object({
  meetingId: MeetingId,
  /** The root hash that was shown. */
  rootSha256: Sha256,
  /** Of a deputy convenor: why the convenor does not sign. */
  reason: words(1000).default(''),
})
export type Sign = z.infer<typeof Sign>

export const Issue = z.object({
  meetingId: MeetingId,
  rootSha256: Sha256,
  visibility: z.enum(['public', 'internal']),
  documentNumber: words(60).default(''),
  unitIds: someUnits(0),
  /** One addressee a line, besides the units. */
  lines: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string().max(200, 'tooLong')).max(100, 'tooMany')),
})
export type Issue = z.infer<typeof Issue>

export const amendedFields = ['title', 'leadUnitId', 'owner', 'deliverable', 'dueOn'] as const
export type AmendedField = (typeof amendedFields)[number]
const Amendment = z.object({ meetingId: MeetingId, becomes: words(4000), reason: neededWords(1000) })
export const ProposeAmendment = z.union([
  Amendment.extend({
    agendaItemId: AgendaItemId,
    paragraph: z.coerce.number().int().min(0).max(100_000),
    becomes: neededWords(4000),
  }),
  Amendment.extend({ actionItemId: ActionItemId, field: z.enum(amendedFields) }),
])
export type ProposeAmendment = z.infer<typeof ProposeAmendment>

export const SignAmendment = z.object({
  meetingId: MeetingId,
  number: z.coerce.number().int().min(1),
  sha256: Sha256,
})
export type SignAmendment = z.infer<typeof SignAmendment>

const Instant = z.iso.datetime()
/** What stands around the items, and is signed with them. */
export const SignedHead = z.strictObject({
  version: z.literal(1),
  body: z.strictObject({ id: z.uuid(), name: z.string() }),
  sitting: z.strictObject({
    id: MeetingId,
    title: z.string(),
    series: z.string(),
    issueNumber: z.number().int(),
    place: z.string(),
    startsAt: Instant,
    endsAt: Instant,
  }),
  /** In their order. */
  items: z.array(z.strictObject({ id: AgendaItemId, title: z.string() })),
  /** Facts of the sitting that the paper prints and no item holds (server/signing/text.ts). */
  facts: z.unknown(),
})
export type SignedHead = z.infer<typeof SignedHead>

const ExportedItem = z.union([
  z.strictObject({ id: AgendaItemId, sha256: Sha256, content: z.array(z.unknown()) }),
  /** Left out of this copy: its hash stands for it. */
  z.strictObject({ id: AgendaItemId, sha256: Sha256, isRedacted: z.literal(true) }),
])
/** The JSON export of signed minutes: whoever leaves an item out puts `isRedacted` in place of its content. */
export const SignedExport = z.strictObject({
  kind: z.literal('lianxi minutes'),
  version: z.literal(1),
  head: SignedHead,
  items: z.array(ExportedItem).max(5000),
  rootSha256: Sha256,
  record: z.strictObject({ number: z.number().int(), at: Instant, office: z.string(), keyId: z.string(), mac: Sha256 }),
})
export type SignedExport = z.infer<typeof SignedExport>
