// The one-time code of an empty house: printed in the terminal of who installed it, typed once on the first page.
import { createHash, randomInt } from 'node:crypto'
import type { Db } from '@/db/client'
import { setupCodes } from '@/db/schema/counties'

export const setupCodeMinutes = 15
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789' // no look-alikes

/** As people type it: case, spaces and dashes do not count. */
export const hashSetupCode = (code: string) =>
  createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('base64url')

/** Makes a new code and ends the earlier ones. 31^8 codes, five tries, 15 minutes. */
export async function makeSetupCode(db: Db, at: Date): Promise<string> {
  const draw = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  const code = `${draw()}-${draw()}`
  await db.transaction(async (tx) => {
    await tx.delete(setupCodes)
    await tx.insert(setupCodes).values({
      id: crypto.randomUUID(),
      codeHash: hashSetupCode(code),
      createdAt: at,
      expiresAt: new Date(at.getTime() + setupCodeMinutes * 60_000),
    })
  })
  return code
}
