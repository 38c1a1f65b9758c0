// Seats follow the record of who holds which office: at a change of it, at once and in its transaction; at the end of a
// day, by server/live/terms. Whoever lost every place in a sitting under way becomes an observer until the chair decides.
import { and, eq, inArray, ne } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import type { BodyId, CountyId, SeatId } from '@/server/ids'
import { publishChange, type RoomRow } from './change-room'
import { seatAfter, type SeatChange } from './model'
import { releaseFloor } from './floor-turns'
import { seatKey, type SeatRow } from './seat-in-room'
import { readSeatStandings } from './standing'

/**
 * Locks the sittings of a body that are not over, in one order, so that two changes of the record never wait for each
 * other. Must come before the first audit line: room commands lock the room first and the trail's head last.
 */
export const lockRoomsOfBody = (tx: Tx, countyId: CountyId, bodyId: BodyId): Promise<RoomRow[]> =>
  tx
    .select()
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.bodyId, bodyId), ne(meetings.state, 'ended')))
    .orderBy(meetings.id)
    .for('update')

/** @param rooms locked by lockRoomsOfBody in this transaction @returns how many seats changed */
export async function followRecord(tx: Tx, actor: Actor, rooms: readonly RoomRow[], at: Date): Promise<number> {
  const [first] = rooms
  if (!first) return 0
  const standings = await readSeatStandings(tx, { countyId: first.countyId, bodyId: first.bodyId }, at)
  const ids = standings.map(({ seatId }) => seatId)
  if (ids.length === 0) return 0
  const rows = await tx
    .select()
    .from(seats)
    .where(and(eq(seats.countyId, first.countyId), inArray(seats.id, ids)))
  let changed = 0
  for (const seat of rows) {
    const room = rooms.find(({ id }) => id === seat.meetingId)
    const record = standings.find(({ seatId }) => seatId === seat.id)
    const change = room && record && seatAfter(seat, record.standings, room.state)
    if (!change) continue
    await applySeatChange(tx, actor, room, seat, change, at)
    changed++
  }
  return changed
}

async function applySeatChange(tx: Tx, actor: Actor, room: RoomRow, seat: SeatRow, change: SeatChange, at: Date) {
  const { verb, ...set } = change
  await tx.update(seats).set(set).where(seatKey(room, seat.id))
  if (set.role === 'observer') await releaseFloor(tx, room, seat.id, at)
  const event = { verb, thingId: seat.id, detail: { from: seat.role, to: set.role, meetingId: room.id } }
  await publishChange(tx, room, actor, { topic: 'seats', event, access: [seat.id] }, at)
}

/** What the clock ended, in all counties. Looks without a lock first: nearly always there is nothing to do. */
export async function followClock(db: Db, at: Date): Promise<number> {
  const standings = await readSeatStandings(db, 'all', at)
  const bodies = new Map<string, { countyId: CountyId; bodyId: BodyId }>()
  const ids = standings.map(({ seatId }) => seatId)
  for (const { seat, room } of await seatsOf(db, ids)) {
    const record = standings.find(({ seatId }) => seatId === seat.id)
    if (record && seatAfter(seat, record.standings, room.state))
      bodies.set(`${room.countyId} ${room.bodyId}`, { countyId: room.countyId, bodyId: room.bodyId })
  }
  let changed = 0
  for (const { countyId, bodyId } of bodies.values())
    changed += await db.transaction(async (tx) => {
      const rooms = await lockRoomsOfBody(tx, countyId, bodyId)
      return followRecord(tx, { kind: 'system' }, rooms, at)
    })
  return changed
}

const seatsOf = async (db: Db, ids: readonly SeatId[]) =>
  ids.length === 0
    ? []
    : db
        .select({ seat: seats, room: meetings })
        .from(seats)
        .innerJoin(meetings, and(eq(meetings.countyId, seats.countyId), eq(meetings.id, seats.meetingId)))
        .where(inArray(seats.id, [...ids]))
