import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { topics } from '@/db/schema/topics'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, TopicId } from '@/server/ids'
import type { SetTopicState } from './contract'
import { kindOfStep, nextTopicStates } from './model'
import { tellProposer } from './tell-proposer'
import { writeChanges } from './write-change'

/**
 * One step of a topic by hand, with a word to whoever proposed it.
 * @throws conflict where the topic is no longer what the person saw, or may not go there.
 */
export async function setTopicState(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: TopicId,
  change: SetTopicState,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const here = and(eq(topics.countyId, countyId), eq(topics.id, id))
    const [topic] = await tx.select().from(topics).where(here).for('update')
    if (!topic) throw new AppError('not_found')
    requireAccess(actor, 'topic.manage', { kind: 'body', countyId, bodyId: topic.bodyId })
    if (topic.state !== change.from || !nextTopicStates(topic.state).includes(change.to)) throw new AppError('conflict')
    if (change.to === 'parked' && change.reason === '') throw new AppError('invalid_input', { reason: 'required' })
    await tx
      .update(topics)
      .set({
        state: change.to,
        parkedReason: change.to === 'parked' ? change.reason : null,
        mergedIntoId: null,
      })
      .where(here)
    const kind = kindOfStep(topic.state, change.to)
    await writeChanges(tx, countyId, actor, [{ topicId: id, kind, word: change.reason }], at)
    await tellProposer(tx, actor, topic, kind, change.reason, at)
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'topic.set-state', thingId: id, detail: { from: change.from, to: change.to } },
      at,
    )
  })
}
