// How words find items: in their text by the index of what can be found (server/search), by the unit that leads, by the
// number. Items of restricted lists are in no such index (their words would be): they are few, and are read themselves.
import { and, eq, inArray, sql, type SQL } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItems as a } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { searchEntries as e } from '@/db/schema/search'
import type { PersonActor } from '@/server/access'
import { fold } from '@/server/search/fold'
import { gramsOfTerm, needsReading, termsOf } from '@/server/search/model'

export type Way = { join: SQL; where: SQL }

/** @returns for what anybody of the body may read, and for what somebody on a list may read besides */
export async function waysToFind(
  db: Db,
  { countyId }: PersonActor,
  q: string,
): Promise<{ open: Way[]; listed: Way[] }> {
  const numbered = /^(\d{1,4})-(\d{1,4})$/.exec(q)
  const terms = termsOf(fold(q))
  const nothing = { join: sql``, where: sql`false` }
  if (terms.length === 0) return { open: [nothing], listed: [nothing] }
  // Whoever types a number means that item, and not whatever has these digits somewhere.
  if (numbered) {
    const ofSitting = sql`${a.meetingId} in (select ${meetings.id} from ${meetings} where ${meetings.countyId} = ${countyId}
      and ${meetings.bodyId} = ${a.bodyId} and ${meetings.issueNumber} = ${Number(numbered[1])})`
    const byNumber = [{ join: sql``, where: and(eq(a.number, Number(numbered[2])), ofSitting)! }]
    return { open: byNumber, listed: byNumber }
  }
  const named = await unitsNamed(db, countyId, terms)
  const byUnit: Way[] = named.length > 0 ? [{ join: sql``, where: inArray(a.leadUnitId, named) }] : []
  const grams = [...new Set(terms.flatMap(gramsOfTerm))]
  const read = terms
    .filter(needsReading)
    .map((term) => sql`(strpos(${e.foldedTitle}, ${term}) > 0 or strpos(${e.foldedBody}, ${term}) > 0)`)
  const byText: Way = {
    // One row for an item, which says the body too. That it stands there as its own part is left out: Postgres would take that
    // for rare, and a word that is common for a rare one.
    join: sql`join ${e} on ${e.countyId} = ${a.countyId} and ${e.kind} = 'actionItem' and ${e.thingId} = ${a.id}
      and ${e.bodyId} = ${a.bodyId}`,
    where: and(sql`${e.grams} @> ${arrayOf(grams)}`, ...read)!,
  }
  const like = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`
  const words = q.split(/\s+/u).filter(Boolean)
  const itself: Way = {
    join: sql``,
    where: and(
      ...words.map((word) => sql`concat_ws(' ', ${a.title}, ${a.owner}, ${a.deliverable}) ilike ${like(word)}`),
    )!,
  }
  return { open: [byText, ...byUnit], listed: [itself, ...byUnit] }
}

/** Letters and digits only (search/fold.ts), written out so that Postgres sees how rare they are. */
const arrayOf = (grams: readonly string[]) =>
  sql.raw(`array[${grams.map((gram) => `'${gram.replaceAll("'", "''")}'`).join(',')}]::text[]`)

async function unitsNamed(db: Db, countyId: PersonActor['countyId'], terms: readonly string[]) {
  const all = await db.select({ id: units.id, name: units.name }).from(units).where(eq(units.countyId, countyId))
  return all
    .filter((unit) => {
      const folded = fold(unit.name)
      return terms.every((term) => folded.includes(term))
    })
    .map((unit) => unit.id)
}
