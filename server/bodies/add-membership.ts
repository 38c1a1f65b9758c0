import type { Db, Tx } from '@/db/client'
import { memberships } from '@/db/schema/bodies'
import { requireAccess, type Actor } from '@/server/access'
import { notify } from '@/server/bus'
import { recordEvent } from '@/server/events/record'
import { MembershipId, type CountyId } from '@/server/ids'
import type { NewMembership } from './contract'

/** A person takes an office for a unit in a body, for a term. Open pages and sockets of that person ask again at once. */
export async function addMembership(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  input: NewMembership,
  at: Date,
): Promise<MembershipId> {
  requireAccess(actor, 'body.manage', { kind: 'body', countyId, bodyId: input.bodyId })
  const id = MembershipId.parse(crypto.randomUUID())
  await db.transaction(async (tx) => {
    await tx.insert(memberships).values({ countyId, id, ...input })
    await notify(tx, { kind: 'access', countyId, personId: input.personId })
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'membership.add', thingId: input.personId, detail: { office: input.office, unitId: input.unitId } },
      at,
    )
  })
  return id
}
