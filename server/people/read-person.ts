// Who a person is now: account not disabled, current terms only, their own and those they deputise for. Asked at every
// request and socket.
import { and, eq, isNull, sql as raw, type Placeholder, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { memberships, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { people } from '@/db/schema/people'
import type { PersonActor } from '@/server/access'
import type { CountyId, PersonId } from '@/server/ids'
import { isCurrent } from './current-term'

/** Today in the county's own time zone, YYYY-MM-DD: terms and due dates are days there, not instants. */
export function dayIn(timeZone: string, at: Date): string {
  let calendar = calendars.get(timeZone)
  if (!calendar) calendars.set(timeZone, (calendar = new Intl.DateTimeFormat('en-CA', { timeZone })))
  return calendar.format(at)
}
/** Making one takes longer than asking Postgres who somebody is. */
const calendars = new Map<string, Intl.DateTimeFormat>()

/** Of memberships, with counties beside them: those of a person and those they deputise for, by their terms. */
export function heldBy(countyId: CountyId | SQLWrapper, personId: PersonId | SQLWrapper, at: Date | Placeholder): SQL {
  // By person first and by index: an OR over both would read every membership of the county at every request, and so would a
  // set that is joined; of an array Postgres knows that it is short.
  const places = raw`array(
    select m.id from memberships m where m.county_id = ${countyId} and m.person_id = ${personId}
    union select d.membership_id from deputies d join counties on counties.id = d.county_id
    where d.county_id = ${countyId} and d.person_id = ${personId} and ${isCurrent('d', 'counties.time_zone', at)})`
  return raw`(${memberships.id} = any(${places}) and ${isCurrent('memberships', 'counties.time_zone', at)})`
}

export async function readPerson(
  db: Db,
  countyId: CountyId,
  personId: PersonId,
  via: Pick<PersonActor, 'sessionId' | 'tokenId' | 'isReadOnly'>,
  at: Date,
): Promise<PersonActor | null> {
  const rows = await db
    .select({
      name: people.name,
      adminRoles: people.adminRoles,
      membership: { bodyId: memberships.bodyId, unitId: memberships.unitId, office: memberships.office },
      unitKind: units.kind,
    })
    .from(people)
    .innerJoin(counties, eq(counties.id, people.countyId))
    .leftJoin(memberships, and(eq(memberships.countyId, people.countyId), heldBy(countyId, personId, at)))
    .leftJoin(units, and(eq(units.countyId, memberships.countyId), eq(units.id, memberships.unitId)))
    .where(and(eq(people.countyId, countyId), eq(people.id, personId), isNull(people.disabledAt)))
  const [row] = rows
  if (!row) return null
  return {
    kind: 'person',
    countyId,
    personId,
    name: row.name,
    adminRoles: row.adminRoles,
    memberships: rows.flatMap(({ membership, unitKind }) =>
      membership && unitKind ? [{ ...membership, unitKind }] : [],
    ),
    ...via,
  }
}
