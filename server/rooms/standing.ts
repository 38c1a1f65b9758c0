// What the record gives people in a sitting: their own offices, those they deputise for, and the places they hold as a
// proxy there. Whose place a proxy holds is an observer in that sitting.
import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Db, Tx } from '@/db/client'
import { Office } from '@/server/people/contract'
import { isCurrent } from '@/server/people/current-term'
import { MeetingId, MembershipId, PersonId, SeatId, UnitId, type BodyId, type CountyId } from '@/server/ids'
import type { RoomRow } from './change-room'

const Standing = z.object({ membershipId: MembershipId, unitId: UnitId, office: Office })
export type Standing = z.infer<typeof Standing>

type Room = Pick<RoomRow, 'countyId' | 'id' | 'bodyId'>

/** In one room; empty for somebody without a place there, or whose account was closed. */
export async function readStanding(db: Db | Tx, room: Room, personId: PersonId, at: Date): Promise<Standing[]> {
  return (await readStandingOf(db, room, [personId], at)).get(personId) ?? []
}

/** The same of many people, in one statement. */
export async function readStandingOf(
  db: Db | Tx,
  room: Room,
  personIds: readonly PersonId[],
  at: Date,
): Promise<ReadonlyMap<PersonId, Standing[]>> {
  const all = sql`select ${room.countyId}::uuid as county_id, ${room.id}::uuid as meeting_id,
    ${room.bodyId}::uuid as body_id, p.id::uuid as person_id, null::uuid as seat_id
    from jsonb_array_elements_text(${JSON.stringify(personIds)}::text::jsonb) as p(id)`
  const found = new Map<PersonId, Standing[]>(personIds.map((id) => [id, []]))
  if (personIds.length === 0) return found
  for (const row of await db.execute(places(all, at)))
    if (row.membershipId !== null) found.get(row.personId as PersonId)?.push(Standing.parse(row))
  return found
}

const SeatStanding = z.object({ seatId: SeatId, meetingId: MeetingId, personId: PersonId })
export type SeatStanding = z.infer<typeof SeatStanding> & { standings: Standing[] }

/** Of every seat of a person in sittings that are not over, of one body or of all. Guests have no standing. */
export async function readSeatStandings(
  db: Db | Tx,
  of: { countyId: CountyId; bodyId: BodyId } | 'all',
  at: Date,
): Promise<SeatStanding[]> {
  const where = of === 'all' ? sql`true` : sql`r.county_id = ${of.countyId} and r.body_id = ${of.bodyId}`
  const seats = sql`select s.county_id, s.meeting_id, r.body_id, s.person_id, s.id as seat_id
    from meetings r join seats s on s.county_id = r.county_id and s.meeting_id = r.id
    where r.state <> 'ended' and s.person_id is not null and s.banned_at is null and ${where}`
  const found = new Map<SeatId, SeatStanding>()
  for (const row of await db.execute(places(seats, at))) {
    const seat = SeatStanding.parse(row)
    const known = found.get(seat.seatId) ?? { ...seat, standings: [] }
    if (row.membershipId !== null) known.standings.push(Standing.parse(row))
    found.set(seat.seatId, known)
  }
  return [...found.values()]
}

/** @param who rows of county_id, meeting_id, body_id, person_id, seat_id; at least one row comes back for each */
const places = (who: SQL, at: Date) => sql`
  select w.seat_id as "seatId", w.meeting_id as "meetingId", w.person_id as "personId",
    m.id as "membershipId", m.unit_id as "unitId",
    case when x.id is not null and x.person_id is distinct from w.person_id then 'observer' else m.office end as "office"
  from (${who}) w
  join counties on counties.id = w.county_id
  join people on people.county_id = w.county_id and people.id = w.person_id
  left join lateral (
    select m.id from memberships m
    where m.county_id = w.county_id and m.body_id = w.body_id and m.person_id = w.person_id
    union select d.membership_id from deputies d
    where d.county_id = w.county_id and d.person_id = w.person_id and ${isCurrent('d', 'counties.time_zone', at)}
    union select p.membership_id from proxies p
    where p.county_id = w.county_id and p.meeting_id = w.meeting_id and p.person_id = w.person_id
      and p.withdrawn_at is null
  ) mine on people.disabled_at is null
  left join memberships m on m.county_id = w.county_id and m.body_id = w.body_id and m.id = mine.id
    and ${isCurrent('m', 'counties.time_zone', at)}
  left join proxies x on x.county_id = w.county_id and x.meeting_id = w.meeting_id and x.membership_id = m.id
    and x.withdrawn_at is null
  order by w.seat_id, m.from_on, m.id`
