import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { topics } from '@/db/schema/topics'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, TopicId } from '@/server/ids'
import type { TopicState } from './contract'
import { nextTopicStates } from './model'

/** @throws conflict where the topic is no longer what the person saw, or may not go there. */
export async function setTopicState(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: TopicId,
  change: { from: TopicState; to: TopicState; reason: string },
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
      .set({ state: change.to, parkedReason: change.to === 'parked' ? change.reason : null })
      .where(here)
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'topic.set-state', thingId: id, detail: { from: change.from, to: change.to } },
      at,
    )
  })
}
