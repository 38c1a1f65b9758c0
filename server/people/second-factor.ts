// An authenticator of one's own: begun with a secret, standing once a code has shown that the app has it, with ten recovery
// codes. The secret is sealed, of the codes a keyed hash is kept; both are shown once.
import { createHmac, randomBytes } from 'node:crypto'
import { and, count, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { recoveryCodes, secondFactors } from '@/db/schema/security'
import { requireAccess, type Actor, type PersonActor } from '@/server/access'
import { runtime } from '@/server/env'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, PersonId } from '@/server/ids'
import { seal, unseal } from '@/server/seal'
import { deriveKey } from '@/server/secrets'
import { isStaff } from '@/server/security/model'
import { readCountySecurity } from '@/server/security/read'
import { makeTotpSecret, stepOfCode } from '@/server/security/totp'
import { countTry } from './rate-limit'
import { endSessionsOf } from './sessions'

type Whose = { countyId: CountyId; personId: PersonId }
const placeOf = ({ countyId, personId }: Whose) => `${countyId}/${personId}`
const isFactorOf = ({ countyId, personId }: Whose) =>
  and(eq(secondFactors.countyId, countyId), eq(secondFactors.personId, personId))
const isCodeOf = ({ countyId, personId }: Whose) =>
  and(eq(recoveryCodes.countyId, countyId), eq(recoveryCodes.personId, personId))

const codeCount = 10
const codeLetters = 'abcdefghjkmnpqrstuvwxyz23456789' // no i l o 0 1: read from paper

/** 50 bits each: ten letters, in two groups to be read. */
function makeRecoveryCodes(): string[] {
  const one = () => {
    let code = ''
    // 248 = 8 × 31: a byte above it would make some letters likelier.
    while (code.length < 10)
      for (const byte of randomBytes(16))
        if (byte < 248 && code.length < 10) code += codeLetters[byte % codeLetters.length]
    return `${code.slice(0, 5)}-${code.slice(5)}`
  }
  return Array.from({ length: codeCount }, one)
}

const hashCode = (code: string) =>
  createHmac('sha256', deriveKey(runtime().authSecret, 'recovery codes'))
    .update(code.replace('-', ''))
    .digest('base64url')

/** Whether it stands, since when, and how many recovery codes are left. */
export async function readSecondFactor(db: Db, whose: Whose): Promise<{ since: Date; codesLeft: number } | null> {
  const [row] = await db.select().from(secondFactors).where(isFactorOf(whose))
  if (!row?.confirmedAt) return null
  const [left] = await db
    .select({ codes: count() })
    .from(recoveryCodes)
    .where(and(isCodeOf(whose), isNull(recoveryCodes.usedAt)))
  return { since: row.confirmedAt, codesLeft: left!.codes }
}

/** The secret to show, a new one each time until one is confirmed. @throws conflict where one stands */
export async function beginSecondFactor(db: Db, whose: Whose, at: Date): Promise<string> {
  const secret = makeTotpSecret()
  const sealedSecret = seal('second-factor', placeOf(whose), secret)
  const { countyId, personId } = whose
  const [row] = await db
    .insert(secondFactors)
    .values({ countyId, personId, sealedSecret, createdAt: at })
    .onConflictDoUpdate({
      target: [secondFactors.countyId, secondFactors.personId],
      set: { sealedSecret, createdAt: at, lastStep: 0 },
      setWhere: isNull(secondFactors.confirmedAt),
    })
    .returning({ personId: secondFactors.personId })
  if (!row) throw new AppError('conflict')
  return secret
}

/** The secret that was begun and waits for its first code, to be shown again. */
export async function readBegunSecret(db: Db, whose: Whose): Promise<string | null> {
  const [row] = await db
    .select()
    .from(secondFactors)
    .where(and(isFactorOf(whose), isNull(secondFactors.confirmedAt)))
  return row ? unseal('second-factor', placeOf(whose), row.sealedSecret) : null
}

/**
 * The first code: from now on one is asked at every sign-in.
 * @returns the recovery codes, told this once
 * @throws invalid_input (code), conflict where there is nothing to confirm or somebody else just did
 */
export async function confirmSecondFactor(
  tx: Tx,
  actor: Actor,
  whose: Whose,
  code: string,
  at: Date,
): Promise<string[]> {
  const [row] = await tx.select().from(secondFactors).where(isFactorOf(whose)).for('update')
  if (!row || row.confirmedAt) throw new AppError('conflict')
  const step = stepOfCode(unseal('second-factor', placeOf(whose), row.sealedSecret), code, at)
  if (step === null) throw new AppError('invalid_input', { code: 'codeWrong' })
  await tx.update(secondFactors).set({ confirmedAt: at, lastStep: step }).where(isFactorOf(whose))
  const codes = await replaceCodes(tx, whose)
  const { countyId, personId } = whose
  await recordEvent(tx, countyId, actor, { verb: 'person.factor-enrol', thingId: personId }, at)
  return codes
}

