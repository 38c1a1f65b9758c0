// Whose votes count, and who may give them. Frozen at opening: the units that sit in the body, or the people of its record.
// Who gives the vote of a place is asked when it is given: an office, a standing deputy or a proxy of that unit or person;
// a guest only for a unit that has nobody in the record, or for themself where guests have a vote.
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { memberships } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { people } from '@/db/schema/people'
import { seats } from '@/db/schema/rooms'
import { proxies } from '@/db/schema/terms'
import { type votePlaces } from '@/db/schema/votes'
import type { SeatActor } from '@/server/access'
import { VotePlaceId, type BodyId, type CountyId, type MeetingId, type PersonId, type UnitId } from '@/server/ids'
import { isCurrent } from '@/server/people/current-term'
import { readUnitsOfBody } from '@/server/quorum/read'
import { readSeatStandings, readStandingOf } from '@/server/rooms/standing'
import type { VoteRow } from './thing'

export type PlaceRow = typeof votePlaces.$inferSelect
type Room = { countyId: CountyId; id: MeetingId; bodyId: BodyId }
/** A vote that somebody may give: for a unit, for a person of the record, or their own as a guest. */
type Holding = { unitId: UnitId | null; principalId: PersonId | null }
const votingRoles = ['chair', 'secretary', 'speaker'] as const

/** @param readers of a restricted item; null: everybody */
export async function makePlaces(
  tx: Tx,
  room: Room,
  vote: VoteRow,
  readers: readonly PersonId[] | null,
  at: Date,
): Promise<PlaceRow[]> {
  const isReader = (id: PersonId | null) => readers === null || (id !== null && readers.includes(id))
  const record = (await readRecord(tx, room, at)).filter(({ personId }) => isReader(personId))
  const present = await readHoldings(tx, room, record, isReader, at)
  const make = (place: Pick<PlaceRow, 'unitId' | 'unitKind' | 'personId' | 'seatId' | 'name' | 'isByRecord'>) => {
    const row = { ...place, isPresent: false, hasVoted: null }
    const id = VotePlaceId.parse(crypto.randomUUID())
    const isPresent = present.some(({ seat, holdings }) => holdings.some((h) => gives(seat.seatId, h, row)))
    return { ...row, countyId: room.countyId, id, voteId: vote.id, isPresent }
  }
  const units = await readUnitsOfBody(tx, { countyId: room.countyId, bodyId: room.bodyId })
  if (vote.per === 'unit') {
    const inRecord = new Set(record.map(({ unitId }) => unitId))
    return units
      .filter(({ id }) => readers === null || inRecord.has(id))
      .map(({ id, kind, name }) =>
        make({ unitId: id, unitKind: kind, personId: null, seatId: null, name, isByRecord: inRecord.has(id) }),
      )
  }
  const kindOf = (unitId: UnitId | null) => units.find(({ id }) => id === unitId)?.kind ?? null
  const byPerson = new Map(record.map((row) => [row.personId, row]))
  const ofRecord = [...byPerson.values()].map(({ personId, unitId, name }) =>
    make({ unitId, unitKind: kindOf(unitId), personId, seatId: null, name, isByRecord: true }),
  )
  const guests = !vote.withGuests || readers !== null ? [] : present.filter(({ seat }) => seat.isGuest)
  const ofGuests = guests.map(({ seat }) =>
    make({
      unitId: seat.unitId,
      unitKind: kindOf(seat.unitId),
      personId: null,
      seatId: seat.seatId,
      name: seat.name,
      isByRecord: false,
    }),
  )
  return [...ofRecord, ...ofGuests]
}

/** The places whose vote this seat gives now. */
export async function placesOf(
  db: Db | Tx,
  room: Room,
  seat: SeatActor,
  places: readonly PlaceRow[],
  at: Date,
): Promise<PlaceRow[]> {
  return placesHeldBy(await readHoldingsOf(db, room, [seat], at), seat, places)
}

/** What each may give. By the actor and not by the seat, which somebody may hold in person and somebody else by a link. */
export type Holdings = ReadonlyMap<SeatActor, readonly Holding[]>

export const placesHeldBy = (holdings: Holdings, seat: SeatActor, places: readonly PlaceRow[]): PlaceRow[] => {
  const own = holdings.get(seat) ?? []
  return places.filter((place) => own.some((holding) => gives(seat.seatId, holding, place)))
}

const gives = (
  seatId: string,
  holding: Holding,
  place: Pick<PlaceRow, 'unitId' | 'personId' | 'seatId' | 'isByRecord'>,
) => {
  if (place.seatId !== null) return place.seatId === seatId
  if (place.personId !== null) return place.personId === holding.principalId
  return place.unitId === holding.unitId && (holding.principalId !== null || !place.isByRecord)
}

