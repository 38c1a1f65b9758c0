// A new seat's row, the one way it comes to be. Callers hold the meeting's lock and have asked access.ts.
import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { bodyUnits } from '@/db/schema/bodies'
import { seats } from '@/db/schema/rooms'
import type { SeatRole } from '@/server/access'
import { AppError } from '@/server/errors'
import { SeatId, type PersonId, type UnitId } from '@/server/ids'
import type { RoomRow } from './change-room'
import type { SeatRow } from './seat-in-room'

export type NewSeat = {
  personId?: PersonId | null
  unitId: UnitId | null
  name: string
  role: SeatRole
  mayWrite: boolean
  admission: SeatRow['admission']
}

export async function makeSeat(tx: Tx, room: RoomRow, seat: NewSeat, at: Date): Promise<SeatRow> {
  if (seat.unitId !== null) await requireUnitOfBody(tx, room, seat.unitId)
  const [row] = await tx
    .insert(seats)
    .values({
      countyId: room.countyId,
      id: SeatId.parse(crypto.randomUUID()),
      meetingId: room.id,
      personId: seat.personId ?? null,
      unitId: seat.unitId,
      name: seat.name,
      role: seat.role,
      mayWrite: seat.mayWrite,
      admission: seat.admission,
      requestedAt: seat.admission === 'waiting' ? at : null,
      admittedAt: seat.admission === 'admitted' ? at : null,
      createdAt: at,
    })
    .returning()
  return row!
}

/** A seat's unit sits in the body whose meeting it is. */
export async function requireUnitOfBody(tx: Tx, room: RoomRow, unitId: UnitId): Promise<void> {
  const [unit] = await tx
    .select({ id: bodyUnits.unitId })
    .from(bodyUnits)
    .where(
      and(
        eq(bodyUnits.countyId, room.countyId),
        eq(bodyUnits.bodyId, room.bodyId),
        eq(bodyUnits.unitId, unitId),
        isNull(bodyUnits.takenOutAt),
      ),
    )
  if (!unit) throw new AppError('invalid_input', { unitId: 'unknown' })
}
