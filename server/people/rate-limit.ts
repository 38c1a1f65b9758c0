// Tries counted in Postgres, so that every node counts together. One atomic upsert per try: two racing tries both count,
// since the second waits for the row of the first.
import { eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { rateLimits } from '@/db/schema/counties'
import { AppError } from '@/server/errors'

/** Counts one try for `key` in a fixed window; throws too_many_tries past `max` within `windowMs`. */
export async function countTry(db: Db | Tx, key: string, max: number, windowMs: number, at: Date): Promise<void> {
  if ((await countTries(db, key, 1, windowMs, at)) > max) throw new AppError('too_many_tries')
}

/** Several at once. @returns how many there are in the window with these */
export async function countTries(db: Db | Tx, key: string, tries: number, windowMs: number, at: Date): Promise<number> {
  const windowStart = new Date(Math.floor(at.getTime() / windowMs) * windowMs)
  const [row] = await db
    .insert(rateLimits)
    .values({ key, windowStart, count: tries })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`excluded.count + case when ${rateLimits.windowStart} = excluded.window_start then ${rateLimits.count} else 0 end`,
        windowStart: sql`excluded.window_start`,
      },
    })
    .returning({ count: rateLimits.count })
  return row!.count
}

/**
 * Locks `key` for `lockMs` after `max` tries without a success between them. The lock runs from the last try that was
 * counted: tries against a locked key do not make it longer, or anybody could keep anybody out for ever.
 */
export async function countTowardsLock(db: Db, key: string, max: number, lockMs: number, at: Date): Promise<void> {
  const isOver = sql`${rateLimits.windowStart} < ${new Date(at.getTime() - lockMs).toISOString()}::timestamptz`
  const [row] = await db
    .insert(rateLimits)
    .values({ key, windowStart: at, count: 1 })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${isOver} then 1 else least(${rateLimits.count} + 1, ${max + 1}::int) end`,
        windowStart: sql`case when ${isOver} or ${rateLimits.count} < ${max}::int then excluded.window_start else ${rateLimits.windowStart} end`,
      },
    })
    .returning({ count: rateLimits.count })
  if (row!.count > max) throw new AppError('too_many_tries')
}

/** A success: what was counted for `key` is forgotten. */
export async function forgetTries(db: Db | Tx, key: string): Promise<void> {
  await db.delete(rateLimits).where(eq(rateLimits.key, key))
}
