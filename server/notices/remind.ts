// Tells of sittings that come up. Once a minute, once per cluster; the key of meeting_reminders makes each once even so.
import { and, eq, gt, isNull, lte, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { meetingReminders, notices } from '@/db/schema/notices'
import { holdersOf, tellAll } from '@/server/notifications/tell'
import { readPlaces } from './places'
import { dueReminder } from './reminders'

/** Three days, and a night that a reminder may be brought forward by. */
const aheadMs = 4 * 86_400_000

/** @returns how many sittings were reminded of */
export async function remindOfSittings(db: Db, at: Date): Promise<number> {
  const coming = await db
    .select({
      countyId: meetings.countyId,
      id: meetings.id,
      bodyId: meetings.bodyId,
      startsAt: meetings.startsAt,
      title: meetings.title,
      place: meetings.place,
      sentAt: sql`max(${notices.sentAt})`.mapWith(notices.sentAt),
      quiet: { from: counties.quietFrom, until: counties.quietUntil, timeZone: counties.timeZone },
    })
    .from(meetings)
    .innerJoin(counties, eq(counties.id, meetings.countyId))
    .innerJoin(notices, and(eq(notices.countyId, meetings.countyId), eq(notices.meetingId, meetings.id)))
    .where(
      and(
        eq(meetings.state, 'planned'),
        isNull(meetings.cancelledAt),
        gt(meetings.startsAt, at),
        lte(meetings.startsAt, new Date(at.getTime() + aheadMs)),
      ),
    )
    .groupBy(meetings.countyId, meetings.id, counties.id)
  let told = 0
  for (const meeting of coming) {
    const lead = dueReminder(meeting.startsAt, meeting.sentAt, meeting.quiet, at)
    if (lead && (await remind(db, meeting, lead, at))) told++
  }
  return told
}

async function remind(
  db: Db,
  meeting: Parameters<typeof readPlaces>[1] & { title: string; place: string },
  lead: 'd3' | 'd1' | 'h1',
  at: Date,
): Promise<boolean> {
  const { countyId, id, bodyId, startsAt, title, place } = meeting
  return db.transaction(async (tx) => {
    const [mine] = await tx
      .insert(meetingReminders)
      .values({ countyId, meetingId: id, lead, startsAt, toldAt: at })
      .onConflictDoNothing()
      .returning({ lead: meetingReminders.lead })
    if (!mine) return false
    // Whoever sent apologies, or whose place a proxy takes, has nothing to be reminded of.
    const places = await readPlaces(tx, meeting)
    const away = new Set(
      places.filter(({ reply }) => reply && reply.answer !== 'attend').map(({ personId }) => personId),
    )
    const units = [...new Set(places.map(({ unit }) => unit.id))]
    const offices = ['convenor', 'deputy-convenor', 'member', 'liaison', 'secretary', 'observer'] as const
    const people = units.length === 0 ? [] : await holdersOf(tx, { countyId, bodyId, unitIds: units, offices }, at)
    const detail = { title, place, at: startsAt.toISOString(), choice: lead }
    const key = `${lead}/${startsAt.toISOString()}`
    const thing = { kind: 'meeting' as const, id }
    const to = people.filter((person) => !away.has(person))
    await tellAll(tx, { countyId, kind: 'meeting.reminder', thing, detail, key }, to, at)
    return true
  })
}
