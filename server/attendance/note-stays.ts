// Writes what was witnessed. Rows are only widened, so nodes, late webhooks and repeats may all write the same stay.
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { attendanceStays } from '@/db/schema/attendance'
import type { CountyId, MeetingId } from '@/server/ids'
import type { Stay } from './model'

export type SeenStay = Stay & { countyId: CountyId; meetingId: MeetingId }

/** Seats that are not of that county are refused by the key; a stay is never moved to another seat. */
export async function noteStays(db: Db, stays: readonly SeenStay[]): Promise<void> {
  if (stays.length === 0) return
  const rows = stays.map(({ since, seenUntil, ...stay }) => ({
    ...stay,
    since: new Date(since),
    seenUntil: new Date(Math.max(since, seenUntil)),
  }))
  await db
    .insert(attendanceStays)
    .values(rows)
    .onConflictDoUpdate({
      target: [attendanceStays.countyId, attendanceStays.meetingId, attendanceStays.witness, attendanceStays.id],
      set: {
        since: sql`least(${attendanceStays.since}, excluded.since)`,
        seenUntil: sql`greatest(${attendanceStays.seenUntil}, excluded.seen_until)`,
      },
    })
}
