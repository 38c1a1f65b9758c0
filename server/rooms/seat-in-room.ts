// One seat of one meeting, locked with it: a seat of another meeting is not found, whoever asks.
import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { seats } from '@/db/schema/rooms'
import { AppError } from '@/server/errors'
import type { SeatId } from '@/server/ids'
import type { RoomRow } from './change-room'

export type SeatRow = typeof seats.$inferSelect

export const seatKey = (room: RoomRow, seatId: SeatId) =>
  and(eq(seats.countyId, room.countyId), eq(seats.meetingId, room.id), eq(seats.id, seatId))

export async function seatInRoom(tx: Tx, room: RoomRow, seatId: SeatId): Promise<SeatRow> {
  const [seat] = await tx.select().from(seats).where(seatKey(room, seatId))
  if (!seat) throw new AppError('not_found')
  return seat
}

/** Somebody who is in: let in and not thrown out. Giving a right to anybody else is a conflict, not a silent success. */
export async function presentSeat(tx: Tx, room: RoomRow, seatId: SeatId): Promise<SeatRow> {
  const seat = await seatInRoom(tx, room, seatId)
  if (seat.admission !== 'admitted' || seat.bannedAt !== null) throw new AppError('conflict')
  return seat
}
