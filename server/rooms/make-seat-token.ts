import type { Db } from '@/db/client'
import type { Actor } from '@/server/access'
import type { MeetingId, UnitId } from '@/server/ids'
import { insertAccessToken } from '@/server/people/make-access-token'
import { changeRoom } from './change-room'
import { makeSeat } from './make-seat'

/** A seat of its own, let in at once, and a bearer token that acts from it: for programs and measurements. */
export async function makeSeatToken(
  db: Db,
  actor: Actor,
  input: {
    meetingId: MeetingId
    /** As parsed by PersonName. */
    name: string
    unitId: UnitId | null
    role: 'speaker' | 'listener'
    mayWrite: boolean
    ttlMs: number
  },
  at: Date,
) {
  const { result } = await changeRoom(db, actor, input.meetingId, 'meeting.manage', at, async (tx, room) => {
    const { name, unitId, role, mayWrite } = input
    const seat = await makeSeat(tx, room, { name, unitId, role, mayWrite, admission: 'admitted' }, at)
    const holder = { countyId: room.countyId, personId: null, seatId: seat.id }
    const made = await insertAccessToken(tx, holder, input.ttlMs, at)
    return {
      result: { ...made, seatId: seat.id, meetingId: room.id },
      topic: 'seats',
      event: { verb: 'seat.token', thingId: seat.id, detail: { role, mayWrite } },
    }
  })
  return result!
}
