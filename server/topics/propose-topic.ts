import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodies } from '@/db/schema/bodies'
import { topics } from '@/db/schema/topics'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { TopicId, type CountyId } from '@/server/ids'
import { requireNoChildData } from '@/server/privacy/model'
import type { NewTopic } from './contract'
import { writeChanges } from './write-change'

/** A problem enters the house once. A person proposes for a unit they sit for in that body. */
export async function proposeTopic(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  input: NewTopic,
  at: Date,
  keepsChildName = false,
): Promise<TopicId> {
  const { bodyId } = input
  const [body] = await db
    .select({ proposers: bodies.proposers })
    .from(bodies)
    .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId)))
  requireAccess(actor, 'topic.propose', { kind: 'body', countyId, bodyId, proposers: body?.proposers ?? [] })
  if (actor.kind === 'person' && input.proposedByUnitId !== null) {
    const sitsFor = actor.memberships.some((m) => m.bodyId === input.bodyId && m.unitId === input.proposedByUnitId)
    const runs = actor.memberships.some((m) => m.bodyId === input.bodyId && m.office === 'secretary')
    if (!sitsFor && !runs) throw new AppError('invalid_input', { proposedByUnitId: 'unknown' })
  }
  const { title, problem, facts, wish, proposedByUnitId, tags = [] } = input
  requireNoChildData(actor, countyId, { title, problem, facts, wish }, keepsChildName)
  const id = TopicId.parse(crypto.randomUUID())
  const proposedByPersonId = actor.kind === 'person' ? actor.personId : null
  const row = { bodyId, proposedByUnitId, proposedByPersonId, title, problem, facts, wish, tags }
  await db.transaction(async (tx) => {
    await tx.insert(topics).values({ countyId, id, ...row, createdAt: at })
    await writeChanges(tx, countyId, actor, [{ topicId: id, kind: 'proposed' }], at)
    await recordEvent(tx, countyId, actor, { verb: 'topic.propose', thingId: id }, at)
  })
  return id
}
