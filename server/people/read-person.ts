// Who a person is now: account not disabled, current terms only. Asked at every request and socket.
import { and, eq, gte, isNull, lte, or } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { memberships } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { people } from '@/db/schema/people'
import type { PersonActor } from '@/server/access'
import type { AccessTokenId, CountyId, PersonId, SessionId } from '@/server/ids'

/** Today in the county's own time zone, YYYY-MM-DD: terms and due dates are days there, not instants. */
export function dayIn(timeZone: string, at: Date): string {
  let calendar = calendars.get(timeZone)
  if (!calendar) calendars.set(timeZone, (calendar = new Intl.DateTimeFormat('en-CA', { timeZone })))
  return calendar.format(at)
}
/** Making one takes longer than asking Postgres who somebody is. */
const calendars = new Map<string, Intl.DateTimeFormat>()

export async function readPerson(
  db: Db,
  countyId: CountyId,
  personId: PersonId,
  via: { sessionId: SessionId | null; tokenId: AccessTokenId | null },
  at: Date,
): Promise<PersonActor | null> {
  const [row] = await db
    .select({ name: people.name, adminRoles: people.adminRoles, timeZone: counties.timeZone })
    .from(people)
    .innerJoin(counties, eq(counties.id, people.countyId))
    .where(and(eq(people.countyId, countyId), eq(people.id, personId), isNull(people.disabledAt)))
  if (!row) return null
  const today = dayIn(row.timeZone, at)
  const current = await db
    .select({ bodyId: memberships.bodyId, unitId: memberships.unitId, office: memberships.office })
    .from(memberships)
    .where(
      and(
        eq(memberships.countyId, countyId),
        eq(memberships.personId, personId),
        lte(memberships.fromOn, today),
        or(isNull(memberships.untilOn), gte(memberships.untilOn, today)),
      ),
    )
  return {
    kind: 'person',
    countyId,
    personId,
    name: row.name,
    adminRoles: row.adminRoles,
    memberships: current,
    ...via,
  }
}
