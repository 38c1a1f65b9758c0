// The list of common and breached passwords that comes with zxcvbn-ts, read once and kept: offline, nobody is asked.
import { dictionary } from '@zxcvbn-ts/language-common'

let known: ReadonlySet<string> | undefined

/** @param password in NFKC and lower case, as the list is */
export function isCommonPassword(password: string): boolean {
  known ??= new Set(Object.values(dictionary).flat().map(String))
  return known.has(password)
}