async function replaceCodes(tx: Tx, whose: Whose): Promise<string[]> {
  const codes = makeRecoveryCodes()
  await tx.delete(recoveryCodes).where(isCodeOf(whose))
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ ...whoseOnly(whose), codeHash: hashCode(code) })))
  return codes
}
const whoseOnly = ({ countyId, personId }: Whose) => ({ countyId, personId })

/** Three of a million codes are right at any moment: ten tries in a quarter of an hour leave a guesser no hope. */
export const countCodeTry = (db: Db, { countyId, personId }: Whose, at: Date) =>
  countTry(db, `second-step:${countyId}:${personId}`, 10, 15 * 60_000, at)

/** Ten new ones; the old are void. @throws invalid_input (code), too_many_tries */
export async function renewRecoveryCodes(db: Db, actor: PersonActor, code: string, at: Date): Promise<string[]> {
  await countCodeTry(db, actor, at)
  return db.transaction(async (tx) => {
    if (!(await takeCode(tx, actor, code, at))) throw new AppError('invalid_input', { code: 'codeWrong' })
    const codes = await replaceCodes(tx, actor)
    await recordEvent(tx, actor.countyId, actor, { verb: 'person.recovery-codes', thingId: actor.personId }, at)
    return codes
  })
}

/**
 * Takes a code of the authenticator or a recovery code, once. What makes two at once safe: `update … set last_step = $step
 * where last_step < $step` lets the first through, and the second, which waited for the row, finds its step used; for a
 * recovery code `update … where used_at is null` does the same.
 * @returns which it was, or null for a wrong, used or too old one
 */
export async function takeCode(tx: Tx, whose: Whose, code: string, at: Date): Promise<'app' | 'recovery' | null> {
  if (!/^\d{6}$/.test(code)) {
    const used = await tx
      .update(recoveryCodes)
      .set({ usedAt: at })
      .where(and(isCodeOf(whose), eq(recoveryCodes.codeHash, hashCode(code)), isNull(recoveryCodes.usedAt)))
      .returning({ personId: recoveryCodes.personId })
    return used.length === 1 ? 'recovery' : null
  }
  const [row] = await tx
    .select()
    .from(secondFactors)
    .where(and(isFactorOf(whose), isNotNull(secondFactors.confirmedAt)))
  const step = row ? stepOfCode(unseal('second-factor', placeOf(whose), row.sealedSecret), code, at) : null
  if (step === null) return null
  const taken = await tx
    .update(secondFactors)
    .set({ lastStep: step })
    .where(and(isFactorOf(whose), isNotNull(secondFactors.confirmedAt), lt(secondFactors.lastStep, step)))
    .returning({ personId: secondFactors.personId })
  return taken.length === 1 ? 'app' : null
}

/** One's own, with a code. @throws invalid_input (code), too_many_tries, not_allowed where the county requires it of them */
export async function removeSecondFactor(db: Db, actor: PersonActor, code: string, at: Date): Promise<void> {
  await countCodeTry(db, actor, at)
  if ((await readCountySecurity(db, actor.countyId)).requiresSecondFactor && isStaff(actor))
    throw new AppError('not_allowed')
  await db.transaction(async (tx) => {
    if (!(await takeCode(tx, actor, code, at))) throw new AppError('invalid_input', { code: 'codeWrong' })
    await drop(tx, actor)
    await recordEvent(tx, actor.countyId, actor, { verb: 'person.factor-remove', thingId: actor.personId }, at)
  })
}

/** Another's, who lost the phone and the codes. Whoever is signed in as them is out. @throws not_found where there is none */
export async function resetSecondFactor(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  personId: PersonId,
  at: Date,
): Promise<void> {
  requireAccess(actor, 'people.reset-factor', { kind: 'county', countyId })
  await db.transaction(async (tx) => {
    if (!(await drop(tx, { countyId, personId }))) throw new AppError('not_found')
    await endSessionsOf(tx, countyId, personId, at)
    await recordEvent(tx, countyId, actor, { verb: 'person.factor-reset', thingId: personId }, at)
  })
}

async function drop(tx: Tx, whose: Whose): Promise<boolean> {
  await tx.delete(recoveryCodes).where(isCodeOf(whose))
  const gone = await tx.delete(secondFactors).where(isFactorOf(whose)).returning({ personId: secondFactors.personId })
  return gone.length === 1
}
