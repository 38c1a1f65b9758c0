import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { topics } from '@/db/schema/topics'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { requireNoChildData } from '@/server/privacy/model'
import type { EditTopic } from './contract'
import { topicThing } from './model'
import { writeChanges } from './write-change'

const parts = ['title', 'problem', 'facts', 'wish', 'tags'] as const

/**
 * Puts the words of a topic right; what stood there before stays with the change. Nothing is written where nothing is other.
 * @throws not_found, not_allowed, conflict where somebody else changed it since it was read, invalid_input
 */
export async function editTopic(db: Db, actor: PersonActor, input: EditTopic, at: Date): Promise<void> {
  const { countyId } = actor
  const { id, version, keep, ...words } = input
  await db.transaction(async (tx) => {
    const here = and(eq(topics.countyId, countyId), eq(topics.id, id))
    // The row is the lock: of two who edit one version, the second finds another number.
    const [topic] = await tx.select().from(topics).where(here).for('update')
    if (!topic) throw new AppError('not_found')
    requireAccess(actor, 'topic.edit', topicThing(topic))
    if (topic.version !== version || topic.state === 'merged') throw new AppError('conflict')
    const { title, problem, facts, wish } = words
    requireNoChildData(actor, countyId, { title, problem, facts, wish }, keep)
    const changed = parts.filter((part) => JSON.stringify(topic[part]) !== JSON.stringify(words[part]))
    if (changed.length === 0) return
    await tx
      .update(topics)
      .set({ ...words, version: version + 1 })
      .where(here)
    const before = Object.fromEntries(changed.map((part) => [part, topic[part]]))
    await writeChanges(tx, countyId, actor, [{ topicId: id, kind: 'edited', before }], at)
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'topic.edit', thingId: id, detail: { parts: changed.join(' ') } },
      at,
    )
  })
}
