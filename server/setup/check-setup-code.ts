// Asks the set-up code under its row's lock, so that five wrong tries are five even when they come at once. A right code is
// not used up by asking (the form behind it may have an error): creating the county ends its use for good.
import { and, desc, eq, gt, isNull, lt } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { setupCodes } from '@/db/schema/counties'
import { AppError } from '@/server/errors'
import { sameSecret } from '@/server/secrets'
import { hashSetupCode } from './make-setup-code'

export const maxSetupTries = 5

/** @throws setup_code_wrong; too_many_tries when five were wrong or its 15 minutes are over: a restart prints a new one */
export async function checkSetupCode(db: Db, code: string, at: Date): Promise<void> {
  const verdict = await db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(setupCodes)
      .where(and(isNull(setupCodes.usedAt), gt(setupCodes.expiresAt, at), lt(setupCodes.tries, maxSetupTries)))
      .orderBy(desc(setupCodes.createdAt))
      .limit(1)
      .for('update')
    if (!row) return 'too_many_tries' as const
    if (sameSecret(row.codeHash, hashSetupCode(code))) return null
    await tx
      .update(setupCodes)
      .set({ tries: row.tries + 1 })
      .where(eq(setupCodes.id, row.id))
    return 'setup_code_wrong' as const
  })
  // Thrown outside: a throw inside would roll the counted try back.
  if (verdict !== null) throw new AppError(verdict)
}
