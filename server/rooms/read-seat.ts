// A seat with everything access.ts asks about it, read fresh: admission, ban, writing, floor, and the meeting's state.
import { and, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { devices, seatDevices, seats } from '@/db/schema/rooms'
import type { SeatActor } from '@/server/access'
import type { AccessTokenId, CountyId, MeetingId, PersonId, SeatId } from '@/server/ids'
import { hashSecret } from '@/server/secrets'

/** One cookie per device for all its seats; `__Host-` over https. */
export const deviceCookieName = (secure: boolean) => (secure ? '__Host-lianxi-device' : 'lianxi-device')

const columns = {
  countyId: seats.countyId,
  seatId: seats.id,
  meetingId: seats.meetingId,
  bodyId: meetings.bodyId,
  personId: seats.personId,
  unitId: seats.unitId,
  unitKind: units.kind,
  name: seats.name,
  role: seats.role,
  admission: seats.admission,
  bannedAt: seats.bannedAt,
  mayWrite: seats.mayWrite,
  floorSeatId: meetings.floorSeatId,
  meetingState: meetings.state,
  isCoChair: seats.isCoChair,
  actingChairSeatId: meetings.actingChairSeatId,
  sharesWithSeatId: seats.sharesWithSeatId,
  /** Whose device the holder of the floor speaks through, where that is another's. */
  floorDeviceSeatId: sql<SeatId | null>`(select f.shares_with_seat_id from seats f
    where f.county_id = ${meetings.countyId} and f.id = ${meetings.floorSeatId})`,
  isRestrictedNow: sql<boolean>`exists (select 1 from agenda_items a
    where a.county_id = ${meetings.countyId} and a.id = ${meetings.currentAgendaItemId} and a.is_restricted)`,
  isListed: sql<boolean>`exists (select 1 from restricted_readers r where r.county_id = ${meetings.countyId}
    and r.agenda_item_id = ${meetings.currentAgendaItemId} and r.person_id = ${seats.personId})`,
}

type Row = Omit<SeatActor, 'kind' | 'isBanned' | 'hasFloor' | 'tokenId' | 'isSetAside' | 'sharesDevice'> & {
  bannedAt: Date | null
  floorSeatId: SeatId | null
  isCoChair: boolean
  actingChairSeatId: SeatId | null
  sharesWithSeatId: SeatId | null
  floorDeviceSeatId: SeatId | null
  isListed: boolean
}

function toActor(row: Row, tokenId: AccessTokenId | null): SeatActor {
  const { bannedAt, floorSeatId, isCoChair, actingChairSeatId, sharesWithSeatId, floorDeviceSeatId, ...seat } = row
  const { isListed, ...facts } = seat
  return {
    kind: 'seat',
    ...facts,
    // Chairs beside the chair, or in their absence, for this sitting alone; the record itself is not changed.
    role: isCoChair || actingChairSeatId === seat.seatId ? 'chair' : seat.role,
    isBanned: bannedAt !== null,
    hasFloor: floorSeatId === seat.seatId || floorDeviceSeatId === seat.seatId,
    sharesDevice: sharesWithSeatId !== null,
    isSetAside: seat.isRestrictedNow && !(isListed && seat.personId !== null && tokenId === null),
    tokenId,
  }
}

/** Who holds a link is not thereby the person of the seat: lists of readers are of persons. */
export const asLinkHolder = (seat: SeatActor): SeatActor => ({
  ...seat,
  personId: null,
  isSetAside: seat.isRestrictedNow,
})

const joinMeeting = and(eq(meetings.countyId, seats.countyId), eq(meetings.id, seats.meetingId))
const joinUnit = and(eq(units.countyId, seats.countyId), eq(units.id, seats.unitId))

export async function readSeat(
  db: Db | Tx,
  countyId: CountyId,
  seatId: SeatId,
  tokenId: AccessTokenId | null = null,
): Promise<SeatActor | null> {
  const [row] = await db
    .select(columns)
    .from(seats)
    .innerJoin(meetings, joinMeeting)
    .leftJoin(units, joinUnit)
    .where(and(eq(seats.countyId, countyId), eq(seats.id, seatId)))
  return row ? toActor(row, tokenId) : null
}

/** Seats of a meeting, all or some: for who looks at a whole room every second, and for whoever it is shown to. */
export async function readSeatsOfMeeting(
  db: Db | Tx,
  countyId: CountyId,
  meetingId: MeetingId,
  some?: readonly SeatId[],
): Promise<Map<SeatId, SeatActor>> {
  const ofMeeting = and(eq(seats.countyId, countyId), eq(seats.meetingId, meetingId))
  const rows = await db
    .select(columns)
    .from(seats)
    .innerJoin(meetings, joinMeeting)
    .leftJoin(units, joinUnit)
    .where(some ? and(ofMeeting, inArray(seats.id, [...some])) : ofMeeting)
  return new Map(rows.map((row) => [row.seatId, toActor(row, null)]))
}

/** Who asks, as which seat, and how: in person, by a link (`personId` null), as a program. */
export type Asker = Pick<SeatActor, 'countyId' | 'meetingId' | 'bodyId' | 'seatId' | 'personId' | 'tokenId'>

/** The seat as it is now for who asks; null where it is no longer theirs. */
export function asAsker(now: SeatActor | undefined, { personId, tokenId }: Asker): SeatActor | null {
  if (!now || (personId !== null && now.personId !== personId)) return null
  const seat = personId === null ? asLinkHolder(now) : now
  return tokenId === null ? seat : { ...seat, tokenId, isSetAside: seat.isRestrictedNow }
}

/** The seat a person holds in a meeting, if any. @param tokenId when a program asks in that person's name */
export async function readSeatOfPerson(
  db: Db | Tx,
  countyId: CountyId,
  meetingId: MeetingId,
  personId: PersonId,
  tokenId: AccessTokenId | null = null,
): Promise<SeatActor | null> {
  const [row] = await db
    .select(columns)
    .from(seats)
    .innerJoin(meetings, joinMeeting)
    .leftJoin(units, joinUnit)
    .where(and(eq(seats.countyId, countyId), eq(seats.meetingId, meetingId), eq(seats.personId, personId)))
  return row ? toActor(row, tokenId) : null
}

/** The newest live seat this device (by its cookie's secret) may take in a meeting. */
export async function readSeatOfDevice(db: Db | Tx, secret: string, meetingId: MeetingId): Promise<SeatActor | null> {
  const [row] = await db
    .select(columns)
    .from(devices)
    .innerJoin(
      seatDevices,
      and(
        eq(seatDevices.countyId, devices.countyId),
        eq(seatDevices.deviceId, devices.id),
        isNull(seatDevices.endedAt),
      ),
    )
    .innerJoin(seats, and(eq(seats.countyId, seatDevices.countyId), eq(seats.id, seatDevices.seatId)))
    .innerJoin(meetings, joinMeeting)
    .leftJoin(units, joinUnit)
    .where(and(eq(devices.secretHash, hashSecret(secret)), eq(seats.meetingId, meetingId)))
    .orderBy(desc(seatDevices.createdAt))
    .limit(1)
  return row ? asLinkHolder(toActor(row, null)) : null
}

/** The same of all devices of a meeting at once, by the hash of their secret. */
export async function readSeatsByDevice(
  db: Db | Tx,
  countyId: CountyId,
  meetingId: MeetingId,
): Promise<ReadonlyMap<string, SeatId>> {
  const rows = await db
    .select({ hash: devices.secretHash, seatId: seatDevices.seatId })
    .from(seats)
    .innerJoin(
      seatDevices,
      and(eq(seatDevices.countyId, seats.countyId), eq(seatDevices.seatId, seats.id), isNull(seatDevices.endedAt)),
    )
    .innerJoin(devices, and(eq(devices.countyId, seatDevices.countyId), eq(devices.id, seatDevices.deviceId)))
    .where(and(eq(seats.countyId, countyId), eq(seats.meetingId, meetingId)))
    // The newest last, which is the one that stays.
    .orderBy(seatDevices.createdAt)
  return new Map(rows.map(({ hash, seatId }) => [hash, seatId]))
}

/** Whether this device may take a seat in some meeting that is not over. */
export async function deviceHasSeat(db: Db | Tx, secret: string): Promise<boolean> {
  const [row] = await db
    .select({ id: seatDevices.seatId })
    .from(devices)
    .innerJoin(
      seatDevices,
      and(
        eq(seatDevices.countyId, devices.countyId),
        eq(seatDevices.deviceId, devices.id),
        isNull(seatDevices.endedAt),
      ),
    )
    .innerJoin(seats, and(eq(seats.countyId, seatDevices.countyId), eq(seats.id, seatDevices.seatId)))
    .innerJoin(meetings, joinMeeting)
    .where(and(eq(devices.secretHash, hashSecret(secret)), ne(meetings.state, 'ended')))
    .limit(1)
  return row !== undefined
}
