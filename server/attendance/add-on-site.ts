// Somebody in the hall without a device of their own has a seat like everybody: a place in attendance, quorum and queue. One
// device may speak for a whole room of them.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { memberships } from '@/db/schema/bodies'
import { people } from '@/db/schema/people'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, MembershipId, SeatId, UnitId } from '@/server/ids'
import { changeRoom, type RoomRow } from '@/server/rooms/change-room'
import { makeSeat, type NewSeat } from '@/server/rooms/make-seat'
import { seatOfMember } from '@/server/rooms/model'
import { presentSeat, releaseFloor, seatInRoom, seatKey } from '@/server/rooms/seat-in-room'

export type OnSite = {
  meetingId: MeetingId
  membershipId: MembershipId | null
  name: string | null
  unitId: UnitId | null
  /** Whose device serves them. */
  sharesWithSeatId: SeatId | null
}

/** @throws meeting_not_open; invalid_input membershipId or unitId `unknown`; conflict for a seat that was thrown out */
export async function addOnSite(db: Db, actor: Actor, input: OnSite, at: Date): Promise<SeatId> {
  const { result } = await changeRoom(
    db,
    actor,
    input.meetingId,
    ['room.run', 'attendance.confirm'],
    at,
    async (tx, room) => {
      if (room.state === 'planned') throw new AppError('meeting_not_open')
      if (input.sharesWithSeatId !== null) await presentSeat(tx, room, input.sharesWithSeatId)
      const who = await whoSits(tx, room, input)
      const [known] =
        who.personId === null
          ? []
          : await tx
              .select()
              .from(seats)
              .where(
                and(eq(seats.countyId, room.countyId), eq(seats.meetingId, room.id), eq(seats.personId, who.personId!)),
              )
      if (known?.bannedAt) throw new AppError('conflict')
      const seat = known ?? (await makeSeat(tx, room, { ...who, admission: 'admitted' }, at))
      await tx
        .update(seats)
        .set({
          admission: 'admitted',
          admittedAt: seat.admittedAt ?? at,
          // Told after the sitting, they were there for it.
          onSiteAt: seat.onSiteAt ?? (room.state === 'ended' ? room.openedAt : at),
          onSiteLeftAt: null,
          sharesWithSeatId: input.sharesWithSeatId === seat.id ? null : input.sharesWithSeatId,
        })
        .where(seatKey(room, seat.id))
      return {
        result: seat.id,
        topic: 'seats',
        event: { verb: 'attendance.add-on-site', thingId: seat.id, detail: { meetingId: room.id } },
        access: [seat.id],
      }
    },
  )
  return result!
}

/** They went home: the hand goes down and the floor is free. */
export function leaveSite(db: Db, actor: Actor, input: { meetingId: MeetingId; seatId: SeatId }, at: Date) {
  return changeRoom(db, actor, input.meetingId, ['room.run', 'attendance.confirm'], at, async (tx, room) => {
    const seat = await seatInRoom(tx, room, input.seatId)
    if (seat.onSiteAt === null) throw new AppError('conflict')
    if (seat.onSiteLeftAt !== null) return null
    const left = room.endedAt ?? at
    await tx.update(seats).set({ onSiteLeftAt: left, handRaisedAt: null }).where(seatKey(room, seat.id))
    await releaseFloor(tx, room, seat.id)
    return {
      result: seat.id,
      topic: 'seats',
      event: { verb: 'attendance.leave-site', thingId: seat.id, detail: { meetingId: room.id } },
      access: [seat.id],
    }
  })
}

async function whoSits(tx: Tx, room: RoomRow, input: OnSite): Promise<Omit<NewSeat, 'admission'>> {
  if (input.membershipId === null)
    return { personId: null, name: input.name!, unitId: input.unitId, role: 'speaker', mayWrite: false }
  const [place] = await tx
    .select({
      personId: memberships.personId,
      unitId: memberships.unitId,
      office: memberships.office,
      name: people.name,
    })
    .from(memberships)
    .innerJoin(people, and(eq(people.countyId, memberships.countyId), eq(people.id, memberships.personId)))
    .where(
      and(
        eq(memberships.countyId, room.countyId),
        eq(memberships.bodyId, room.bodyId),
        eq(memberships.id, input.membershipId),
        isNull(memberships.endedAt),
      ),
    )
  if (!place) throw new AppError('invalid_input', { membershipId: 'unknown' })
  const { role, mayWrite } = seatOfMember([place])!
  return { personId: place.personId, unitId: place.unitId, name: place.name, role, mayWrite }
}