/** In three statements, whatever the number of seats. */
export async function readHoldingsOf(
  db: Db | Tx,
  room: Room,
  seats: readonly SeatActor[],
  at: Date,
): Promise<Holdings> {
  const voting = seats.filter(({ role }) => votingRoles.includes(role as 'chair'))
  const people = [...new Set(voting.flatMap(({ personId }) => personId ?? []))]
  const guests = voting.flatMap(({ personId, seatId }) => (personId === null ? [seatId] : []))
  const standings = await readStandingOf(db, room, people, at)
  const proxied =
    guests.length === 0
      ? []
      : await db
          .select({ seatId: proxies.seatId, membershipId: proxies.membershipId })
          .from(proxies)
          .where(
            and(
              eq(proxies.countyId, room.countyId),
              eq(proxies.meetingId, room.id),
              inArray(proxies.seatId, guests),
              isNull(proxies.withdrawnAt),
            ),
          )
  const membershipsOf = (seat: SeatActor) =>
    seat.personId === null
      ? proxied.filter(({ seatId }) => seatId === seat.seatId).map(({ membershipId }) => membershipId)
      : (standings.get(seat.personId) ?? [])
          .filter(({ office }) => office !== 'observer')
          .map(({ membershipId }) => membershipId)
  const ids = new Map(voting.map((seat) => [seat, membershipsOf(seat)]))
  const principals = new Map(
    (await principalsOf(db, room, [...new Set([...ids.values()].flat())])).map(({ id, ...holding }) => [id, holding]),
  )
  return new Map(
    voting.map((seat): [SeatActor, Holding[]] => {
      const own = ids.get(seat) ?? []
      // A guest who is nobody's proxy speaks for the unit of the seat, where that has nobody in the record.
      if (seat.personId === null && own.length === 0) return [seat, [{ unitId: seat.unitId, principalId: null }]]
      return [seat, own.flatMap((id) => principals.get(id) ?? [])]
    }),
  )
}

async function principalsOf(db: Db | Tx, room: Room, ids: (typeof memberships.$inferSelect.id)[]) {
  if (ids.length === 0) return []
  return db
    .select({ id: memberships.id, unitId: memberships.unitId, principalId: memberships.personId })
    .from(memberships)
    .where(and(eq(memberships.countyId, room.countyId), inArray(memberships.id, ids)))
}

type Recorded = {
  membershipId: typeof memberships.$inferSelect.id
  unitId: UnitId
  personId: PersonId
  name: string
}

/** Everybody whose office gives a vote today, whether they are here or not. */
const readRecord = (tx: Tx, room: Room, at: Date): Promise<Recorded[]> =>
  tx
    .select({
      membershipId: memberships.id,
      unitId: memberships.unitId,
      personId: memberships.personId,
      name: people.name,
    })
    .from(memberships)
    .innerJoin(counties, eq(counties.id, memberships.countyId))
    .innerJoin(people, and(eq(people.countyId, memberships.countyId), eq(people.id, memberships.personId)))
    .where(
      and(
        eq(memberships.countyId, room.countyId),
        eq(memberships.bodyId, room.bodyId),
        inArray(memberships.office, ['convenor', 'deputy-convenor', 'member', 'liaison', 'secretary']),
        isNull(people.disabledAt),
        isCurrent('memberships', 'counties.time_zone', at),
      ),
    )
    .orderBy(memberships.unitId, memberships.fromOn, memberships.id)

/** Of everybody who is in: what they may give. In two statements, whatever the number of seats. */
async function readHoldings(
  tx: Tx,
  room: Room,
  record: readonly Recorded[],
  isReader: (id: PersonId | null) => boolean,
  at: Date,
) {
  const rows = await tx
    .select()
    .from(seats)
    .where(
      and(
        eq(seats.countyId, room.countyId),
        eq(seats.meetingId, room.id),
        eq(seats.admission, 'admitted'),
        isNull(seats.bannedAt),
        inArray(seats.role, [...votingRoles]),
      ),
    )
    .orderBy(seats.createdAt, seats.id)
  const standings = await readSeatStandings(tx, { countyId: room.countyId, bodyId: room.bodyId }, at)
  const proxied = await tx
    .select({ seatId: proxies.seatId, membershipId: proxies.membershipId })
    .from(proxies)
    .where(and(eq(proxies.countyId, room.countyId), eq(proxies.meetingId, room.id), isNull(proxies.withdrawnAt)))
  const known = new Map(record.map((row) => [row.membershipId, row]))
  const holdingOf = (membershipId: Recorded['membershipId']): Holding[] => {
    const row = known.get(membershipId)
    return row ? [{ unitId: row.unitId, principalId: row.personId }] : []
  }
  return rows
    .filter((row) => isReader(row.personId))
    .map((row) => {
      const ofProxies = proxied.filter(({ seatId }) => seatId === row.id)
      const isGuest = row.personId === null && ofProxies.length === 0
      const own = standings.find(({ seatId }) => seatId === row.id)?.standings ?? []
      const holdings =
        row.personId !== null
          ? own.flatMap(({ office, membershipId }) => (office === 'observer' ? [] : holdingOf(membershipId)))
          : isGuest
            ? [{ unitId: row.unitId, principalId: null }]
            : ofProxies.flatMap(({ membershipId }) => holdingOf(membershipId))
      return { seat: { seatId: row.id, unitId: row.unitId, name: row.name, isGuest }, holdings }
    })
}
