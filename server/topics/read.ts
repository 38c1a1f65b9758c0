import { and, arrayContains, asc, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { bodies, units } from '@/db/schema/bodies'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { decisions, documents } from '@/db/schema/minutes'
import { people } from '@/db/schema/people'
import { topicChanges } from '@/db/schema/topic-changes'
import { topics } from '@/db/schema/topics'
import { can, type PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import { AppError } from '@/server/errors'
import type { BodyId, MeetingId, TopicId } from '@/server/ids'
import type { UnitView } from '@/server/rooms/contract'
import type { TopicChangeKind, TopicQuery, TopicState, TopicTag } from './contract'
import { topicThing } from './model'

export type TopicRow = {
  id: TopicId
  bodyId: BodyId
  bodyName: string
  title: string
  problem: string
  facts: string
  wish: string
  tags: TopicTag[]
  state: TopicState
  parkedReason: string | null
  createdAt: Date
  unit: UnitView | null
  /** By the public link. */
  isPublic: boolean
  /** Where it stood or stands on an agenda, newest first. */
  sittings: { meetingId: MeetingId; title: string; issueNumber: number; position: number }[]
  mayManage: boolean
}

const columns = {
  topic: topics,
  bodyName: bodies.name,
  unit: { id: units.id, name: units.name, kind: units.kind },
}
const select = (db: Db) =>
  db
    .select(columns)
    .from(topics)
    .innerJoin(bodies, and(eq(bodies.countyId, topics.countyId), eq(bodies.id, topics.bodyId)))
    .leftJoin(units, and(eq(units.countyId, topics.countyId), eq(units.id, topics.proposedByUnitId)))

const readableBodies = (actor: PersonActor) =>
  bodyIdsOf(actor).filter((bodyId) => can(actor, 'topic.read', { kind: 'body', countyId: actor.countyId, bodyId }))

/** Every topic of the bodies in which this person sits that fits the query, newest first, 500 at most. */
export async function listTopics(db: Db, actor: PersonActor, query: TopicQuery = {}): Promise<TopicRow[]> {
  const { countyId } = actor
  const readable = readableBodies(actor)
  if (readable.length === 0) return []
  const rows = await select(db)
    .where(
      and(
        eq(topics.countyId, countyId),
        inArray(topics.bodyId, readable),
        query.state && eq(topics.state, query.state),
        query.tag && arrayContains(topics.tags, [query.tag]),
        query.unit && eq(topics.proposedByUnitId, query.unit),
      ),
    )
    .orderBy(desc(topics.createdAt))
    .limit(500)
  const placed =
    rows.length === 0
      ? []
      : await readSittings(
          db,
          countyId,
          rows.map((row) => row.topic.id),
        )
  return rows.map((row) => shown(actor, row, placed))
}

/** How many topics stand in each state, whatever else is asked of the list. */
export async function countTopics(db: Db, actor: PersonActor): Promise<Partial<Record<TopicState, number>>> {
  const readable = readableBodies(actor)
  if (readable.length === 0) return {}
  const rows = await db
    .select({ state: topics.state, count: sql<number>`count(*)::int` })
    .from(topics)
    .where(and(eq(topics.countyId, actor.countyId), inArray(topics.bodyId, readable)))
    .groupBy(topics.state)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** Units that proposed something, to look by. */
export async function listTopicUnits(db: Db, actor: PersonActor): Promise<{ value: string; label: string }[]> {
  const readable = readableBodies(actor)
  if (readable.length === 0) return []
  return db
    .selectDistinct({ value: units.id, label: units.name })
    .from(topics)
    .innerJoin(units, and(eq(units.countyId, topics.countyId), eq(units.id, topics.proposedByUnitId)))
    .where(and(eq(topics.countyId, actor.countyId), inArray(topics.bodyId, readable)))
    .orderBy(asc(units.name))
}

type Placed = Awaited<ReturnType<typeof readSittings>>[number]

const readSittings = (db: Db, countyId: PersonActor['countyId'], ids: readonly TopicId[]) =>
  db
    .select({
      topicId: agendaItems.topicId,
      agendaItemId: agendaItems.id,
      meetingId: meetings.id,
      title: meetings.title,
      issueNumber: meetings.issueNumber,
      startsAt: meetings.startsAt,
      state: meetings.state,
      position: agendaItems.position,
    })
    .from(agendaItems)
    .innerJoin(meetings, and(eq(meetings.countyId, agendaItems.countyId), eq(meetings.id, agendaItems.meetingId)))
    .where(and(eq(agendaItems.countyId, countyId), inArray(agendaItems.topicId, [...ids])))
    .orderBy(desc(meetings.startsAt))

function shown(
  actor: PersonActor,
  { topic, bodyName, unit }: Awaited<ReturnType<typeof select>>[number],
  placed: readonly Placed[],
): TopicRow {
  const { countyId } = actor
  return {
    id: topic.id,
    bodyId: topic.bodyId,
    bodyName,
    title: topic.title,
    problem: topic.problem,
    facts: topic.facts,
    wish: topic.wish,
    tags: topic.tags as TopicTag[],
    state: topic.state,
    parkedReason: topic.parkedReason,
    createdAt: topic.createdAt,
    unit,
    isPublic: topic.authorSecretHash !== null,
    sittings: placed
      .filter((each) => each.topicId === topic.id)
      .map(({ meetingId, title, issueNumber, position }) => ({ meetingId, title, issueNumber, position })),
    mayManage: can(actor, 'topic.manage', { kind: 'body', countyId, bodyId: topic.bodyId }),
  }
}

export type TopicDetail = TopicRow & {
  version: number
  /** Who proposed it, as they are called; null where that is not known or was taken off. */
  proposer: string | null
  mergedInto: { id: TopicId; title: string } | null
  tookIn: { id: TopicId; title: string }[]
  /** Its life over sittings, oldest first. */
  life: (Omit<Placed, 'topicId'> & {
    decisions: { id: string; kind: string; text: string }[]
    items: { id: string; number: number; title: string; state: string }[]
  })[]
  changes: {
    id: string
    kind: TopicChangeKind
    word: string
    before: Record<string, string | string[] | null> | null
    byName: string | null
    other: { id: TopicId; title: string } | null
    meeting: { id: MeetingId; title: string } | null
    at: Date
  }[]
  mayEdit: boolean
}

/** @throws not_found also for a topic the person may not read: that it exists is not told */
export async function readTopic(db: Db, actor: PersonActor, id: TopicId): Promise<TopicDetail> {
  const { countyId } = actor
  const [row] = await select(db).where(and(eq(topics.countyId, countyId), eq(topics.id, id)))
  if (!row || !can(actor, 'topic.read', { kind: 'body', countyId, bodyId: row.topic.bodyId }))
    throw new AppError('not_found')
  const { topic } = row
  const [placed, changes, near, [author]] = await Promise.all([
    readSittings(db, countyId, [id]),
    readChanges(db, countyId, id),
    db
      .select({ id: topics.id, title: topics.title, mergedIntoId: topics.mergedIntoId })
      .from(topics)
      .where(
        and(
          eq(topics.countyId, countyId),
          or(eq(topics.mergedIntoId, id), topic.mergedIntoId ? eq(topics.id, topic.mergedIntoId) : undefined),
        ),
      )
      .orderBy(asc(topics.createdAt)),
    topic.proposedByPersonId
      ? db
          .select({ name: people.name })
          .from(people)
          .where(and(eq(people.countyId, countyId), eq(people.id, topic.proposedByPersonId)))
      : [],
  ])
  const records = await readRecords(
    db,
    countyId,
    placed.map((each) => each.agendaItemId),
  )
  const target = near.find((each) => each.id === topic.mergedIntoId)
  return {
    ...shown(actor, row, placed),
    version: topic.version,
    proposer: author?.name ?? (topic.authorName || null),
    mergedInto: target ? { id: target.id, title: target.title } : null,
    tookIn: near.filter((each) => each.mergedIntoId === id).map((each) => ({ id: each.id, title: each.title })),
    life: [...placed].reverse().map(({ topicId: _, ...sitting }) => ({
      ...sitting,
      decisions: records.decisions.filter((each) => each.agendaItemId === sitting.agendaItemId),
      items: records.items.filter((each) => each.agendaItemId === sitting.agendaItemId),
    })),
    changes: changes.map(({ otherId, otherTitle, meetingId, meetingTitle, ...change }) => ({
      ...change,
      other: otherId && otherTitle !== null ? { id: otherId, title: otherTitle } : null,
      meeting: meetingId && meetingTitle !== null ? { id: meetingId, title: meetingTitle } : null,
    })),
    mayEdit: topic.state !== 'merged' && can(actor, 'topic.edit', topicThing(topic)),
  }
}

const readChanges = (db: Db, countyId: PersonActor['countyId'], id: TopicId) => {
  const other = db
    .select({ id: topics.id, title: topics.title })
    .from(topics)
    .where(eq(topics.countyId, countyId))
    .as('other')
  return db
    .select({
      id: topicChanges.id,
      kind: topicChanges.kind,
      word: topicChanges.word,
      before: topicChanges.before,
      byName: people.name,
      otherId: other.id,
      otherTitle: other.title,
      meetingId: meetings.id,
      meetingTitle: meetings.title,
      at: topicChanges.at,
    })
    .from(topicChanges)
    .leftJoin(people, and(eq(people.countyId, topicChanges.countyId), eq(people.id, topicChanges.byPersonId)))
    .leftJoin(other, eq(other.id, topicChanges.otherTopicId))
    .leftJoin(meetings, and(eq(meetings.countyId, topicChanges.countyId), eq(meetings.id, topicChanges.meetingId)))
    .where(and(eq(topicChanges.countyId, countyId), eq(topicChanges.topicId, id)))
    .orderBy(desc(topicChanges.at), desc(topicChanges.id))
}

/** A topic's agenda item is never a restricted one, so what follows from it is everybody's of the body. */
async function readRecords(
  db: Db,
  countyId: PersonActor['countyId'],
  agendaItemIds: readonly Placed['agendaItemId'][],
) {
  if (agendaItemIds.length === 0) return { decisions: [], items: [] }
  const [decided, items] = await Promise.all([
    db
      .select({
        id: decisions.id,
        kind: decisions.kind,
        text: decisions.text,
        agendaItemId: decisions.agendaItemId,
      })
      .from(decisions)
      .innerJoin(
        documents,
        and(
          eq(documents.countyId, decisions.countyId),
          eq(documents.id, decisions.documentId),
          eq(documents.kind, 'minutes'),
        ),
      )
      .where(
        and(
          eq(decisions.countyId, countyId),
          inArray(decisions.agendaItemId, [...agendaItemIds]),
          isNull(decisions.withdrawnAt),
        ),
      )
      .orderBy(asc(decisions.createdAt)),
    db
      .select({
        id: actionItems.id,
        number: actionItems.number,
        title: actionItems.title,
        state: actionItems.state,
        agendaItemId: actionItems.agendaItemId,
      })
      .from(actionItems)
      .where(
        and(
          eq(actionItems.countyId, countyId),
          inArray(actionItems.agendaItemId, [...agendaItemIds]),
          isNull(actionItems.withdrawnAt),
        ),
      )
      .orderBy(asc(actionItems.number)),
  ])
  return { decisions: decided, items }
}
