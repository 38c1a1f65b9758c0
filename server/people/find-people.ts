import { and, asc, eq, ilike, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@/db/client'
import { memberships, units } from '@/db/schema/bodies'
import { people } from '@/db/schema/people'
import { requireAccess, type PersonActor } from '@/server/access'
import type { PersonId } from '@/server/ids'

/** What was typed to find somebody by name; nothing typed finds nobody. */
export const PeopleQuery = z
  .string()
  .transform((text) => text.normalize('NFC').trim().slice(0, 80))
  .catch('')

export type FoundPerson = { id: PersonId; name: string; units: string[] }
export const mostFound = 20

/** By part of a name, with the units they sit for, so that namesakes can be told apart. One more than is shown at most. */
export async function findPeople(db: Db, actor: PersonActor, query: string): Promise<FoundPerson[]> {
  const { countyId } = actor
  requireAccess(actor, 'people.read', { kind: 'county', countyId })
  if (query === '') return []
  const found = await db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(
      and(
        eq(people.countyId, countyId),
        isNull(people.disabledAt),
        ilike(people.name, `%${query.replace(/[\\%_]/g, '\\$&')}%`),
      ),
    )
    .orderBy(asc(people.name), asc(people.createdAt))
    .limit(mostFound + 1)
  if (found.length === 0) return []
  const places = await db
    .selectDistinct({ personId: memberships.personId, name: units.name })
    .from(memberships)
    .innerJoin(units, and(eq(units.countyId, memberships.countyId), eq(units.id, memberships.unitId)))
    .where(
      and(
        eq(memberships.countyId, countyId),
        inArray(
          memberships.personId,
          found.map(({ id }) => id),
        ),
      ),
    )
  return found.map((person) => ({
    ...person,
    units: places.filter(({ personId }) => personId === person.id).map(({ name }) => name),
  }))
}
