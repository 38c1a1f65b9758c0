// What is set on paper, as plain data: minutes, a table, a letter. It crosses into the thread that sets it (paper.worker.ts),
// so nothing here may be more than JSON. Who may read it was asked before it was put together.
import type { DecisionKind } from '@/server/minutes/contract'
import type { Locale } from '@/server/preferences/model'

export const paperFormats = ['pdf', 'docx', 'html', 'md', 'json'] as const
export type PaperFormat = (typeof paperFormats)[number]
/** `official`: the 紀要 form of GB/T 9704—2012. `plain`: a modern one, red in the rule alone. Markdown and JSON have none. */
export const paperStyles = ['official', 'plain'] as const
export type PaperStyle = (typeof paperStyles)[number]

export type PaperRun = { text: string; bold: boolean; italic: boolean; underline: boolean; strike: boolean }

/** `label` and `value` of a fact are words to print, in the paper's language. */
export type PaperBlock =
  | { kind: 'heading'; level: 1 | 2; runs: PaperRun[] }
  | { kind: 'paragraph'; runs: PaperRun[] }
  | { kind: 'list'; isOrdered: boolean; start: number; items: PaperBlock[][] }
  /** Rows of equal length; a cell that spans others stands in its first place, the rest are empty. */
  | { kind: 'table'; headRows: number; rows: PaperRun[][][] }
  | { kind: 'decision'; decision: DecisionKind; text: string }
  | {
      kind: 'actionItem'
      /** 7-03, or null while it has none. */
      number: string | null
      title: string
      lead: string | null
      assisting: string[]
      owner: string
      deliverable: string
      /** YYYY-MM-DD */
      dueOn: string | null
    }
  /** Result of a vote as it was frozen: the question, its outcome in words, counts in their order, remarks. */
  | { kind: 'vote'; title: string; outcome: string; counts: { label: string; count: string }[]; remarks: string[] }

export type PaperSection = {
  id: string
  /** 1, 2, 3 … as on the agenda. */
  number: number
  title: string
  /** Its text is in a document of its own and never on this paper; `title` says no more than that. */
  isRestricted: boolean
  blocks: PaperBlock[]
}

/** Words to print; empty where somebody has none. `inPlaceOf`: the member whose proxy they are (代会). */
export type PaperPerson = { name: string; unitName: string; office: string; inPlaceOf: string }

export type PaperSignOff = {
  signedBy: string
  signerOffice: string
  /** ISO instant */
  signedAt: string
  /** Root hash of the canonical text (minutes/canonical.ts), hexadecimal. */
  sha256: string
  /** Head of the chain of this body's minutes with how many it counts (DECISIONS 11). */
  chainHead: string
  chainCount: number
}

export type PaperMinutes = {
  meetingId: string
  countyName: string
  bodyName: string
  /** The mark at the head, a line each: the body, then 联席会议纪要. */
  head: string[]
  issueNumber: number
  /** 發文字號, where the county uses one; empty in a draft. */
  documentNumber: string
  /** The lead unit of the body. */
  issuingUnit: string
  /** YYYY-MM-DD by the county's clock: issued on, or the day of the sitting while it is a draft. */
  date: string
  title: string
  timeZone: string
  /** ISO instants. */
  startsAt: string
  endsAt: string
  place: string
  /** 主持; empty while nobody chaired. */
  chair: string
  attendance: { present: PaperPerson[]; excused: PaperPerson[]; observers: PaperPerson[] }
  sections: PaperSection[]
  /** Those of all sections, in their order, for the list at the end and for programs. */
  actionItems: Extract<PaperBlock, { kind: 'actionItem' }>[]
  /** 发送: units it goes to. */
  distribution: string[]
  signOff: PaperSignOff | null
  /** The authoritative language: labels are printed in it unless asked otherwise. */
  locale: Locale
  state: 'draft' | 'issued'
}

/** A width is a share of the line: columns of 1, 3 and 1 take a fifth, three fifths and a fifth. */
export type PaperColumn = { label: string; share: number; align?: 'left' | 'center' | 'right' }
export type PaperTable = { columns: PaperColumn[]; rows: string[][] }

/** A list on A4, its head repeated on every page, pages numbered: the 督办台账. PDF. */
export type TablePaper = PaperTable & {
  title: string
  /** Lines below the title: body, day, filter. */
  subtitle: string[]
  isLandscape: boolean
  /** Below the table. */
  notes: string[]
  locale: Locale
}

/** Parts of a letter in their order. A QR code stands with its words beside it; its link is printed below them. */
export type LetterPart =
  | { kind: 'paragraph'; text: string }
  | { kind: 'heading'; text: string }
  | ({ kind: 'table' } & PaperTable)
  | { kind: 'qr'; link: string; text: string }

/** One sheet or more, of a 函 or 通知: 催办单, 通报, 会议通知. PDF and DOCX, never a seal. */
export type LetterPaper = {
  /** Red, above the rule: the issuing unit or body. Empty: no head and no rule. */
  head: string
  /** 编号, below the head; may be empty. */
  number: string
  title: string
  /** 主送, without its colon; may be empty. */
  addressee: string
  parts: LetterPart[]
  /** At the right below the text: the unit, and the day as it is to be printed. */
  signature: { unit: string; date: string } | null
  /** Small, at the foot: a contact, how to answer. */
  notes: string[]
  locale: Locale
}
