// What a county may choose, and what a password must be under each of its two profiles. The two are never mixed: what one
// asks, the other does not.
import type { FieldErrorKey } from '@/server/forms/contract'
import type { CountySecurity, PasswordProfile } from './contract'

export const defaultSecurity: CountySecurity = {
  passwordProfile: 'asvs',
  idleMinutes: 8 * 60,
  absoluteMinutes: 12 * 60,
  requiresSecondFactor: false,
}

export const minPassword = 8
/** What is longer is answered, and never hashed: hashing is made to be slow. */
export const maxPassword = 128
/** Under mlps: days until a password has to be changed, failures until the account is locked, and for how long. */
export const rotationDays = 90
export const lockAfter = 5
export const lockMs = 30 * 60_000

/** Characters as people count them; one emoji of several code units is one. */
const lengthOf = (password: string) => [...password.normalize('NFKC')].length

const classesOf = (password: string) =>
  [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((one) => one.test(password)).length

/**
 * What is wrong with a new password, or null.
 * @param isCommon whether it is on the list of common and breached ones; asked by asvs alone
 * @param own words of the person (name, sign-in names) that may not be the whole password under asvs
 */
export function judgePassword(
  profile: PasswordProfile,
  password: string,
  isCommon: (password: string) => boolean,
  own: readonly string[] = [],
): FieldErrorKey | null {
  // Before anything walks over it: ten thousand characters are refused by their count alone.
  if (password.length > maxPassword * 4) return 'passwordLong'
  const length = lengthOf(password)
  if (length < minPassword) return 'passwordShort'
  if (length > maxPassword) return 'passwordLong'
  if (profile === 'mlps') return classesOf(password) < 3 ? 'passwordClasses' : null
  const plain = password.normalize('NFKC').toLowerCase()
  if (own.some((word) => word.toLowerCase() === plain)) return 'passwordCommon'
  return isCommon(plain) ? 'passwordCommon' : null
}

/** Under mlps alone; asvs forbids forced rotation. */
export const mustChange = (profile: PasswordProfile, setAt: Date, at: Date) =>
  profile === 'mlps' && at.getTime() - setAt.getTime() > rotationDays * 86_400_000

type Standing = { adminRoles: readonly string[]; memberships: readonly { office: string }[] }

/** Whoever runs a body or administers the county: of them a second factor may be required. */
export const isStaff = ({ adminRoles, memberships }: Standing) =>
  adminRoles.length > 0 ||
  memberships.some(({ office }) => ['convenor', 'deputy-convenor', 'secretary'].includes(office))
