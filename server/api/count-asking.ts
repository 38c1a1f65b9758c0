// How often a token asked in a minute, over all nodes, without a write at each question: a node takes tries from the common
// count in advance, one, then two, four … twenty, and hands them out. No more than `most` are ever answered; where several
// nodes serve one token, up to nineteen a node may be left over when the minute's are used up.
import type { Db } from '@/db/client'
import { AppError } from '@/server/errors'
import type { AccessTokenId } from '@/server/ids'
import { countTries } from '@/server/people/rate-limit'

/** Requests of one token in a minute. */
const most = 600
export const windowMs = 60_000
const mostAhead = 20
const mostKept = 2_000

type Taken = { window: number; left: number; ahead: number; coming: Promise<void> | null }
const kept = new Map<AccessTokenId, Taken>()

/** @throws too_many_tries */
export async function countAsking(db: Db, tokenId: AccessTokenId, at: Date): Promise<void> {
  const window = Math.floor(at.getTime() / windowMs)
  let taken = kept.get(tokenId)
  if (taken?.window !== window) {
    taken = { window, left: 0, ahead: 1, coming: null }
    kept.delete(tokenId)
    kept.set(tokenId, taken)
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  }
  // Who comes while some are being taken waits for these, and takes more only where they did not suffice.
  while (taken.left === 0) await (taken.coming ??= take(db, tokenId, taken, at))
  taken.left--
}

async function take(db: Db, tokenId: AccessTokenId, taken: Taken, at: Date): Promise<void> {
  const { ahead } = taken
  try {
    const count = await countTries(db, `api:${tokenId}`, ahead, windowMs, at)
    const granted = Math.min(ahead, most - (count - ahead))
    if (granted <= 0) throw new AppError('too_many_tries')
    taken.left += granted
    taken.ahead = Math.min(ahead * 2, mostAhead)
  } finally {
    taken.coming = null
  }
}
