import { and, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodyUnits, memberships } from '@/db/schema/bodies'
import { people } from '@/db/schema/people'
import { requireAccess, type Actor } from '@/server/access'
import { notify } from '@/server/bus'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { MembershipId, type BodyId, type CountyId, type PersonId, type UnitId } from '@/server/ids'
import { followRecord, lockRoomsOfBody } from '@/server/rooms/follow-record'
import type { NewMembership } from './contract'

/**
 * A person takes an office for a unit in a body, for a term. Open pages and sockets of that person ask again at once.
 * @throws invalid_input personId or unitId `unknown`: also for another county's, which nobody learns
 */
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
    const rooms = await lockRoomsOfBody(tx, countyId, input.bodyId)
    await requireUnitIn(tx, countyId, input.bodyId, input.unitId)
    await requirePerson(tx, countyId, input.personId)
    const by = actor.kind === 'person' ? actor.personId : null
    await tx.insert(memberships).values({ countyId, id, ...input, changedAt: at, changedByPersonId: by })
    await notify(tx, { kind: 'access', countyId, personId: input.personId })
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'membership.add', thingId: input.personId, detail: { office: input.office, unitId: input.unitId } },
      at,
    )
    await followRecord(tx, actor, rooms, at)
  })
  return id
}

/** Locked until commit, so that the unit is not taken out of the body meanwhile. */
export async function requireUnitIn(
  tx: Tx,
  countyId: CountyId,
  bodyId: BodyId,
  unitId: UnitId,
  field = 'unitId',
): Promise<void> {
  const [unit] = await tx
    .select({ id: bodyUnits.unitId })
    .from(bodyUnits)
    .where(
      and(
        eq(bodyUnits.countyId, countyId),
        eq(bodyUnits.bodyId, bodyId),
        eq(bodyUnits.unitId, unitId),
        isNull(bodyUnits.takenOutAt),
      ),
    )
    .for('share')
  if (!unit) throw new AppError('invalid_input', { [field]: 'unknown' })
}

/** Somebody of this county whose account is open. */
export async function requirePerson(tx: Tx, countyId: CountyId, personId: PersonId): Promise<{ name: string }> {
  const [person] = await tx
    .select({ name: people.name })
    .from(people)
    .where(and(eq(people.countyId, countyId), eq(people.id, personId), isNull(people.disabledAt)))
  if (!person) throw new AppError('invalid_input', { personId: 'unknown' })
  return person
}
