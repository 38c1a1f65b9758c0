// The floor as a record: each turn has a row, and the open one is the floor. Callers hold the room's lock.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { units } from '@/db/schema/bodies'
import { floorTurns } from '@/db/schema/floor'
import { meetings } from '@/db/schema/meetings'
import { seats } from '@/db/schema/rooms'
import { TurnId, type SeatId } from '@/server/ids'
import type { RoomRow } from './change-room'
import { SpeakingSeconds } from './contract'
import type { SeatRow } from './seat-in-room'

const openTurn = (room: RoomRow) =>
  and(eq(floorTurns.countyId, room.countyId), eq(floorTurns.meetingId, room.id), isNull(floorTurns.endedAt))

/** Ends the turn before, should there be one, and begins this seat's. */
export async function beginTurn(tx: Tx, room: RoomRow, seat: SeatRow, at: Date): Promise<void> {
  await endTurn(tx, room, at)
  const [unit] =
    seat.unitId === null
      ? []
      : await tx
          .select({ kind: units.kind })
          .from(units)
          .where(and(eq(units.countyId, room.countyId), eq(units.id, seat.unitId)))
  const limits = SpeakingSeconds.catch({}).parse(room.speakingSeconds)
  await tx.insert(floorTurns).values({
    countyId: room.countyId,
    id: TurnId.parse(crypto.randomUUID()),
    meetingId: room.id,
    seatId: seat.id,
    agendaItemId: room.currentAgendaItemId,
    kind: seat.handKind,
    secondsAllowed: (unit && limits[unit.kind]) ?? null,
    startedAt: at,
  })
  await tx
    .update(meetings)
    .set({ floorSeatId: seat.id, floorSince: at })
    .where(and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id)))
}

/** The floor is free. */
export async function endTurn(tx: Tx, room: RoomRow, at: Date): Promise<void> {
  // A clock that went back must not leave a turn that can never end.
  await tx
    .update(floorTurns)
    .set({ endedAt: sql`greatest(${floorTurns.startedAt}, ${at.toISOString()}::timestamptz)` })
    .where(openTurn(room))
  if (room.floorSeatId === null) return
  await tx
    .update(meetings)
    .set({ floorSeatId: null, floorSince: null })
    .where(and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id)))
}

/** @returns false where nobody has the floor */
export async function extendTurn(tx: Tx, room: RoomRow, seconds: number, at: Date): Promise<boolean> {
  const extended = await tx
    .update(floorTurns)
    .set({
      // A turn without a limit gets one that ends that much from now.
      secondsAllowed: sql`least(7200, coalesce(${floorTurns.secondsAllowed},
        extract(epoch from ${at.toISOString()}::timestamptz - ${floorTurns.startedAt})::int) + ${seconds})`,
    })
    .where(openTurn(room))
    .returning({ id: floorTurns.id })
  return extended.length > 0
}

/** Somebody who may no longer speak does not keep the floor. */
export async function releaseFloor(tx: Tx, room: RoomRow, seatId: SeatId, at: Date): Promise<void> {
  if (room.floorSeatId !== seatId) return
  await endTurn(tx, room, at)
  room.floorSeatId = null
}

/** These seats and those whose devices serve them: whose rights to be heard follow the floor. */
export async function devicesOf(tx: Tx, room: RoomRow, seatIds: readonly (SeatId | null)[]): Promise<SeatId[]> {
  const ids = seatIds.filter((id) => id !== null)
  if (ids.length === 0) return []
  const rows = await tx
    .select({ device: seats.sharesWithSeatId })
    .from(seats)
    .where(and(eq(seats.countyId, room.countyId), inArray(seats.id, ids)))
  return [...new Set([...ids, ...rows.flatMap(({ device }) => device ?? [])])]
}
