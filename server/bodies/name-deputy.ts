// A standing deputy holds a member's office beside them, in their own name, and never longer than the membership.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { deputies } from '@/db/schema/terms'
import type { Actor } from '@/server/access'
import { notify } from '@/server/bus'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { DeputyId, type CountyId } from '@/server/ids'
import { followRecord, lockRoomsOfBody } from '@/server/rooms/follow-record'
import { requirePerson } from './add-membership'
import { readToManage } from './change-membership'
import type { NewDeputy } from './contract'

/** @throws invalid_input personId `unknown`, or `taken` for one who already deputises, `isMember` for the member */
export async function nameDeputy(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  input: NewDeputy,
  at: Date,
): Promise<DeputyId> {
  const place = await readToManage(db, actor, countyId, input.membershipId)
  if (place.personId === input.personId) throw new AppError('invalid_input', { personId: 'isMember' })
  const id = DeputyId.parse(crypto.randomUUID())
  await db.transaction(async (tx) => {
    const rooms = await lockRoomsOfBody(tx, countyId, place.bodyId)
    await requirePerson(tx, countyId, input.personId)
    const [row] = await tx
      .insert(deputies)
      .values({ countyId, id, ...input, createdAt: at })
      .onConflictDoNothing()
      .returning({ id: deputies.id })
    if (!row) throw new AppError('invalid_input', { personId: 'taken' })
    await notify(tx, { kind: 'access', countyId, personId: input.personId })
    const detail = { deputyId: id, personId: input.personId, fromOn: input.fromOn, untilOn: input.untilOn }
    await recordEvent(tx, countyId, actor, { verb: 'deputy.name', thingId: input.membershipId, detail }, at)
    await followRecord(tx, actor, rooms, at)
  })
  return id
}

/** @throws conflict when it has ended already */
export async function endDeputy(db: Db, actor: Actor, countyId: CountyId, id: DeputyId, at: Date): Promise<void> {
  const [deputy] = await db
    .select()
    .from(deputies)
    .where(and(eq(deputies.countyId, countyId), eq(deputies.id, id)))
  if (!deputy) throw new AppError('not_found')
  const place = await readToManage(db, actor, countyId, deputy.membershipId)
  await db.transaction(async (tx) => {
    const rooms = await lockRoomsOfBody(tx, countyId, place.bodyId)
    const [row] = await tx
      .update(deputies)
      .set({ endedAt: at })
      .where(and(eq(deputies.countyId, countyId), eq(deputies.id, id), isNull(deputies.endedAt)))
      .returning({ id: deputies.id })
    if (!row) throw new AppError('conflict')
    await notify(tx, { kind: 'access', countyId, personId: deputy.personId })
    const detail = { deputyId: id, personId: deputy.personId }
    await recordEvent(tx, countyId, actor, { verb: 'deputy.end', thingId: deputy.membershipId, detail }, at)
    await followRecord(tx, actor, rooms, at)
  })
}
