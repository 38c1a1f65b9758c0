// The ledger by groups, from the figures that are counted once for everybody who sees the same rows (action-items/tallies.ts).
import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Db } from '@/db/client'
import { keep } from '@/db/keep'
import { counties } from '@/db/schema/counties'
import type { PersonActor } from '@/server/access'
import type { Tally } from '@/server/action-items/contract'
import { readSittingTallies, readTallies } from '@/server/action-items/tallies'
import { dayIn } from '@/server/people/read-person'
import { UnitKind } from '@/server/rooms/contract'
import type { ItemGroup, ItemGroupsQuery } from './contract'
import { bodiesOf } from './scope'

type Group = z.output<typeof ItemGroup>
const clockOf = keep<{ timeZone: string }>(
  sql`select ${counties.timeZone} as "timeZone" from ${counties} where ${eq(counties.id, sql.placeholder('countyId'))}`,
)

/** Units and kinds in the order of the offices, then by name; sittings the newest first. */
export async function readItemGroups(
  db: Db,
  person: PersonActor,
  { by, bodyId }: z.output<typeof ItemGroupsQuery>,
  at: Date,
): Promise<{ items: Group[]; next: null }> {
  const bodyIds = bodiesOf(person, 'action-item.read', bodyId)
  if (bodyIds.length === 0) return listOf([])
  const [county] = await clockOf(db, { countyId: person.countyId })
  const { timeZone } = county!
  const now = { today: dayIn(timeZone, at), timeZone }
  if (by === 'meeting') {
    const sittings = await readSittingTallies(db, person, now, at, bodyIds)
    return listOf(
      inGroups(
        sittings,
        ({ meeting }) => meeting.id,
        ({ meeting }) => meeting.title,
      ),
    )
  }
  const { units } = await readTallies(db, person, now, at, bodyIds)
  const groups =
    by === 'unit'
      ? inGroups(
          units,
          ({ unit }) => unit?.id ?? null,
          ({ unit }) => unit?.name ?? null,
        )
      : inGroups(
          units,
          ({ unit }) => unit?.kind ?? null,
          () => null,
        )
  return listOf(groups.sort((a, b) => placeOf(a.first) - placeOf(b.first) || byName.compare(named(a), named(b))))
}

const byName = new Intl.Collator('zh')
const named = ({ group }: { group: Group }) => group.name ?? ''
/** What nobody leads comes last. */
const placeOf = ({ unit }: Tally) => (unit ? UnitKind.options.indexOf(unit.kind) : UnitKind.options.length)
const listOf = (groups: readonly { group: Group }[]) => ({ items: groups.map(({ group }) => group), next: null })

/** In the order in which their keys come first; there are a thousand figures, and no object is made of each. */
function inGroups<T extends Pick<Tally, 'state' | 'isLate' | 'count'>>(
  all: readonly T[],
  keyOf: (each: T) => string | null,
  nameOf: (each: T) => string | null,
): { first: T; group: Group }[] {
  const groups = new Map<string | null, { first: T; group: Group }>()
  for (const each of all) {
    const key = keyOf(each)
    let known = groups.get(key)
    if (!known) {
      const counts = { todo: 0, doing: 0, toVerify: 0, done: 0, stopped: 0 }
      known = { first: each, group: { key, name: nameOf(each), counts, late: 0, total: 0 } }
      groups.set(key, known)
    }
    known.group.counts[each.state] += each.count
    known.group.total += each.count
    if (each.isLate) known.group.late += each.count
  }
  return [...groups.values()]
}
