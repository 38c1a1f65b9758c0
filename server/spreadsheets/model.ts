// A sheet as rows of cells, and what is read in it alike whatever it holds. Pure.
import { Day } from '@/server/bodies/contract'
import type { Refusal } from './contract'

/** Its text; null where a formula stands, whose stored result nobody vouches for. */
export type Cell = string | null
export type Row = {
  row: number
  cells: readonly Cell[]
  /** By place: of which cell (row, place) this one is a part, joined in the program. Such a cell says what that one says. */
  joined?: Readonly<Record<number, readonly [row: number, place: number]>>
}

/** A heading or a choice as it is compared: width, case, spaces, remarks in brackets and asterisks say nothing. */
export const plainWord = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[(（[【].*?[)）\]】]/gu, '')
    .replace(/[\s*:：_-]+/gu, '')

/** The file cannot be read as the list it should be. `columns`: those that are missing or double. */
export class FileRefused extends Error {
  constructor(
    readonly reason: Refusal,
    readonly columns: readonly string[] = [],
  ) {
    super(reason)
  }
}

export const isEmptyRow = ({ cells }: Row): boolean => cells.every((cell) => cell !== null && cell.trim() === '')

/** An apostrophe before a sign is how a spreadsheet writes a text that could be a formula. */
export const plainText = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, '').trim()

/** 2026-09-01, 2026/9/1, 2026.9.1, 2026年9月1日, 20260901 → YYYY-MM-DD, where that day exists. */
export function readDay(text: string): string | null {
  const found =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (!found) return null
  const day = `${found[1]}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}`
  return Day.safeParse(day).success ? day : null
}

/** A file's own name, without a path, as it may be shown. */
export const asFileName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()
    .slice(0, 120) || 'import'
