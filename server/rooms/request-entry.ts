// The one admission function: members of the body, personal links and the code for anybody all come through here, and
// model.ts decides. A seat is found or made under the meeting's lock, so two devices of one person at once get one seat.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { seatLinks, seats } from '@/db/schema/rooms'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, SeatId, UnitId } from '@/server/ids'
import { meetingThing } from '@/server/meetings/model'
import { countTry } from '@/server/people/rate-limit'
import { addDevice } from './add-device'
import { lockMeeting, publishChange, type RoomRow } from './change-room'
import { findJoinCode, findSeatLink } from './find-link'
import { nameInRoom } from '@/server/privacy/consent'
import { makeSeat } from './make-seat'
import { decideEntry, guestSeat, seatOfMember } from './model'
import { readSeatOfDevice } from './read-seat'
import { readStanding } from './standing'
import { seatInRoom, seatKey, type SeatRow } from './seat-in-room'

export type EntryInput =
  | { entrance: 'member'; meetingId: MeetingId }
  | { entrance: 'link'; secret: string; deviceSecret: string | null }
  | {
      entrance: 'code'
      code: string
      /** As parsed by PersonName. */
      name: string
      unitId: UnitId | null
      deviceSecret: string | null
    }

export type Entry = {
  meetingId: MeetingId
  seatId: SeatId
  admission: 'admitted' | 'waiting'
  meetingState: 'planned' | 'live' | 'ended'
  /** To be set as the device cookie; null when this browser has one, or is signed in. */
  deviceSecret: string | null
}

/** @throws link_*, seat_banned, meeting_over, meeting_cancelled, meeting_locked, not_allowed, too_many_tries, invalid_input */
export function requestEntry(db: Db, actor: Actor, input: EntryInput, at: Date): Promise<Entry> {
  return db.transaction(async (tx) => {
    const room = await lockMeeting(tx, lockAs(actor, input), await meetingOf(tx, input, at))
    if (room.cancelledAt !== null) throw new AppError('meeting_cancelled')
    const found = await findOrMakeSeat(tx, room, actor, input, at)
    const { seat } = found
    const isMember = await belongsToMember(tx, room, seat, at)
    const decision = decideEntry({
      entrance: input.entrance,
      admission: seat.admission,
      isBanned: seat.bannedAt !== null,
      isMember,
      role: seat.role,
      isLocked: room.isLocked,
      meetingState: room.state,
    })
    // A refusal rolls back the seat that a stranger's knock would have made.
    if (decision.kind === 'refuse') throw new AppError(decision.code)
    const admission = decision.kind === 'admit' ? 'admitted' : 'waiting'
    if (seat.admission === 'refused') await countTry(tx, `knock:${seat.id}`, 5, 600_000, at)
    const isChanged = found.isNew || seat.admission !== admission
    if (seat.admission !== admission) {
      const stamp = admission === 'admitted' ? { admittedAt: at } : { requestedAt: at }
      await tx
        .update(seats)
        .set({ admission, word: null, ...stamp })
        .where(seatKey(room, seat.id))
    }
    const device =
      input.entrance === 'member' ? null : await addDevice(tx, room.countyId, seat.id, input.deviceSecret, at)
    const detail = { entrance: input.entrance, admission, devicesEnded: device?.ended ?? 0 }
    if (isChanged || device?.newSecret != null || (device?.ended ?? 0) > 0) {
      const event = { verb: 'seat.request-entry', thingId: seat.id, detail }
      await publishChange(tx, room, actor, { topic: 'seats', event, access: device?.ended ? [seat.id] : [] }, at)
    }
    return {
      meetingId: room.id,
      seatId: seat.id,
      admission,
      meetingState: room.state,
      deviceSecret: device?.newSecret ?? null,
    }
  })
}

/** Links and codes are known by their secret alone: a signed-in member of another county may be a guest here. */
const lockAs = (actor: Actor, input: EntryInput): Actor => (input.entrance === 'member' ? actor : { kind: 'anonymous' })

async function meetingOf(tx: Tx, input: EntryInput, at: Date): Promise<MeetingId> {
  switch (input.entrance) {
    case 'member':
      return input.meetingId
    case 'link':
      return (await findSeatLink(tx, input.secret, at)).meetingId
    case 'code':
      return (await findJoinCode(tx, input.code)).meetingId
  }
}

type Found = { seat: SeatRow; isNew: boolean }

function findOrMakeSeat(tx: Tx, room: RoomRow, actor: Actor, input: EntryInput, at: Date): Promise<Found> {
  switch (input.entrance) {
    case 'member':
      return seatForMember(tx, room, actor, at)
    case 'link':
      return seatOfLink(tx, room, input.secret, at)
    case 'code':
      return seatForGuest(tx, room, input, at)
  }
}

async function seatForMember(tx: Tx, room: RoomRow, actor: Actor, at: Date): Promise<Found> {
  requireAccess(actor, 'meeting.attend', meetingThing(room))
  if (actor.kind !== 'person') throw new AppError('not_allowed')
  const [seat] = await tx
    .select()
    .from(seats)
    .where(and(eq(seats.countyId, room.countyId), eq(seats.meetingId, room.id), eq(seats.personId, actor.personId)))
  if (seat) return { seat, isNew: false }
  // Under the lock, not as it was when the request began: a term may have ended or a proxy been named meanwhile.
  const made = seatOfMember(await readStanding(tx, room, actor.personId, at))
  if (!made) throw new AppError('not_allowed')
  return {
    seat: await makeSeat(
      tx,
      room,
      {
        personId: actor.personId,
        unitId: made.membership.unitId,
        name: await nameInRoom(tx, actor, made.membership.unitId),
        role: made.role,
        mayWrite: made.mayWrite,
        admission: 'expected',
      },
      at,
    ),
    isNew: true,
  }
}

async function seatOfLink(tx: Tx, room: RoomRow, secret: string, at: Date): Promise<Found> {
  // Asked again under the lock: a link revoked while we waited for it opens nothing.
  const link = await findSeatLink(tx, secret, at)
  return { seat: await seatInRoom(tx, room, link.seatId), isNew: false }
}

/** The seat this browser already has here, with the name as typed now while it still waits; else a new guest seat. */
async function seatForGuest(tx: Tx, room: RoomRow, input: EntryInput & { entrance: 'code' }, at: Date): Promise<Found> {
  const mine = input.deviceSecret === null ? null : await readSeatOfDevice(tx, input.deviceSecret, room.id)
  if (mine === null) {
    const seat = { ...guestSeat, unitId: input.unitId, name: input.name, admission: 'expected' } as const
    return { seat: await makeSeat(tx, room, seat, at), isNew: true }
  }
  const seat = await seatInRoom(tx, room, mine.seatId)
  if (seat.name === input.name || seat.admission === 'admitted' || seat.personId !== null) return { seat, isNew: false }
  // The name on a personal link was given by the secretary; only a stranger's own may be typed anew.
  const [link] = await tx
    .select({ id: seatLinks.id })
    .from(seatLinks)
    .where(and(eq(seatLinks.countyId, room.countyId), eq(seatLinks.seatId, seat.id)))
    .limit(1)
  if (link) return { seat, isNew: false }
  await tx.update(seats).set({ name: input.name }).where(seatKey(room, seat.id))
  return { seat: { ...seat, name: input.name }, isNew: true }
}

async function belongsToMember(tx: Tx, room: RoomRow, seat: SeatRow, at: Date): Promise<boolean> {
  if (seat.personId === null) return false
  return (await readStanding(tx, room, seat.personId, at)).length > 0
}
