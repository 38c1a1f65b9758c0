// The one place where a new password is judged and hashed. Called outside a transaction: hashing takes its time.
import { and, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { people } from '@/db/schema/people'
import { passwordDates } from '@/db/schema/security'
import { AppError } from '@/server/errors'
import type { CountyId, PersonId } from '@/server/ids'
import { isCommonPassword } from '@/server/security/common-passwords'
import type { PasswordProfile } from '@/server/security/contract'
import { judgePassword, mustChange } from '@/server/security/model'
import { readCountySecurity } from '@/server/security/read'
import { hashPassword, verifyPassword } from './password'

/** @throws invalid_input with the rule that `password` does not meet */
export function requireGoodPassword(profile: PasswordProfile, password: string, own: readonly string[] = []): void {
  const problem = judgePassword(profile, password, isCommonPassword, own)
  if (problem) throw new AppError('invalid_input', { password: problem })
}

/**
 * The hash of a person's new password, by their county's profile.
 * @throws invalid_input; passwordSame where mlps wants another than the present one
 */
export async function hashNewPassword(
  db: Db | Tx,
  countyId: CountyId,
  personId: PersonId,
  password: string,
): Promise<string> {
  const [person] = await db
    .select()
    .from(people)
    .where(and(eq(people.countyId, countyId), eq(people.id, personId)))
  const { passwordProfile } = await readCountySecurity(db, countyId)
  const own = [person?.name, person?.userName, person?.email, person?.phone]
  requireGoodPassword(
    passwordProfile,
    password,
    own.filter((word) => typeof word === 'string'),
  )
  const present = person?.passwordHash ?? null
  if (passwordProfile === 'mlps' && present !== null && (await verifyPassword(present, password)))
    throw new AppError('invalid_input', { password: 'passwordSame' })
  return hashPassword(password)
}

export async function setPasswordHash(
  tx: Tx,
  countyId: CountyId,
  personId: PersonId,
  passwordHash: string,
  at: Date,
): Promise<void> {
  await tx
    .update(people)
    .set({ passwordHash })
    .where(and(eq(people.countyId, countyId), eq(people.id, personId)))
  await tx
    .insert(passwordDates)
    .values({ countyId, personId, setAt: at })
    .onConflictDoUpdate({
      target: [passwordDates.countyId, passwordDates.personId],
      set: { setAt: sql`excluded.set_at` },
    })
}

/** Whether the county wants this person's password changed before anything else. */
export async function isPasswordOverdue(db: Db, countyId: CountyId, personId: PersonId, at: Date): Promise<boolean> {
  const { passwordProfile } = await readCountySecurity(db, countyId)
  const [row] = await db
    .select({ setAt: passwordDates.setAt, createdAt: people.createdAt })
    .from(people)
    .leftJoin(passwordDates, and(eq(passwordDates.countyId, people.countyId), eq(passwordDates.personId, people.id)))
    .where(and(eq(people.countyId, countyId), eq(people.id, personId)))
  return row !== undefined && mustChange(passwordProfile, row.setAt ?? row.createdAt, at)
}
