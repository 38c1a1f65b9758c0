import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies, units } from '@/db/schema/bodies'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { topics } from '@/db/schema/topics'
import { can, type PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import type { BodyId, MeetingId, TopicId } from '@/server/ids'
import type { UnitView } from '@/server/rooms/contract'
import type { TopicState } from './contract'

export type TopicRow = {
  id: TopicId
  bodyId: BodyId
  bodyName: string
  title: string
  problem: string
  facts: string
  wish: string
  state: TopicState
  parkedReason: string | null
  createdAt: Date
  unit: UnitView | null
  /** Where it stood or stands on an agenda, newest first. */
  sittings: { meetingId: MeetingId; title: string; issueNumber: number; position: number }[]
  mayManage: boolean
}

/** Every topic of the bodies in which this person sits, newest first. */
export async function listTopics(db: Db, actor: PersonActor): Promise<TopicRow[]> {
  const { countyId } = actor
  const readable = bodyIdsOf(actor).filter((bodyId) => can(actor, 'topic.read', { kind: 'body', countyId, bodyId }))
  if (readable.length === 0) return []
  const rows = await db
    .select({
      topic: topics,
      bodyName: bodies.name,
      unit: { id: units.id, name: units.name, kind: units.kind },
    })
    .from(topics)
    .innerJoin(bodies, and(eq(bodies.countyId, topics.countyId), eq(bodies.id, topics.bodyId)))
    .leftJoin(units, and(eq(units.countyId, topics.countyId), eq(units.id, topics.proposedByUnitId)))
    .where(and(eq(topics.countyId, countyId), inArray(topics.bodyId, readable)))
    .orderBy(desc(topics.createdAt))
    .limit(500)
  const placed =
    rows.length === 0
      ? []
      : await db
          .select({
            topicId: agendaItems.topicId,
            meetingId: meetings.id,
            title: meetings.title,
            issueNumber: meetings.issueNumber,
            position: agendaItems.position,
          })
          .from(agendaItems)
          .innerJoin(meetings, and(eq(meetings.countyId, agendaItems.countyId), eq(meetings.id, agendaItems.meetingId)))
          .where(
            and(
              eq(agendaItems.countyId, countyId),
              inArray(
                agendaItems.topicId,
                rows.map((row) => row.topic.id),
              ),
            ),
          )
          .orderBy(desc(meetings.startsAt))
  return rows.map(({ topic, bodyName, unit }) => ({
    id: topic.id,
    bodyId: topic.bodyId,
    bodyName,
    title: topic.title,
    problem: topic.problem,
    facts: topic.facts,
    wish: topic.wish,
    state: topic.state,
    parkedReason: topic.parkedReason,
    createdAt: topic.createdAt,
    unit,
    sittings: placed.filter((each) => each.topicId === topic.id).map(({ topicId: _, ...each }) => each),
    mayManage: can(actor, 'topic.manage', { kind: 'body', countyId, bodyId: topic.bodyId }),
  }))
}
