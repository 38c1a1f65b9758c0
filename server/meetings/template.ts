// Agendas to begin with: a series' own, the last sitting's, or the standing point alone. Never topics, which live where they
// are, and never anything of a restricted item.
import { and, desc, eq, lt } from 'drizzle-orm'
import { z } from 'zod'
import type { Db, Tx } from '@/db/client'
import { series } from '@/db/schema/bodies'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { UnitId, type CountyId, type MeetingId, type SeriesId } from '@/server/ids'
import { maxAgendaItems } from './contract'
import { meetingThing } from './model'

export const TemplatePoint = z.object({
  title: z.string().min(1).max(200),
  section: z.string().max(80).default(''),
  presenterUnitId: UnitId.nullable().default(null),
  minutesPlanned: z.number().int().min(0).max(600),
  isFollowUp: z.boolean().default(false),
})
export type TemplatePoint = z.infer<typeof TemplatePoint>
const Template = z.array(TemplatePoint).max(maxAgendaItems)

/** A template of an older shape is none. */
export const readTemplate = (value: unknown): TemplatePoint[] => Template.safeParse(value).data ?? []

const pointsOf = async (db: Db | Tx, countyId: CountyId, meetingId: MeetingId): Promise<TemplatePoint[]> =>
  (
    await db
      .select()
      .from(agendaItems)
      .where(and(eq(agendaItems.countyId, countyId), eq(agendaItems.meetingId, meetingId)))
      .orderBy(agendaItems.position)
  )
    .filter((item) => !item.isRestricted && item.topicId === null)
    .map(({ title, section, presenterUnitId, minutesPlanned, isFollowUp }) => ({
      title,
      section,
      presenterUnitId,
      minutesPlanned,
      isFollowUp,
    }))

/** What the sitting before this one of its series had on its agenda. The caller has asked access. */
export async function readLastAgenda(
  db: Db,
  countyId: CountyId,
  meeting: { seriesId: SeriesId; startsAt: Date },
): Promise<TemplatePoint[]> {
  const [last] = await db
    .select({ id: meetings.id })
    .from(meetings)
    .where(
      and(
        eq(meetings.countyId, countyId),
        eq(meetings.seriesId, meeting.seriesId),
        lt(meetings.startsAt, meeting.startsAt),
      ),
    )
    .orderBy(desc(meetings.startsAt))
    .limit(1)
  return last ? pointsOf(db, countyId, last.id) : []
}

/** Keeps the agenda of a sitting as what sittings of its series begin with. */
export async function saveAsTemplate(db: Db, actor: PersonActor, meetingId: MeetingId, at: Date): Promise<void> {
  const { countyId } = actor
  await db.transaction(async (tx) => {
    const [meeting] = await tx
      .select()
      .from(meetings)
      .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
    if (!meeting) throw new AppError('not_found')
    requireAccess(actor, 'meeting.manage', meetingThing(meeting))
    const template = await pointsOf(tx, countyId, meetingId)
    await tx
      .update(series)
      .set({ template })
      .where(and(eq(series.countyId, countyId), eq(series.id, meeting.seriesId)))
    await recordEvent(tx, countyId, actor, { verb: 'series.set-template', thingId: meeting.seriesId }, at)
  })
}

export async function readSeriesTemplate(db: Db, countyId: CountyId, seriesId: SeriesId): Promise<TemplatePoint[]> {
  const [row] = await db
    .select({ template: series.template })
    .from(series)
    .where(and(eq(series.countyId, countyId), eq(series.id, seriesId)))
  return readTemplate(row?.template)
}
