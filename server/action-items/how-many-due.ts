// How many of all items are due until a day, as Postgres itself has counted when it last analysed the table. How old that is
// changes how fast a page is found, never what stands on it.
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'

const keptMs = 5 * 60_000
const pageSize = 51

type Counted = {
  rows: number
  /** Days that many items have, each with its share; and days with as many items between one and the next. */
  common: { days: string[]; shares: number[] }
  bounds: string[]
  /** Of items that have a day. */
  dated: number
}
let kept: { counted: Promise<Counted>; until: number } | null = null

async function count(db: Db): Promise<Counted> {
  const [found] = await db.execute<{
    rows: number
    none: number | null
    days: string[] | null
    shares: number[] | null
    bounds: string[] | null
  }>(sql`select c.reltuples::float8 as rows, s.null_frac as none, s.most_common_vals::text::text[] as days,
      s.most_common_freqs as shares, s.histogram_bounds::text::text[] as bounds
    from pg_class c left join pg_stats s on s.schemaname = c.relnamespace::regnamespace::text and s.tablename = c.relname
      and s.attname = 'due_on'
    where c.oid = 'action_items'::regclass`)
  return {
    rows: Math.max(found?.rows ?? 0, 0),
    common: { days: found?.days ?? [], shares: found?.shares ?? [] },
    bounds: found?.bounds ?? [],
    dated: 1 - (found?.none ?? 1),
  }
}

/**
 * Whether these are sooner found by their day, and put in order, than by reading in the order of the page until it is full:
 * reading, one looks at a page's worth divided by their share; by the day, at all of them.
 */
export async function isDueForFew(db: Db, until: string, nowMs = performance.now()): Promise<boolean> {
  if (!kept || kept.until < nowMs) {
    const asked = { counted: count(db), until: nowMs + keptMs }
    kept = asked
    asked.counted.catch(() => (kept = kept === asked ? null : kept))
  }
  const { rows, common, bounds, dated } = await kept.counted
  let [share, rest] = [0, dated]
  common.days.forEach((day, n) => {
    rest -= common.shares[n]!
    if (day <= until) share += common.shares[n]!
  })
  const steps = bounds.filter((day) => day <= until).length - 1
  if (steps > 0) share += rest * (steps / (bounds.length - 1))
  return share * share * rows < pageSize
}
