// 代會: somebody sits for a member in one meeting. The proxy's seat is made at once and let in, so that it needs no term of
// its own; the member's own seat follows as an observer while the proxy holds the place.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { memberships } from '@/db/schema/bodies'
import { seatLinks, seats } from '@/db/schema/rooms'
import { proxies } from '@/db/schema/terms'
import type { Actor } from '@/server/access'
import { requirePerson } from '@/server/bodies/add-membership'
import { dayOfCounty } from '@/server/bodies/county-day'
import { AppError } from '@/server/errors'
import { ProxyId, type MeetingId, type MembershipId, type PersonId } from '@/server/ids'
import { changeRoom, type RoomRow } from './change-room'
import { followRecord } from './follow-record'
import { makeSeat } from './make-seat'
import { insertSeatLink } from './make-seat-link'
import { seatOfMember } from './model'
import { releaseFloor } from './floor-turns'
import { seatKey, type SeatRow } from './seat-in-room'
import { readStanding } from './standing'

export type ProxyInput = {
  meetingId: MeetingId
  membershipId: MembershipId
  /** A person of the county, or the name of somebody without an account, parsed by PersonName. */
  proxy: { personId: PersonId } | { name: string }
}

/**
 * @returns the proxy with the personal link of the seat, shown once
 * @throws meeting_over; invalid_input membershipId `unknown` (also when its term does not cover the day of the meeting) or
 * `hasProxy`; personId `unknown`, `isMember` (the member themself) or `taken` (thrown out of this sitting)
 */
export async function nameProxy(db: Db, actor: Actor, input: ProxyInput, at: Date) {
  const { result } = await changeRoom(db, actor, input.meetingId, 'meeting.manage', at, async (tx, room) => {
    const made = await insertProxy(tx, actor, room, input, at)
    return {
      result: made,
      topic: 'seats',
      event: { verb: 'proxy.name', thingId: made.seatId, detail: made.detail },
      access: [made.seatId],
    }
  })
  const { detail: _detail, ...proxy } = result!
  return proxy
}

/** Under the sitting's lock; who may is the caller's. Throws as nameProxy. */
export async function insertProxy(tx: Tx, actor: Actor, room: RoomRow, input: ProxyInput, at: Date) {
  if (room.state === 'ended') throw new AppError('meeting_over')
  const id = ProxyId.parse(crypto.randomUUID())
  const place = await placeAt(tx, room, input.membershipId)
  const { personId, name } = await whoComes(tx, room, input.proxy)
  if (personId === place.personId) throw new AppError('invalid_input', { personId: 'isMember' })
  const [known] = await tx.select({ id: proxies.id }).from(proxies).where(liveProxyOf(room, place.id))
  if (known) throw new AppError('invalid_input', { membershipId: 'hasProxy' })
  const seat = await seatFor(tx, room, place, { personId, name }, at)
  await tx.insert(proxies).values({
    countyId: room.countyId,
    id,
    meetingId: room.id,
    membershipId: place.id,
    personId,
    name,
    seatId: seat.id,
    createdAt: at,
  })
  await followRecord(tx, actor, [room], at)
  const path = `/l/${await insertSeatLink(tx, room, seat.id, at)}`
  const detail = { proxyId: id, membershipId: place.id, personId, meetingId: room.id }
  return { proxyId: id, seatId: seat.id, name, path, detail }
}

/** The member holds the place again; the proxy's link and sockets end. */
export function withdrawProxy(db: Db, actor: Actor, input: { meetingId: MeetingId; proxyId: ProxyId }, at: Date) {
  return changeRoom(db, actor, input.meetingId, 'meeting.manage', at, async (tx, room) => {
    const [proxy] = await tx
      .select()
      .from(proxies)
      .where(and(eq(proxies.countyId, room.countyId), eq(proxies.meetingId, room.id), eq(proxies.id, input.proxyId)))
    if (!proxy) throw new AppError('not_found')
    if (proxy.withdrawnAt !== null) return null
    await endProxy(tx, actor, room, proxy, at)
    const detail = { proxyId: proxy.id, membershipId: proxy.membershipId, meetingId: room.id }
    return {
      result: proxy.id,
      topic: 'seats',
      event: { verb: 'proxy.withdraw', thingId: proxy.seatId, detail },
      access: [proxy.seatId],
    }
  })
}

