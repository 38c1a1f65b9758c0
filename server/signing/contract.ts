// What crosses a wire about circulating, signing and issuing: forms, and the file that anybody may have checked.
import { z } from 'zod'
import { ActionItemId, AgendaItemId, AnswerId, MeetingId, UnitId } from '@/server/ids'
import { locales } from '@/server/preferences/model'

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

export const FillRecord = z.object({ meetingId: MeetingId })

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
  /** How the paragraph is to read; empty: nothing is suggested. */
  proposes: z
    .string()
    .default('')
    .transform((text) => text.replace(/\r\n?/g, '\n'))
    .pipe(words(4000)),
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

const IssueForm = z.object({
  meetingId: MeetingId,
  /** The root hash that was signed, as the page showed it. */
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
export const Issue = IssueForm.refine(({ unitIds, lines }) => unitIds.length + lines.length > 0, {
  path: ['unitIds'],
  message: 'required',
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
const SignedPerson = z.strictObject({
  name: z.string(),
  /** Name of their unit; empty where they have none. So is the office, by its code. */
  unit: z.string(),
  office: z.string(),
  /** The member whose proxy they are (代會); empty: nobody's. */
  inPlaceOf: z.string(),
})
export type SignedPerson = z.infer<typeof SignedPerson>
/** What was so at the sitting, and which words the text needs to be printed without any row beside it. */
export const SignedFacts = z.strictObject({
  county: z.strictObject({ name: z.string(), timeZone: z.string(), locale: z.enum(locales) }),
  openedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  chair: z.string(),
  attendance: z.strictObject({
    /** Of the list as it was confirmed; null: what the facts proposed. */
    version: z.number().int().nullable(),
    present: z.array(SignedPerson),
    excused: z.array(SignedPerson),
    observers: z.array(SignedPerson),
  }),
  /** Items whose text is in a document of its own. */
  restricted: z.array(AgendaItemId),
  /** Units by the ids that action items name them by. */
  units: z.array(z.strictObject({ id: UnitId, name: z.string() })),
})
export type SignedFacts = z.infer<typeof SignedFacts>

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
  /** Null in texts that were circulated before facts were signed: no paper can be made of such a one. */
  facts: SignedFacts.nullable(),
})
export type SignedHead = z.infer<typeof SignedHead>

/** `content` null: left out of this copy, its hash stands for it. */
const ExportedItem = z.strictObject({ id: AgendaItemId, sha256: Sha256, content: z.array(z.unknown()).nullable() })
/**
 * Minutes as JSON. Whoever leaves an item out puts null in place of its content, and the copy still verifies: `sha256` of an
 * item is over the RFC 8785 form of `{ id, content }`; `sha256` over that of the list of `{ id, sha256 }`; `rootSha256` over
 * that of `{ head, text }`, where `head` is the hash of the RFC 8785 form of `head` and `text` is `sha256`.
 */
export const SignedExport = z.strictObject({
  format: z.literal('lianxi-minutes/1'),
  state: z.enum(['draft', 'issued']),
  head: SignedHead,
  items: z.array(ExportedItem).max(5000),
  sha256: Sha256,
  rootSha256: Sha256,
  /** The signature in the chain of the body; null in a draft. */
  record: z
    .strictObject({
      number: z.number().int(),
      at: Instant,
      by: z.string(),
      office: z.string(),
      keyId: z.string(),
      mac: Sha256,
    })
    .nullable(),
  issue: z
    .strictObject({
      at: Instant,
      unit: z.string(),
      documentNumber: z.string(),
      visibility: z.enum(['public', 'internal']),
      to: z.array(z.string()),
    })
    .nullable(),
})
export type SignedExport = z.infer<typeof SignedExport>
