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
  const rows = JSON.stringify(
    stays.map(({ since, seenUntil, ...stay }) => ({
      ...stay,
      since: new Date(since),
      seenUntil: new Date(Math.max(since, seenUntil)),
    })),
  )
  // One parameter: a hall of hundreds is written every two seconds, and a parameter for each of its cells costs fifteen times this.
  await db.execute(sql`
    insert into ${attendanceStays} as stays (county_id, meeting_id, witness, id, seat_id, since, seen_until)
    select * from jsonb_to_recordset(${rows}::text::jsonb) as seen (
      "countyId" uuid, "meetingId" uuid, witness text, id text, "seatId" uuid, since timestamptz, "seenUntil" timestamptz
    )
    on conflict (county_id, meeting_id, witness, id) do update set
      since = least(stays.since, excluded.since),
      seen_until = greatest(stays.seen_until, excluded.seen_until)`)
}
