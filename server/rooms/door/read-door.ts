// What stands at the door: the meeting as everybody with a link may know it, and the seat of this browser. Nothing here of
// other people: no names, no length of the queue.
import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies, bodyUnits, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { chatMessages, seats } from '@/db/schema/rooms'
import { minutesAmendments, minutesRecords } from '@/db/schema/signing'
import { can } from '@/server/access'
import { AppError } from '@/server/errors'
import type { BodyId, CountyId, MeetingId, SeatId, UnitId } from '@/server/ids'
import { readAgenda } from '@/server/meetings/read'
import { readIssuedRow } from '@/server/signing/read-issued'
import type { UnitKind } from '../contract'
import { findJoinCode, findSeatLink } from '../find-link'
import { readSeatOfDevice } from '../read-seat'

export type Entry = { kind: 'join'; code: string } | { kind: 'link'; secret: string }

export type DoorUnit = { id: UnitId; name: string; kind: UnitKind }
export type DoorSeat = {
  id: SeatId
  name: string
  unit: DoorUnit | null
  admission: 'expected' | 'waiting' | 'admitted' | 'refused'
  isBanned: boolean
  word: string | null
  /** This browser holds it; a personal link shows its seat before the tap too, without that. */
  isMine: boolean
}
export type Door = {
  countyId: CountyId
  meetingId: MeetingId
  bodyId: BodyId
  bodyName: string
  timeZone: string
  title: string
  issueNumber: number
  startsAt: Date
  endsAt: Date
  state: 'planned' | 'live' | 'ended'
  isLocked: boolean
  cancelledAt: Date | null
  seat: DoorSeat | null
  /** The newest line from who runs the room to those at the door. */
  said: { id: string; text: string } | null
}

/** @throws link_unknown, link_revoked, link_expired */
export async function readDoor(db: Db, entry: Entry, deviceSecret: string | null, at: Date): Promise<Door> {
  const link =
    entry.kind === 'link'
      ? await findSeatLink(db, entry.secret, at)
      : { ...(await findJoinCode(db, entry.code)), seatId: null }
  const [meeting] = await db
    .select({
      countyId: meetings.countyId,
      meetingId: meetings.id,
      bodyId: meetings.bodyId,
      bodyName: bodies.name,
      timeZone: counties.timeZone,
      title: meetings.title,
      issueNumber: meetings.issueNumber,
      startsAt: meetings.startsAt,
      endsAt: meetings.endsAt,
      state: meetings.state,
      isLocked: meetings.isLocked,
      cancelledAt: meetings.cancelledAt,
    })
    .from(meetings)
    .innerJoin(counties, eq(counties.id, meetings.countyId))
    .innerJoin(bodies, and(eq(bodies.countyId, meetings.countyId), eq(bodies.id, meetings.bodyId)))
    .where(and(eq(meetings.countyId, link.countyId), eq(meetings.id, link.meetingId)))
  if (!meeting) throw new AppError('link_unknown')
  const held = deviceSecret === null ? null : await readSeatOfDevice(db, deviceSecret, link.meetingId)
  const mine = held && (link.seatId === null || held.seatId === link.seatId) ? held.seatId : null
  const seatId = link.seatId ?? mine
  const [said] = await db
    .select({ id: chatMessages.id, text: chatMessages.text })
    .from(chatMessages)
    .where(
      and(
        eq(chatMessages.countyId, link.countyId),
        eq(chatMessages.meetingId, link.meetingId),
        eq(chatMessages.scope, 'waiting'),
        isNull(chatMessages.restrictedItemId),
      ),
    )
    .orderBy(desc(chatMessages.at), desc(chatMessages.id))
    .limit(1)
  return {
    ...meeting,
    said: said ?? null,
    seat: seatId === null ? null : await readDoorSeat(db, link.countyId, seatId, mine !== null),
  }
}

async function readDoorSeat(db: Db, countyId: CountyId, seatId: SeatId, isMine: boolean): Promise<DoorSeat | null> {
  const [row] = await db
    .select({
      id: seats.id,
      name: seats.name,
      admission: seats.admission,
      bannedAt: seats.bannedAt,
      word: seats.word,
      unit: { id: units.id, name: units.name, kind: units.kind },
    })
    .from(seats)
    .leftJoin(units, and(eq(units.countyId, seats.countyId), eq(units.id, seats.unitId)))
    .where(and(eq(seats.countyId, countyId), eq(seats.id, seatId)))
  return row ? { ...row, isBanned: row.bannedAt !== null, isMine } : null
}

export const readDoorUnits = async (db: Db, door: Door): Promise<DoorUnit[]> =>
  db
    .select({ id: units.id, name: units.name, kind: units.kind })
    .from(meetings)
    .innerJoin(bodyUnits, and(eq(bodyUnits.countyId, meetings.countyId), eq(bodyUnits.bodyId, meetings.bodyId)))
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .where(and(eq(meetings.countyId, door.countyId), eq(meetings.id, door.meetingId), isNull(bodyUnits.takenOutAt)))
    .orderBy(asc(units.kind), asc(units.name))

export const readDoorAgenda = async (db: Db, door: Door) =>
  (await readAgenda(db, door.countyId, door.meetingId)).map(({ position, title, minutesPlanned }) => ({
    position,
    title,
    minutesPlanned,
  }))
export type DoorAgenda = Awaited<ReturnType<typeof readDoorAgenda>>

/** `day` by the county's clock, YYYY-MM-DD; `corrections`: signed since; those `ofItem` are of a row in the ledger. */
export type DoorIssued = {
  isPublic: boolean
  day: string
  corrections: { number: number; was: string; becomes: string; ofItem: boolean }[]
}

/** What came of a sitting that is over; null while its minutes are not issued. */
export async function readIssuedAt(db: Db, door: Door): Promise<DoorIssued | null> {
  const row = await readIssuedRow(db, door.meetingId)
  if (!row) return null
  const isPublic = can({ kind: 'anonymous', invitedTo: door.meetingId }, 'minutes.read-issued', row.thing)
  const corrections = !isPublic
    ? []
    : await db
        .select({
          number: minutesAmendments.number,
          was: minutesAmendments.was,
          becomes: minutesAmendments.becomes,
          field: minutesAmendments.field,
        })
        .from(minutesAmendments)
        .innerJoin(
          minutesRecords,
          and(
            eq(minutesRecords.countyId, minutesAmendments.countyId),
            eq(minutesRecords.documentId, minutesAmendments.documentId),
            eq(minutesRecords.amendment, minutesAmendments.number),
          ),
        )
        .where(and(eq(minutesAmendments.countyId, door.countyId), eq(minutesAmendments.documentId, row.documentId)))
        .orderBy(asc(minutesAmendments.number))
  return {
    isPublic,
    day: row.day,
    corrections: corrections.map(({ field, ...each }) => ({ ...each, ofItem: field !== null })),
  }
}
