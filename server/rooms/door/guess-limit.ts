// Guessing codes and links: only misses count, so that a school behind one address may come with two hundred parents.
import { and, eq, gte } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { rateLimits } from '@/db/schema/counties'
import { AppError } from '@/server/errors'
import { countTry } from '@/server/people/rate-limit'

const windowMs = 10 * 60_000
const maxMisses = 40
/** As they stand in rate_limits, for who reads them along with something else. */
export const missesOf = (ip: string, at: Date) => ({
  key: `door:miss:${ip}`,
  since: new Date(Math.floor(at.getTime() / windowMs) * windowMs),
})

/** @throws too_many_tries */
export function refuseMisses(count: number | null): void {
  if (count !== null && count >= maxMisses) throw new AppError('too_many_tries')
}

/** @throws too_many_tries once this address missed too often in the window; right codes too, or guessing would pay */
export async function refuseGuessers(db: Db, ip: string, at: Date): Promise<void> {
  const { key, since } = missesOf(ip, at)
  const [row] = await db
    .select({ count: rateLimits.count })
    .from(rateLimits)
    .where(and(eq(rateLimits.key, key), gte(rateLimits.windowStart, since)))
  refuseMisses(row?.count ?? null)
}

export const countMiss = (db: Db, ip: string, at: Date) => countTry(db, missesOf(ip, at).key, maxMisses, windowMs, at)

/** Knocks of one address: a bus load of parents, not a flood of seats. */
export const countKnock = (db: Db, ip: string, at: Date) => countTry(db, `door:knock:${ip}`, 300, windowMs, at)
