// What the writers of PDF, DOCX, HTML and Markdown share: a paper laid out as pieces in their order, in words, with nothing
// left to decide but how each looks. Pure shapes.
import type { Locale } from '@/server/preferences/model'
import type { PaperRun, PaperStyle } from './contract'

export type Piece =
  /** `section` 一、 in black type; `heading` below it; `flush` without the indent of two characters; `centred` a line. */
  | { kind: 'text'; role: 'body' | 'section' | 'heading' | 'flush' | 'centred'; runs: PaperRun[] }
  /** Label in black type, then the text, its further lines below its first character: 出席、请假、列席. */
  | { kind: 'fact'; label: string; text: string }
  | { kind: 'item'; depth: number; marker: string; runs: PaperRun[] }
  /** `shares` of the line's width; `headRows` are repeated on every page. */
  | { kind: 'table'; headRows: number; shares: number[]; aligns: ('left' | 'center' | 'right')[]; rows: PaperRun[][][] }
  | { kind: 'qr'; link: string; size: number; path: string; text: string }
  | { kind: 'gap' }
  | { kind: 'page' }

export type Sheet = {
  locale: Locale
  style: PaperStyle
  isLandscape: boolean
  /** Across every page; empty: none. */
  watermark: string
  /** At the head in red, a line each; empty: no head. `isMinutes` gives it the height of the 紀要 form. */
  mark: string[]
  isMinutes: boolean
  /** Below the mark: the issue, then a line with something at either end, then the red rule. */
  issue: string
  left: string
  right: string
  title: string
  /** Lines below the title, small. */
  subtitle: string[]
  pieces: Piece[]
  /** At the right below the text, a line each. */
  signature: string[]
  /** Small lines at the foot. */
  small: string[]
  /** 版记: between its rules; null: none. */
  imprint: { label: string; text: string; left: string; right: string } | null
  /** `1 / 7` with words, for lists; null: — 1 — as in GB/T 9704. */
  pageLabel: { before: string; between: string; after: string } | null
}
