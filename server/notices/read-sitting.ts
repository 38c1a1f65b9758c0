// The sitting as its notice in force says it.
import { and, desc, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodies } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { notices } from '@/db/schema/notices'
import { people } from '@/db/schema/people'
import { AppError } from '@/server/errors'
import type { CountyId, MeetingId } from '@/server/ids'
import { NoticeAgenda } from './contract'

export type NoticeVersion = Omit<typeof notices.$inferSelect, 'agenda'> & { agenda: NoticeAgenda }

export async function readVersions(db: Db | Tx, countyId: CountyId, meetingId: MeetingId): Promise<NoticeVersion[]> {
  const rows = await db
    .select()
    .from(notices)
    .where(and(eq(notices.countyId, countyId), eq(notices.meetingId, meetingId)))
    .orderBy(desc(notices.version))
  return rows.map((row) => ({ ...row, agenda: NoticeAgenda.parse(row.agenda) }))
}

/** @throws not_found */
export async function readSitting(db: Db | Tx, countyId: CountyId, meetingId: MeetingId) {
  const [row] = await db
    .select({
      countyId: meetings.countyId,
      id: meetings.id,
      bodyId: meetings.bodyId,
      bodyName: bodies.name,
      title: meetings.title,
      place: meetings.place,
      startsAt: meetings.startsAt,
      endsAt: meetings.endsAt,
      state: meetings.state,
      cancelledAt: meetings.cancelledAt,
      untoldChanges: meetings.untoldChanges,
      county: { name: counties.name, locale: counties.locale, timeZone: counties.timeZone },
    })
    .from(meetings)
    .innerJoin(counties, eq(counties.id, meetings.countyId))
    .innerJoin(bodies, and(eq(bodies.countyId, meetings.countyId), eq(bodies.id, meetings.bodyId)))
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  if (!row) throw new AppError('not_found')
  return row
}
export type Sitting = Awaited<ReturnType<typeof readSitting>>

/** Whose mailbox the answers of calendar programs go to: the sender's own, where they have one. */
export async function organizerOf(db: Db | Tx, sitting: Sitting, version: NoticeVersion | undefined, host: string) {
  const nobody = { name: sitting.bodyName, email: `noreply@${host}` }
  if (!version?.sentById) return nobody
  const [sender] = await db
    .select({ name: people.name, email: people.email })
    .from(people)
    .where(and(eq(people.countyId, sitting.countyId), eq(people.id, version.sentById)))
  return sender?.email ? { name: sender.name, email: sender.email } : nobody
}
