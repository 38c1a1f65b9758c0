// What a link or a code leads to. Reading consumes nothing: previews and scanners open links too (DECISIONS 15).
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { seatLinks, seats } from '@/db/schema/rooms'
import { AppError } from '@/server/errors'
import type { CountyId, MeetingId, SeatId } from '@/server/ids'
import { hashSecret } from '@/server/secrets'

/**
 * A link past its day lets nobody in; of a sitting that is over it leads to what came of it (DECISIONS 15).
 * @throws link_unknown, link_revoked, link_expired
 */
export async function findSeatLink(
  db: Db | Tx,
  secret: string,
  at: Date,
): Promise<{ countyId: CountyId; seatId: SeatId; meetingId: MeetingId }> {
  const [link] = await db
    .select({
      countyId: seatLinks.countyId,
      seatId: seatLinks.seatId,
      meetingId: seats.meetingId,
      revokedAt: seatLinks.revokedAt,
      expiresAt: seatLinks.expiresAt,
      state: meetings.state,
    })
    .from(seatLinks)
    .innerJoin(seats, and(eq(seats.countyId, seatLinks.countyId), eq(seats.id, seatLinks.seatId)))
    .innerJoin(meetings, and(eq(meetings.countyId, seats.countyId), eq(meetings.id, seats.meetingId)))
    .where(eq(seatLinks.secretHash, hashSecret(secret)))
  if (!link) throw new AppError('link_unknown')
  if (link.revokedAt !== null) throw new AppError('link_revoked')
  if (link.expiresAt <= at && link.state !== 'ended') throw new AppError('link_expired')
  return { countyId: link.countyId, seatId: link.seatId, meetingId: link.meetingId }
}

/** @throws link_unknown */
export async function findJoinCode(db: Db | Tx, code: string): Promise<{ countyId: CountyId; meetingId: MeetingId }> {
  const [meeting] = await db
    .select({ countyId: meetings.countyId, meetingId: meetings.id })
    .from(meetings)
    .where(eq(meetings.joinCode, normalizeJoinCode(code)))
  if (!meeting) throw new AppError('link_unknown')
  return meeting
}

/** Codes are read aloud and typed: case, blanks and hyphens do not count. */
export const normalizeJoinCode = (code: string) => code.toLowerCase().replace(/[\s-]+/g, '')
