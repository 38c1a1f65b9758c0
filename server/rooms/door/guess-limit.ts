// Guessing codes and links: only misses count, so that a school behind one address may come with two hundred parents.
import { and, eq, gte } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { rateLimits } from '@/db/schema/counties'
import { AppError } from '@/server/errors'
import { countTry } from '@/server/people/rate-limit'

const windowMs = 10 * 60_000
const maxMisses = 40
const key = (ip: string) => `door:miss:${ip}`

/** @throws too_many_tries once this address missed too often in the window; right codes too, or guessing would pay */
export async function refuseGuessers(db: Db, ip: string, at: Date): Promise<void> {
  const windowStart = new Date(Math.floor(at.getTime() / windowMs) * windowMs)
  const [row] = await db
    .select({ count: rateLimits.count })
    .from(rateLimits)
    .where(and(eq(rateLimits.key, key(ip)), gte(rateLimits.windowStart, windowStart)))
  if (row && row.count >= maxMisses) throw new AppError('too_many_tries')
}

export const countMiss = (db: Db, ip: string, at: Date) => countTry(db, key(ip), maxMisses, windowMs, at)

/** Knocks of one address: a bus load of parents, not a flood of seats. */
export const countKnock = (db: Db, ip: string, at: Date) => countTry(db, `door:knock:${ip}`, 300, windowMs, at)
