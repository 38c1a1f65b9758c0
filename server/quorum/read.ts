import { and, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodyUnits, units } from '@/db/schema/bodies'
import { bodyQuorums } from '@/db/schema/body-rules'
import { seats } from '@/db/schema/rooms'
import type { BodyId, CountyId, MeetingId } from '@/server/ids'
import { presentUnits, quorumOf, type QuorumRules, type QuorumState } from './model'

type Body = { countyId: CountyId; bodyId: BodyId }

/** What a body asks of each kind of unit. The caller has asked access. */
export async function readQuorumRules(db: Db | Tx, { countyId, bodyId }: Body): Promise<QuorumRules> {
  const rows = await db
    .select()
    .from(bodyQuorums)
    .where(and(eq(bodyQuorums.countyId, countyId), eq(bodyQuorums.bodyId, bodyId)))
  return Object.fromEntries(
    rows.map(({ kind, count, numerator, denominator }) => [
      kind,
      count === null ? { numerator: numerator!, denominator: denominator! } : { count },
    ]),
  )
}

/** Units that sit in the body now. */
export const readUnitsOfBody = (db: Db | Tx, { countyId, bodyId }: Body) =>
  db
    .select({ id: units.id, name: units.name, kind: units.kind })
    .from(bodyUnits)
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId), isNull(bodyUnits.takenOutAt)))
    .orderBy(units.kind, units.name)

/** As it stands now, from who is in the room. The caller has asked access. */
export async function readQuorum(
  db: Db | Tx,
  meeting: { countyId: CountyId; id: MeetingId; bodyId: BodyId },
): Promise<QuorumState> {
  const { countyId, bodyId, id } = meeting
  const rules = await readQuorumRules(db, { countyId, bodyId })
  const ofBody = await readUnitsOfBody(db, { countyId, bodyId })
  const seatRows = await db
    .select({ role: seats.role, admission: seats.admission, bannedAt: seats.bannedAt, unitId: seats.unitId })
    .from(seats)
    .where(and(eq(seats.countyId, countyId), eq(seats.meetingId, id)))
  return quorumOf(ofBody, rules, presentUnits(seatRows))
}
