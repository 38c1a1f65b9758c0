// A seat with everything access.ts asks about it, read fresh: admission, ban, writing, floor, and the meeting's state.
import { and, desc, eq, isNull, ne } from 'drizzle-orm'
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
}

type Row = Omit<SeatActor, 'kind' | 'isBanned' | 'hasFloor' | 'tokenId'> & {
  bannedAt: Date | null
  floorSeatId: SeatId | null
}

const toActor = ({ bannedAt, floorSeatId, ...row }: Row, tokenId: AccessTokenId | null): SeatActor => ({
  kind: 'seat',
  ...row,
  isBanned: bannedAt !== null,
  hasFloor: floorSeatId === row.seatId,
  tokenId,
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
  // Who holds a link is not thereby the person of the seat: lists of readers are of persons.
  return row ? toActor({ ...row, personId: null }, null) : null
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
