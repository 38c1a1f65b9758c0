// How words find items: in their text, by the unit that leads, by the number. What stands in many texts is looked for in the
// items themselves, in the order of the page; anything else by the index of what can be found (server/search). Items of
// restricted lists are in no such index (their words would be): they are few, and are read themselves.
import { and, eq, or, sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { keep } from '@/db/keep'
import { actionItems as a } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { searchEntries as e } from '@/db/schema/search'
import type { PersonActor } from '@/server/access'
import type { UnitId } from '@/server/ids'
import { fold } from '@/server/search/fold'
import { isCommon } from '@/server/search/how-common'
import { gramsOfTerm, needsReading, termsOf } from '@/server/search/model'
import { longestWhole, patternOf } from '@/server/search/unfold'

export type Way = {
  join: SQL
  where: SQL
  /**
   * How rows are come by: nearly each that is met in the order of the page, one in so many of them, or few that an index of
   * something else leads to, to be put in order.
   */
  reach: 'each' | 'some' | 'few'
}
/**
 * `isKept`: of few kinds, so that Postgres may keep it planned (db/keep.ts). `kind`: which one; of one kind the text is the
 * same but for its values.
 */
export type Ways = { open: Way[]; listed: Way[]; isKept: boolean; kind: string }
/** How a value stands in the text, by its name: as it is, or in a place to be filled when it is asked. */
export type Put = (name: string, value: string | number | readonly string[]) => SQLWrapper
export const anyhow: Way = { join: sql``, where: sql`true`, reach: 'each' }

/** An item met in turn is read itself: 1.3 µs; one that the grams point to is read with its entry: 5.5. */
const ofPages = { pageSize: 51, sooner: 4 }
/** All its text, as its entry has it. */
const written = sql`(${a.title} || e'\n' || ${a.deliverable} || e'\n' || ${a.owner})`

/** @returns for what anybody of the body may read, and for what somebody on a list may read besides */
export async function waysToFind(
  db: Db,
  { countyId }: PersonActor,
  q: string,
  put: Put = (_, value) => sql`${sql.param(value)}`,
): Promise<Ways> {
  const numbered = /^(\d{1,4})-(\d{1,4})$/.exec(q)
  const terms = termsOf(fold(q))
  const nothing = { ...anyhow, where: sql`false` }
  if (terms.length === 0) return { open: [nothing], listed: [nothing], isKept: true, kind: 'nothing' }
  // Whoever types a number means that item, and not whatever has these digits somewhere.
  if (numbered) {
    const ofSitting = sql`${a.meetingId} in (select ${meetings.id} from ${meetings} where ${meetings.countyId} = ${put('countyId', countyId)}
      and ${meetings.bodyId} = ${a.bodyId} and ${meetings.issueNumber} = ${put('issue', Number(numbered[1]))}::int)`
    const isNumber = sql`${a.number} = ${put('number', Number(numbered[2]))}::int`
    const byNumber: Way[] = [{ ...anyhow, where: and(isNumber, ofSitting)! }]
    return { open: byNumber, listed: byNumber, isKept: true, kind: 'number' }
  }
  const named = await unitsNamed(db, countyId, terms)
  // Of one the index has its items in order.
  const isNamed = named.length === 1 ? sql`${put('named', named[0]!)}::uuid` : sql`any(${put('named', named)}::uuid[])`
  const isOfUnit = named.length > 0 ? [sql`${a.leadUnitId} = ${isNamed}`] : []
  const byUnit: Way[] = isOfUnit.map((where) => ({ ...anyhow, where }))
  const grams = [...new Set(terms.flatMap(gramsOfTerm))]
  const reads = (term: string, n: number) => {
    const value = sql`${put(`term${n}`, term)}::text`
    return sql`(strpos(${e.foldedTitle}, ${value}) > 0 or strpos(${e.foldedBody}, ${value}) > 0)`
  }
  // One row for an item.
  const entry = sql`${e.countyId} = ${a.countyId} and ${e.kind} = 'actionItem' and ${e.thingId} = ${a.id}
    and ${e.bodyId} = ${a.bodyId}`
  const walks = terms.every((term) => [...term].length <= longestWhole) && (await isCommon(db, grams, ofPages))
  const patterns = await Promise.all(terms.map(patternOf))
  const isWritten = and(...patterns.map((pattern, n) => sql`${written} ~ ${put(`pattern${n}`, pattern)}::text`))!
  const open: Way[] = walks
    ? [
        {
          join: sql``,
          // As a value, not as a condition: how many of them match, Postgres would take for too few.
          where: or(...isOfUnit, sql`case when ${isWritten} then true else false end`)!,
          reach: 'some',
        },
      ]
    : [
        {
          join: sql`join ${e} on ${entry}`,
          // Of a select: what Postgres cannot see it need not plan anew for.
          where: and(
            sql`${e.grams} @> (select ${put('grams', grams)}::text[])`,
            ...terms.flatMap((term, n) => (needsReading(term) ? [reads(term, n)] : [])),
          )!,
          reach: 'few',
        },
        ...byUnit,
      ]
  const itself: Way = { ...anyhow, where: isWritten }
  return {
    open,
    listed: [itself, ...byUnit],
    isKept: terms.length <= 2,
    kind: [walks ? 'walk' : 'grams', Math.min(named.length, 2), ...terms.map(needsReading)].join(' '),
  }
}

// As one value: so many rows cost more to take in than to find.
const unitNames = keep<{ names: string | null }>(
  sql`select json_object_agg(${units.id}, ${units.name})::text as names from ${units} where ${eq(units.countyId, sql.placeholder('countyId'))}`,
)
/** Folded, of each county, until the names it reads are others. */
const foldedNames = new Map<PersonActor['countyId'], { names: string; folded: [UnitId, string][] }>()

async function unitsNamed(db: Db, countyId: PersonActor['countyId'], terms: readonly string[]) {
  const [row] = await unitNames(db, { countyId })
  const names = row!.names ?? '{}'
  let kept = foldedNames.get(countyId)
  if (kept?.names !== names) {
    const all = Object.entries(JSON.parse(names) as Record<UnitId, string>) as [UnitId, string][]
    kept = { names, folded: all.map(([id, name]) => [id, fold(name)]) }
    foldedNames.set(countyId, kept)
  }
  return kept.folded.filter(([, folded]) => terms.every((term) => folded.includes(term))).map(([id]) => id)
}
