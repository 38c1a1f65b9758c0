// Meetings for pages: what a person may see of those of their bodies. Rooms read their own snapshot (rooms/read-room.ts).
import { and, asc, desc, eq, gt, inArray, ne } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies, series, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { documents } from '@/db/schema/minutes'
import { can, requireAccess, type Actor, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { CountyId, DocumentId, MeetingId } from '@/server/ids'
import { beforeFirst, meetingThing } from './model'

const summary = {
  countyId: meetings.countyId,
  id: meetings.id,
  bodyId: meetings.bodyId,
  bodyName: bodies.name,
  countyName: counties.name,
  timeZone: counties.timeZone,
  seriesName: series.name,
  seriesId: meetings.seriesId,
  seriesKind: series.kind,
  cadenceEvery: series.cadenceEvery,
  cadenceUnit: series.cadenceUnit,
  title: meetings.title,
  issueNumber: meetings.issueNumber,
  place: meetings.place,
  startsAt: meetings.startsAt,
  endsAt: meetings.endsAt,
  openedAt: meetings.openedAt,
  endedAt: meetings.endedAt,
  cancelledAt: meetings.cancelledAt,
  state: meetings.state,
  isLocked: meetings.isLocked,
  joinCode: meetings.joinCode,
}

const select = (db: Db) =>
  db
    .select(summary)
    .from(meetings)
    .innerJoin(counties, eq(counties.id, meetings.countyId))
    .innerJoin(bodies, and(eq(bodies.countyId, meetings.countyId), eq(bodies.id, meetings.bodyId)))
    .innerJoin(series, and(eq(series.countyId, meetings.countyId), eq(series.id, meetings.seriesId)))

export type MeetingRow = Awaited<ReturnType<typeof select>>[number]
/** The join code is for who plans the meeting: it lets strangers knock. */
export type MeetingSummary = Omit<MeetingRow, 'joinCode'> & { joinCode: string | null; mayManage: boolean }

const shown = (actor: Actor, row: MeetingRow): MeetingSummary => {
  const mayManage = can(actor, 'meeting.manage', meetingThing(row))
  return { ...row, joinCode: mayManage ? row.joinCode : null, mayManage }
}

/** The meetings of a person's bodies: coming and live ones soonest first, then past ones newest first, 200 at most. */
export async function listMeetings(db: Db, actor: PersonActor): Promise<MeetingSummary[]> {
  const bodyIds = [...new Set(actor.memberships.map((membership) => membership.bodyId))]
  if (bodyIds.length === 0) return []
  const mine = and(
    eq(meetings.countyId, actor.countyId),
    inArray(meetings.bodyId, bodyIds),
    gt(meetings.issueNumber, beforeFirst),
  )
  const [coming, past] = await Promise.all([
    select(db)
      .where(and(mine, ne(meetings.state, 'ended')))
      .orderBy(asc(meetings.startsAt))
      .limit(100),
    select(db)
      .where(and(mine, eq(meetings.state, 'ended')))
      .orderBy(desc(meetings.startsAt))
      .limit(100),
  ])
  return [...coming, ...past]
    .filter((row) => can(actor, 'meeting.read', meetingThing(row)))
    .map((row) => shown(actor, row))
}

export type AgendaItemRow = Awaited<ReturnType<typeof readAgenda>>[number]

export const readAgenda = (db: Db, countyId: CountyId, meetingId: MeetingId) =>
  db
    .select({
      id: agendaItems.id,
      position: agendaItems.position,
      title: agendaItems.title,
      section: agendaItems.section,
      isFollowUp: agendaItems.isFollowUp,
      isRestricted: agendaItems.isRestricted,
      minutesPlanned: agendaItems.minutesPlanned,
      topicId: agendaItems.topicId,
      startedAt: agendaItems.startedAt,
      endedAt: agendaItems.endedAt,
      presenter: { id: units.id, name: units.name, kind: units.kind },
    })
    .from(agendaItems)
    .leftJoin(units, and(eq(units.countyId, agendaItems.countyId), eq(units.id, agendaItems.presenterUnitId)))
    .where(and(eq(agendaItems.countyId, countyId), eq(agendaItems.meetingId, meetingId)))
    .orderBy(asc(agendaItems.position))

export type MeetingDetail = MeetingSummary & { agenda: AgendaItemRow[]; documentId: DocumentId }

/** @throws not_found also for a meeting of another county: its existence is not told */
export async function readMeeting(db: Db, actor: Actor, meetingId: MeetingId): Promise<MeetingDetail> {
  const county = actor.kind === 'person' || actor.kind === 'seat' ? [eq(meetings.countyId, actor.countyId)] : []
  const [row] = await select(db).where(and(eq(meetings.id, meetingId), ...county))
  if (!row) throw new AppError('not_found')
  requireAccess(actor, 'meeting.read', meetingThing(row))
  const [agenda, [document]] = await Promise.all([
    readAgenda(db, row.countyId, row.id),
    db
      .select({ id: documents.id })
      .from(documents)
      .where(and(eq(documents.countyId, row.countyId), eq(documents.meetingId, row.id))),
  ])
  if (!document) throw new AppError('not_found')
  return { ...shown(actor, row), agenda, documentId: document.id }
}
