// Which rows of the ledger: of each body one bounded stretch of an index, in the order of the page, merged.
import { sql, type SQL } from 'drizzle-orm'
import { eachOf } from '@/db/keep'
import { actionItems } from '@/db/schema/action-items'
import type { Way } from './ledger-words'

/** Of these bodies, `count` of them, what is found in one of these ways, and of the listed items those found so. */
export type Stretches = { bodies: SQL; count: number; open: readonly Way[]; listed: readonly Way[] }

/** More bodies than these would make too long a text of a question. */
const mostMerged = 10

/**
 * @param extra joins besides a way's own
 * @param ending in which order, and how many of each stretch
 */
export function stretches({ bodies, count, open, listed }: Stretches, columns: SQL, extra: SQL, ending: SQL): SQL {
  const of = ({ join, where }: Way, ofBody: SQL) => sql`select ${columns} from ${actionItems} ${extra} ${join}
    where ${ofBody} and ${where} ${ending}`
  const ofAll = (way: Way) => sql`(${of(way, sql`${actionItems.bodyId} = any(${bodies})`)})`
  const parts = [...open.map((way) => (way.reach === 'few' ? ofAll(way) : ofEach(way))), ...listed.map(ofAll)]
  return sql.join(parts, sql` union all `)

  function ofEach(way: Way): SQL {
    // Of one in so many only as many are read as the page takes: Postgres merges what it can tell apart in the text.
    if (way.reach === 'some' && count <= mostMerged) {
      const numbers = Array.from({ length: count }, (_, n) => sql.raw(`[${n + 1}]`))
      const each = numbers.map((n) => sql`(${of(way, sql`${actionItems.bodyId} = (${bodies})${n}`)})`)
      return sql.join(each, sql` union all `)
    }
    return sql`(select stretch.* from ${eachOf(bodies, count)} as body
      cross join lateral (${of(way, sql`${actionItems.bodyId} = body.id`)}) as stretch)`
  }
}
