// Everything the page of an agenda shows and offers, for one person. Nothing of a restricted item but its word and its place.
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { series } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { can, type PersonActor } from '@/server/access'
import { readFollowUp } from '@/server/action-items/read-follow-up'
import { listUnits } from '@/server/bodies/read'
import { mayStandOnAgenda } from '@/server/topics/model'
import { listTopics } from '@/server/topics/read'
import type { MeetingDetail } from './read'
import { readTemplate } from './template'

export async function readAgendaPage(db: Db, actor: PersonActor, meeting: MeetingDetail) {
  const { countyId } = actor
  const mayRead = can(actor, 'action-item.read', {
    kind: 'actionItem',
    countyId,
    bodyId: meeting.bodyId,
    leadUnitId: null,
    assistingUnitIds: [],
    readers: null,
  })
  const [[facts], followUp, units, topics] = await Promise.all([
    db
      .select({
        version: meetings.agendaVersion,
        seriesId: meetings.seriesId,
        startsAt: meetings.startsAt,
        template: series.template,
      })
      .from(meetings)
      .innerJoin(series, and(eq(series.countyId, meetings.countyId), eq(series.id, meetings.seriesId)))
      .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meeting.id))),
    mayRead ? readFollowUp(db, countyId, meeting) : { items: [], total: 0 },
    meeting.mayManage ? listUnits(db, actor, meeting.bodyId) : [],
    meeting.mayManage ? listTopics(db, actor) : [],
  ])
  const here = new Set(meeting.agenda.map((item) => item.topicId))
  return {
    version: facts!.version,
    seriesId: facts!.seriesId,
    hasTemplate: readTemplate(facts!.template).length > 0,
    followUp,
    units,
    backlog: topics
      .filter((topic) => topic.bodyId === meeting.bodyId && mayStandOnAgenda(topic.state) && !here.has(topic.id))
      .map(({ id, title, unit, tags }) => ({ id, title, unit, tags })),
    mayRemark: can(actor, 'action-item.remark', {
      kind: 'actionItem',
      countyId,
      bodyId: meeting.bodyId,
      leadUnitId: null,
      assistingUnitIds: [],
      readers: null,
    }),
  }
}
