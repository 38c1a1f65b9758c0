import type { Db } from '@/db/client'
import { countySecurity } from '@/db/schema/security'
import { requireAccess, type Actor } from '@/server/access'
import { notify } from '@/server/bus'
import { recordEvent } from '@/server/events/record'
import type { CountyId } from '@/server/ids'
import type { CountySecurity } from './contract'

/** Shorter times hold for sessions that are open already: every gate of the county asks again at once. */
export async function setCountySecurity(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  input: CountySecurity,
  at: Date,
): Promise<void> {
  requireAccess(actor, 'county.settings', { kind: 'county', countyId })
  await db.transaction(async (tx) => {
    await tx
      .insert(countySecurity)
      .values({ countyId, ...input })
      .onConflictDoUpdate({ target: countySecurity.countyId, set: input })
    await notify(tx, { kind: 'access', countyId })
    await recordEvent(tx, countyId, actor, { verb: 'county.security', thingId: countyId, detail: input }, at)
  })
}
