import type { Db, Tx } from '@/db/client'
import { seatLinks } from '@/db/schema/rooms'
import type { Actor, SeatRole } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, SeatId, UnitId } from '@/server/ids'
import { makeSecret, hashSecret } from '@/server/secrets'
import { changeRoom, type RoomRow } from './change-room'
import { makeSeat } from './make-seat'
import { seatInRoom } from './seat-in-room'

export type SeatLinkInput = {
  meetingId: MeetingId
  /** A seat that exists, or what a new one is made of; the name is parsed by PersonName. */
  seat: SeatId | { name: string; unitId: UnitId | null; role: Exclude<SeatRole, 'chair' | 'secretary'> }
  /** Let in without knocking when they come. */
  isAdmitted?: boolean
  /** Until when the link opens; 90 days after the meeting if not given, since it leads to the minutes afterwards. */
  expiresAt?: Date
}

const afterMeetingMs = 90 * 86_400_000

/** A personal link `/l/<secret>`. The secret is shown once and kept only as a hash. */
export async function makeSeatLink(db: Db, actor: Actor, input: SeatLinkInput, at: Date) {
  const { result } = await changeRoom(
    db,
    actor,
    input.meetingId,
    ['meeting.manage', 'room.run'],
    at,
    async (tx, room) => {
      if (room.state === 'ended') throw new AppError('meeting_over')
      const seat =
        typeof input.seat === 'string'
          ? await seatInRoom(tx, room, input.seat)
          : await makeSeat(
              tx,
              room,
              { ...input.seat, mayWrite: false, admission: input.isAdmitted ? 'admitted' : 'expected' },
              at,
            )
      const secret = await insertSeatLink(tx, room, seat.id, at, input.expiresAt)
      return {
        result: { secret, seatId: seat.id, path: `/l/${secret}` },
        topic: 'seats',
        event: { verb: 'seat.link', thingId: seat.id },
      }
    },
  )
  return result!
}

/** For who holds the meeting's lock and has asked. @returns the secret, which is nowhere else */
export async function insertSeatLink(tx: Tx, room: RoomRow, seatId: SeatId, at: Date, expiresAt?: Date) {
  const secret = makeSecret()
  await tx.insert(seatLinks).values({
    countyId: room.countyId,
    id: crypto.randomUUID(),
    seatId,
    secretHash: hashSecret(secret),
    createdAt: at,
    expiresAt: expiresAt ?? new Date(room.endsAt.getTime() + afterMeetingMs),
  })
  return secret
}
