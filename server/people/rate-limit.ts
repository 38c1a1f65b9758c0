// Fixed windows in Postgres, so that every node counts together. One atomic upsert per try: two racing tries both count.
import { sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { rateLimits } from '@/db/schema/counties'
import { AppError } from '@/server/errors'

/** Counts one try for `key`; throws too_many_tries past `max` within `windowMs`. */
export async function countTry(db: Db | Tx, key: string, max: number, windowMs: number, at: Date): Promise<void> {
  const windowStart = new Date(Math.floor(at.getTime() / windowMs) * windowMs)
  const [row] = await db
    .insert(rateLimits)
    .values({ key, windowStart, count: 1 })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${rateLimits.windowStart} = excluded.window_start then ${rateLimits.count} + 1 else 1 end`,
        windowStart: sql`excluded.window_start`,
      },
    })
    .returning({ count: rateLimits.count })
  if (row!.count > max) throw new AppError('too_many_tries')
}
