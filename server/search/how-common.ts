// How many of all entries have a gram, as Postgres itself has counted when it last analysed the table. Asking costs a
// millisecond, so it is asked every few minutes; how old the answer is changes how fast something is found, never what.
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { pageSize } from './contract'

const keptMs = 5 * 60_000
/** `sooner`: how much sooner the next in turn is read than one that the grams point to, somewhere in the table. */
type Reading = { pageSize: number; sooner: number }
/** Of the entries themselves: 1 and 4 to 10 µs. */
const ofEntries: Reading = { pageSize, sooner: 4 }
type Counted = { shareOf: ReadonlyMap<string, number>; rows: number }
let kept: { counted: Promise<Counted>; until: number } | null = null

async function count(db: Db): Promise<Counted> {
  const found = await db.execute<{ rows: number; gram: string | null; share: number | null }>(sql`
    select c.reltuples::float8 as rows, g.gram, g.share
    from pg_class c
    left join pg_stats s on s.schemaname = c.relnamespace::regnamespace::text and s.tablename = c.relname and s.attname = 'grams'
    left join lateral unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) g(gram, share) on g.gram is not null
    where c.oid = 'search_entries'::regclass`)
  const shareOf = new Map(found.flatMap(({ gram, share }) => (gram === null ? [] : [[gram, share ?? 0] as const])))
  return { shareOf, rows: Math.max(found[0]?.rows ?? 0, 0) }
}

/**
 * Whether entries that have all of these are found sooner by reading from the newest on than by their grams: reading, one
 * looks at a page's worth divided by their share; by grams, at all that have them. For grams that stand together less often
 * than each for itself it takes longer, and finds the same.
 */
export async function isCommon(
  db: Db,
  grams: readonly string[],
  reading: Reading = ofEntries,
  nowMs = performance.now(),
): Promise<boolean> {
  if (!kept || kept.until < nowMs) {
    const asked = { counted: count(db), until: nowMs + keptMs }
    kept = asked
    asked.counted.catch(() => (kept = kept === asked ? null : kept))
  }
  const { shareOf, rows } = await kept.counted
  const share = grams.reduce((least, gram) => Math.min(least, shareOf.get(gram) ?? 0), 1)
  return reading.sooner * share * share * rows > reading.pageSize
}
