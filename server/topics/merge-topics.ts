import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { topics } from '@/db/schema/topics'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { TopicId } from '@/server/ids'
import { mayMerge, mayTakeIn } from './model'
import { tellProposer } from './tell-proposer'
import { writeChanges } from './write-change'

/**
 * Lets one topic go on in another: it keeps its words and its history and points there.
 *
 * Never a circle: both rows are locked, in the order of their ids, and what takes another in is not merged itself at that
 * moment. Of A into B and B into A at once, one waits for the other's rows and then finds its target merged. The database
 * refuses a topic that points at itself (topics_merged_elsewhere).
 * @throws not_found also for a topic of another body or county, invalid_input for itself, conflict
 */
export async function mergeTopics(
  db: Db,
  actor: PersonActor,
  { id, into, reason }: { id: TopicId; into: TopicId; reason: string },
  at: Date,
): Promise<void> {
  const { countyId } = actor
  await db.transaction(async (tx) => {
    const both = await tx
      .select()
      .from(topics)
      .where(and(eq(topics.countyId, countyId), inArray(topics.id, [id, into])))
      .orderBy(asc(topics.id))
      .for('update')
    const [topic, target] = [both.find((row) => row.id === id), both.find((row) => row.id === into)]
    if (!topic || !target) throw new AppError('not_found')
    requireAccess(actor, 'topic.manage', { kind: 'body', countyId, bodyId: topic.bodyId })
    if (id === into) throw new AppError('invalid_input', { into: 'itself' })
    if (target.bodyId !== topic.bodyId) throw new AppError('not_found')
    if (!mayMerge(topic.state) || !mayTakeIn(target.state)) throw new AppError('conflict')
    await tx
      .update(topics)
      .set({ state: 'merged', mergedIntoId: into, parkedReason: null })
      .where(and(eq(topics.countyId, countyId), eq(topics.id, id)))
    const changes = [
      { topicId: id, kind: 'merged', otherTopicId: into, word: reason },
      { topicId: into, kind: 'took-in', otherTopicId: id },
    ] as const
    await writeChanges(tx, countyId, actor, changes, at)
    await tellProposer(tx, actor, topic, 'merged', reason, at)
    await recordEvent(tx, countyId, actor, { verb: 'topic.merge', thingId: id, detail: { into } }, at)
  })
}
