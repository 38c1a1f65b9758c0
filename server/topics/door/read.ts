// What somebody without an account may know: the body that asks, and of their own topic its state, the words to them and when
// it is on an agenda. Nothing of other people, of the texts of a sitting, or of other topics.
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { topicChanges } from '@/db/schema/topic-changes'
import { topics } from '@/db/schema/topics'
import { AppError } from '@/server/errors'
import { hashSecret } from '@/server/secrets'
import type { TopicChangeKind, TopicState, TopicTag } from '../contract'
import { findTopicDoor } from '../propose-publicly'

export type ProposalDoor = { bodyName: string; countyName: string }

/** @throws link_unknown, link_revoked */
export async function readProposalDoor(db: Db, code: string): Promise<ProposalDoor> {
  const door = await findTopicDoor(db, code)
  const [row] = await db
    .select({ bodyName: bodies.name, countyName: counties.name })
    .from(bodies)
    .innerJoin(counties, eq(counties.id, bodies.countyId))
    .where(and(eq(bodies.countyId, door.countyId), eq(bodies.id, door.bodyId)))
  if (!row) throw new AppError('link_unknown')
  return row
}

export type OwnProposal = {
  bodyName: string
  timeZone: string
  title: string
  problem: string
  facts: string
  wish: string
  tags: TopicTag[]
  state: TopicState
  name: string
  createdAt: Date
  /** What happened and what was said about it, oldest first. Edits and what it took in are the house's own business. */
  answers: { kind: TopicChangeKind; word: string; at: Date }[]
  sittings: { title: string; issueNumber: number; startsAt: Date; state: 'planned' | 'live' | 'ended' | string }[]
}

const told: TopicChangeKind[] = [
  'accepted',
  'parked',
  'merged',
  'scheduled',
  'taken-off',
  'discussed',
  'resolved',
  'reopened',
]

/** @throws link_unknown */
export async function readOwnProposal(db: Db, secret: string): Promise<OwnProposal> {
  const [row] = await db
    .select({ topic: topics, bodyName: bodies.name, timeZone: counties.timeZone })
    .from(topics)
    .innerJoin(bodies, and(eq(bodies.countyId, topics.countyId), eq(bodies.id, topics.bodyId)))
    .innerJoin(counties, eq(counties.id, topics.countyId))
    .where(eq(topics.authorSecretHash, hashSecret(secret)))
  if (!row) throw new AppError('link_unknown')
  const { topic } = row
  const [answers, sittings] = await Promise.all([
    db
      .select({ kind: topicChanges.kind, word: topicChanges.word, at: topicChanges.at })
      .from(topicChanges)
      .where(
        and(
          eq(topicChanges.countyId, topic.countyId),
          eq(topicChanges.topicId, topic.id),
          inArray(topicChanges.kind, told),
        ),
      )
      .orderBy(asc(topicChanges.at)),
    db
      .select({
        title: meetings.title,
        issueNumber: meetings.issueNumber,
        startsAt: meetings.startsAt,
        state: meetings.state,
      })
      .from(agendaItems)
      .innerJoin(meetings, and(eq(meetings.countyId, agendaItems.countyId), eq(meetings.id, agendaItems.meetingId)))
      .where(and(eq(agendaItems.countyId, topic.countyId), eq(agendaItems.topicId, topic.id)))
      .orderBy(asc(meetings.startsAt)),
  ])
  return {
    bodyName: row.bodyName,
    timeZone: row.timeZone,
    title: topic.title,
    problem: topic.problem,
    facts: topic.facts,
    wish: topic.wish,
    tags: topic.tags as TopicTag[],
    state: topic.state,
    name: topic.authorName ?? '',
    createdAt: topic.createdAt,
    answers,
    sittings,
  }
}