/** Under the sitting's lock. */
export async function endProxy(
  tx: Tx,
  actor: Actor,
  room: RoomRow,
  proxy: typeof proxies.$inferSelect,
  at: Date,
): Promise<void> {
  await tx
    .update(proxies)
    .set({ withdrawnAt: at })
    .where(and(eq(proxies.countyId, room.countyId), eq(proxies.id, proxy.id)))
  await tx
    .update(seatLinks)
    .set({ revokedAt: at })
    .where(and(eq(seatLinks.countyId, room.countyId), eq(seatLinks.seatId, proxy.seatId), isNull(seatLinks.revokedAt)))
  await leaveSeat(tx, room, proxy, at)
  await followRecord(tx, actor, [room], at)
}

export const liveProxyOf = (room: RoomRow, membershipId: MembershipId) =>
  and(
    eq(proxies.countyId, room.countyId),
    eq(proxies.meetingId, room.id),
    eq(proxies.membershipId, membershipId),
    isNull(proxies.withdrawnAt),
  )

/** A membership of this body whose term covers the day of the sitting. */
async function placeAt(tx: Tx, room: RoomRow, membershipId: MembershipId) {
  const [place] = await tx
    .select()
    .from(memberships)
    .where(
      and(
        eq(memberships.countyId, room.countyId),
        eq(memberships.bodyId, room.bodyId),
        eq(memberships.id, membershipId),
        isNull(memberships.endedAt),
      ),
    )
  const day = await dayOfCounty(tx, room.countyId, room.startsAt)
  const covers = place && place.fromOn <= day && (place.untilOn === null || place.untilOn >= day)
  if (!covers) throw new AppError('invalid_input', { membershipId: 'unknown' })
  return place
}

async function whoComes(tx: Tx, room: RoomRow, proxy: ProxyInput['proxy']) {
  if ('name' in proxy) return { personId: null, name: proxy.name }
  return { personId: proxy.personId, name: (await requirePerson(tx, room.countyId, proxy.personId)).name }
}

async function seatFor(
  tx: Tx,
  room: RoomRow,
  place: typeof memberships.$inferSelect,
  { personId, name }: { personId: PersonId | null; name: string },
  at: Date,
): Promise<SeatRow> {
  const made = seatOfMember([place])!
  if (personId !== null) {
    const [mine] = await tx
      .select()
      .from(seats)
      .where(and(eq(seats.countyId, room.countyId), eq(seats.meetingId, room.id), eq(seats.personId, personId)))
    // Thrown out of this sitting stays so, whoever's place it would be.
    if (mine?.bannedAt) throw new AppError('invalid_input', { personId: 'taken' })
    if (mine) {
      const set = { admission: 'admitted' as const, admittedAt: mine.admittedAt ?? at }
      await tx.update(seats).set(set).where(seatKey(room, mine.id))
      return { ...mine, ...set }
    }
  }
  // Whoever comes by a link alone may speak, but never runs the room: a link can be passed on.
  const runs = made.role === 'chair' || made.role === 'secretary'
  const rights =
    personId === null
      ? { role: runs ? ('speaker' as const) : made.role, mayWrite: false }
      : { role: made.role, mayWrite: made.mayWrite }
  return makeSeat(tx, room, { personId, unitId: place.unitId, name, ...rights, admission: 'admitted' }, at)
}

/** A proxy who has a place of their own keeps it; anybody else has no place here any more. */
async function leaveSeat(tx: Tx, room: RoomRow, proxy: typeof proxies.$inferSelect, at: Date): Promise<void> {
  if (proxy.personId !== null && (await readStanding(tx, room, proxy.personId, at)).length > 0) return
  await tx
    .update(seats)
    .set({ admission: 'refused', role: 'observer', mayWrite: false, handRaisedAt: null })
    .where(seatKey(room, proxy.seatId))
  await releaseFloor(tx, room, proxy.seatId, at)
}
