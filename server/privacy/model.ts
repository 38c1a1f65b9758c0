// Almost nothing about children: what a text must not carry, and what it had better not. Pure.
import { can, type Actor, type SeatActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { FieldErrorKey } from '@/server/forms/contract'
import type { CountyId } from '@/server/ids'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkLetters = '10X98765432'

/** GB 11643: seventeen digits with a date of birth in them, and a check letter that fits. */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false
  const [year, month, day] = [Number(text.slice(6, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14))]
  const born = new Date(Date.UTC(year, month - 1, day))
  if (year < 1900 || year > 2100 || born.getUTCMonth() !== month - 1 || born.getUTCDate() !== day) return false
  const sum = weights.reduce((total, weight, at) => total + weight * Number(text[at]), 0)
  return checkLetters[sum % 11] === text[17]
}

/** Also where it was grouped by spaces or dashes, or typed in full-width digits. */
export function hasIdNumber(text: string): boolean {
  const plain = text.normalize('NFKC').toUpperCase()
  for (const run of plain.match(/\d(?:[\s\-·.]?[\dX]){17,}/g) ?? []) {
    const letters = run.replace(/[^\dX]/g, '')
    // A longer run may hold one anywhere: a number typed straight after another.
    for (let at = 0; at + 18 <= letters.length; at += 1) if (isIdNumber(letters.slice(at, at + 18))) return true
  }
  return false
}

const child = '(?:学生|學生|孩子|小孩|儿童|兒童|幼儿|幼兒|未成年人|被害人|当事学生|當事學生|女儿|女兒|儿子|兒子)'
const chineseName = new RegExp(
  `${child}(?:的)?(?:姓名|名字|名叫|叫做|叫)\\s*(?:是|为|為)?\\s*[:：]?\\s*\\p{Script=Han}{2,4}`,
  'u',
)
const englishName = /\b(?:child|pupil|student|daughter|son)(?:'s)?\s+(?:full\s+)?name\s*(?:is|:)\s*\p{L}+/iu

/** A field that names a child ("学生姓名：张某某"). A name without such words is not told from any other. */
export const hasChildName = (text: string): boolean => {
  const plain = text.normalize('NFKC')
  return chineseName.test(plain) || englishName.test(plain)
}

/**
 * Before a text is stored. An identity number is refused to everybody; a child's name is asked back once, and kept only for
 * somebody who may (access.ts: child-name.keep) and says so.
 * @throws invalid_input naming each field
 */
export function requireNoChildData(
  actor: Actor,
  countyId: CountyId,
  texts: Readonly<Record<string, string>>,
  isKept: boolean,
): void {
  const mayKeep = isKept && can(actor, 'child-name.keep', { kind: 'county', countyId })
  const fields: Record<string, FieldErrorKey> = {}
  for (const [name, text] of Object.entries(texts)) {
    if (hasIdNumber(text)) fields[name] = 'idNumber'
    else if (!mayKeep && hasChildName(text)) fields[name] = 'childName'
  }
  if (Object.keys(fields).length > 0) throw new AppError('invalid_input', fields)
}

/** The same for a line of chat, which has no fields. @throws id_number, child_name */
export function requireNoChildDataInChat(seat: SeatActor, text: string, isKept: boolean): void {
  if (hasIdNumber(text)) throw new AppError('id_number')
  const mayKeep = isKept && can(seat, 'child-name.keep', { kind: 'county', countyId: seat.countyId })
  if (!mayKeep && hasChildName(text)) throw new AppError('child_name')
}
