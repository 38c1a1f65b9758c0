// An office, its unit or its term is changed, or ended before its day. Of two administrators who change one membership, one
// wins: the UPDATE compares the version that was read, and the row's own lock makes the second see the first's.
import { and, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { memberships } from '@/db/schema/bodies'
import { requireAccess, type Actor } from '@/server/access'
import { notify } from '@/server/bus'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, MembershipId } from '@/server/ids'
import { followRecord, lockRoomsOfBody } from '@/server/rooms/follow-record'
import { requireUnitIn } from './add-membership'
import type { ChangeMembership, EndMembership } from './contract'
import { dayOfCounty } from './county-day'

type Row = typeof memberships.$inferSelect

/** @throws conflict when somebody changed it since it was read; not_found; conflict too when it was ended */
export async function changeMembership(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { membershipId, version, ...input }: ChangeMembership,
  at: Date,
): Promise<void> {
  const was = await readToManage(db, actor, countyId, membershipId)
  await db.transaction(async (tx) => {
    const rooms = await lockRoomsOfBody(tx, countyId, was.bodyId)
    if (input.unitId !== was.unitId) await requireUnitIn(tx, countyId, was.bodyId, input.unitId)
    await writeVersion(tx, actor, was, version, input, at)
    const detail = { personId: was.personId, version: version + 1, ...input }
    await recordEvent(tx, countyId, actor, { verb: 'membership.change', thingId: membershipId, detail }, at)
    await followRecord(tx, actor, rooms, at)
  })
}

/** At once: its rights end within a second, also in a sitting under way. */
export async function endMembership(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { membershipId, version, reason }: EndMembership,
  at: Date,
): Promise<void> {
  const was = await readToManage(db, actor, countyId, membershipId)
  await db.transaction(async (tx) => {
    const rooms = await lockRoomsOfBody(tx, countyId, was.bodyId)
    const today = await dayOfCounty(tx, countyId, at)
    // The last day is told as such; a term that had not begun ends on the day it would have.
    const untilOn = was.untilOn !== null && was.untilOn < today ? was.untilOn : was.fromOn > today ? was.fromOn : today
    await writeVersion(tx, actor, was, version, { endedAt: at, endReason: reason, untilOn }, at)
    const detail = { personId: was.personId, version: version + 1 }
    await recordEvent(tx, countyId, actor, { verb: 'membership.end', thingId: membershipId, detail }, at)
    await followRecord(tx, actor, rooms, at)
  })
}

/** For whoever may manage its body; to everybody else and to another county it does not exist. */
export async function readToManage(db: Db | Tx, actor: Actor, countyId: CountyId, id: MembershipId): Promise<Row> {
  const [row] = await db
    .select()
    .from(memberships)
    .where(and(eq(memberships.countyId, countyId), eq(memberships.id, id)))
  if (!row) throw new AppError('not_found')
  requireAccess(actor, 'body.manage', { kind: 'body', countyId, bodyId: row.bodyId })
  return row
}

async function writeVersion(tx: Tx, actor: Actor, was: Row, version: number, set: Partial<Row>, at: Date) {
  const { countyId, id, personId } = was
  const by = actor.kind === 'person' ? actor.personId : null
  const [row] = await tx
    .update(memberships)
    .set({ ...set, version: version + 1, changedAt: at, changedByPersonId: by })
    .where(
      and(
        eq(memberships.countyId, countyId),
        eq(memberships.id, id),
        eq(memberships.version, version),
        sql`${memberships.endedAt} is null`,
      ),
    )
    .returning({ id: memberships.id })
  if (!row) throw new AppError('conflict')
  await notify(tx, { kind: 'access', countyId, personId })
  // Whoever deputises loses or changes with it.
  const others = await tx.execute(
    sql`select person_id as "personId" from deputies where county_id = ${countyId} and membership_id = ${id}`,
  )
  for (const other of others)
    await notify(tx, { kind: 'access', countyId, personId: other.personId as typeof personId })
}
