// Pure rules of circulating: what a unit has said, what stands in the way of signing.
import type { AgendaItemId, AnswerId, LocalId, UnitId } from '@/server/ids'
import type { DecisionKind } from '@/server/minutes/contract'
import type { UnitKind } from '@/server/rooms/contract'
import type { AmendedField, PaperFormat, ProceedingState, SignedFacts, StepKind } from './contract'

export type UnitState = 'confirmed' | 'objected' | 'waiting' | 'overdue'

export type AnswerFacts = {
  id: AnswerId
  unitId: UnitId
  kind: 'confirmed' | 'objected'
  at: Date
  /** Of an objection: what became of it. */
  answer: { kind: 'accepted' | 'declined' } | null
}

/** Objections that no later consent of the same unit took back. @param answers oldest first */
export function standingObjections<A extends AnswerFacts>(answers: readonly A[]): A[] {
  return answers.filter(
    (answer, index) =>
      answer.kind === 'objected' &&
      !answers.slice(index + 1).some((later) => later.unitId === answer.unitId && later.kind === 'confirmed'),
  )
}

/** What must be dealt with first: no answer yet, or one that promises another text. */
export const inTheWay = <A extends AnswerFacts>(answers: readonly A[]): A[] =>
  standingObjections(answers).filter(({ answer }) => answer?.kind !== 'declined')

/** @param answers of every unit, oldest first. @param today YYYY-MM-DD in the county */
export function unitState(unitId: UnitId, answers: readonly AnswerFacts[], dueOn: string, today: string): UnitState {
  const own = answers.filter((answer) => answer.unitId === unitId)
  if (standingObjections(own).length > 0) return 'objected'
  if (own.length > 0) return 'confirmed'
  return today > dueOn ? 'overdue' : 'waiting'
}

type Unit = { id: UnitId; name: string; kind: UnitKind }
export type Run = { text: string; bold: boolean; italic: boolean }
export type ParagraphBlock =
  | { kind: 'paragraph' | 'heading' | 'bullet' | 'numbered'; runs: Run[] }
  | { kind: 'table'; headRows: number; rows: Run[][][] }
  | { kind: 'record'; name: 'attendance' | 'speakers'; lines: { label: string; text: string }[] }
  | { kind: 'decision'; localId: LocalId; decision: DecisionKind; text: string }
  | {
      kind: 'actionItem'
      localId: LocalId
      number: string | null
      title: string
      leadUnitId: string | null
      owner: string
      deliverable: string
      dueOn: string | null
    }
/** A paragraph of a kept item: its index in the item and the hash of what it says are its key. */
export type ParagraphView = {
  index: number
  sha256: string
  block: ParagraphBlock
  plain: string
  /** Words that were typed as a paragraph: no table, record or vote. */
  isText: boolean
}
export type RecordView = {
  number: number
  kind: 'signed' | 'withdrawn' | 'issued' | 'amended'
  amendment: number | null
  sha256: string
  office: 'convenor' | 'deputy-convenor' | 'secretary'
  at: Date
  mac: string
  by: string | null
}
export type AnswerView = AnswerFacts & {
  unit: Unit
  agendaItemId: AgendaItemId | null
  paragraph: number | null
  word: string
  /** How the unit would have that paragraph read; null: it suggests nothing. */
  proposes: string | null
  answer: { kind: 'accepted' | 'declined'; reason: string } | null
}
export type AmendmentView = {
  number: number
  agendaItemId: AgendaItemId | null
  paragraph: number | null
  /** Of the action item whose field it is, within its sitting. */
  itemNumber: number | null
  field: AmendedField | null
  was: string
  becomes: string
  reason: string
  sha256: string
}

/** What the page of a sitting's minutes shows. */
export type MinutesView = {
  state: ProceedingState
  /** Of the text that counts; 0 before the first was circulated. */
  round: number
  /** YYYY-MM-DD in the county. */
  today: string
  text: {
    seq: number
    rootSha256: string
    dueOn: string | null
    /** Null in a text that was circulated before facts were signed. */
    facts: SignedFacts | null
    items: readonly { id: AgendaItemId; title: string; paragraphs: readonly ParagraphView[] }[]
  }
  may: Readonly<
    Record<'write' | 'circulate' | 'settle' | 'sign' | 'reopen' | 'issue' | 'amend' | 'signAmendment', boolean>
  >
  /** In the margin of a draft; known to whoever may circulate it now. */
  openComments: number
  /** Name of the unit that issues; null: the body has no lead unit. Known to whoever may issue now. */
  lead: string | null
  /** Units for which this person may answer. */
  answersFor: readonly Unit[]
  unitStates: readonly { unit: Unit; state: UnitState }[]
  answers: readonly AnswerView[]
  /** Objections that stand in the way of a signature. */
  blocking: number
  steps: readonly { number: number; kind: StepKind; round: number; reason: string; at: Date; by: string | null }[]
  records: { own: readonly RecordView[]; before: RecordView | null }
  issued: {
    documentNumber: string
    visibility: 'public' | 'internal'
    at: Date
    unit: Unit
    to: readonly string[]
    papers: readonly { format: PaperFormat; sha256: string }[]
    amendments: readonly AmendmentView[]
  } | null
}

// What can be said of a file that somebody brought to be checked (verify-file.ts).
export type Difference =
  /** Numbers as on the page of the minutes, from 1. */
  | { kind: 'paragraph'; item: number; title: string; paragraph: number }
  | { kind: 'missing'; item: number; title: string; count: number }
  | { kind: 'item'; item: number; title: string }
  | { kind: 'around' }

export type IssuedFacts = {
  title: string
  body: string
  issueNumber: number
  unit: string
  documentNumber: string
  issuedAt: Date
  timeZone: string
  rootSha256: string
  record: number
  /** Amendments that were signed after issuing. */
  amendments: number
}

export type Verdict =
  /** Byte for byte. */
  | { kind: 'issued'; facts: IssuedFacts }
  /** The text and all around it, in other bytes or without some items. */
  | { kind: 'signed'; facts: IssuedFacts; redacted: number }
  | { kind: 'changed'; differences: Difference[] }
  | { kind: 'unknown' }
