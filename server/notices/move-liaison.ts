// The meeting that settles a sitting's agenda (聯絡員會議) comes before it: where a sitting is moved, that may go with it.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { addDays, daysBetween } from '@/server/action-items/model'
import { calendarOf } from '@/server/holidays/model'
import { readDays } from '@/server/holidays/read'
import type { CountyId, MeetingId } from '@/server/ids'
import { wallTime, zonedTime } from '@/server/meetings/zoned-time'
import { dayIn } from '@/server/people/read-person'
import { liaisonDay } from '@/server/series/model'
import { readRule } from '@/server/series/read-plan'
import type { RoomRow } from '@/server/rooms/change-room'

/** While it is still to come. */
export async function liaisonOf(db: Db | Tx, countyId: CountyId, meetingId: MeetingId) {
  const [row] = await db
    .select({ id: meetings.id, title: meetings.title, startsAt: meetings.startsAt })
    .from(meetings)
    .where(
      and(
        eq(meetings.countyId, countyId),
        eq(meetings.preparesMeetingId, meetingId),
        eq(meetings.state, 'planned'),
        isNull(meetings.cancelledAt),
      ),
    )
  return row ?? null
}

/** A calendar may hold so many days off in a row. */
const lookBack = 60

/**
 * So many days before as the rule says, else as it was, at its own hour; on a day off, the working day before that.
 * @param sitting as it was
 */
export async function liaisonTimes(
  db: Db | Tx,
  liaison: RoomRow,
  sitting: RoomRow,
  movedTo: Date,
  timeZone: string,
): Promise<{ startsAt: Date; endsAt: Date }> {
  const { countyId } = sitting
  const rule = await readRule(db, countyId, sitting.seriesId)
  const before = rule?.liaisonDays ?? daysBetween(dayIn(timeZone, liaison.startsAt), dayIn(timeZone, sitting.startsAt))
  const to = dayIn(timeZone, movedTo)
  const calendar = calendarOf(await readDays(db, countyId, addDays(to, -before - lookBack), to))
  const day = liaisonDay(calendar, to, before)
  const startsAt = zonedTime(day, wallTime(liaison.startsAt, timeZone), timeZone)
  return { startsAt, endsAt: new Date(startsAt.getTime() + liaison.endsAt.getTime() - liaison.startsAt.getTime()) }
}
