import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { topicDoors, topics } from '@/db/schema/topics'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { TopicId } from '@/server/ids'
import { countTry } from '@/server/people/rate-limit'
import { requireNoChildData } from '@/server/privacy/model'
import { hashSecret } from '@/server/secrets'
import type { PublicTopic } from './contract'
import { writeChanges } from './write-change'

const anonymous = { kind: 'anonymous' } as const
const hour = 60 * 60_000
/** Of one address in an hour (a parents' evening behind one router), and of one door in a day. */
const perAddress = 20
const perDoor = 300

/** @throws link_unknown, link_revoked where the body has shut its door */
export async function findTopicDoor(db: Db, code: string) {
  const [door] = await db.select().from(topicDoors).where(eq(topicDoors.code, code.toLowerCase()))
  if (!door) throw new AppError('link_unknown')
  if (!door.isOpen) throw new AppError('link_revoked')
  return door
}

/**
 * A problem told by somebody without an account. Entitled is who has the code of an open door: access.ts knows no anonymous.
 * @param secret made by the page that showed the form: a form that is sent twice brings one topic and the same personal link
 * @throws link_unknown, link_revoked, too_many_tries, invalid_input (also where a child is named: nobody here may keep that)
 */
export async function proposePublicly(
  db: Db,
  { code, secret, ip, input }: { code: string; secret: string; ip: string; input: PublicTopic },
  at: Date,
): Promise<void> {
  const { countyId, bodyId } = await findTopicDoor(db, code)
  const authorSecretHash = hashSecret(secret)
  const [sent] = await db.select({ id: topics.id }).from(topics).where(eq(topics.authorSecretHash, authorSecretHash))
  if (sent) return
  const { name, tags, ...words } = input
  requireNoChildData(anonymous, countyId, { ...words, name }, false)
  await countTry(db, `topic:from:${ip}`, perAddress, hour, at)
  await countTry(db, `topic:door:${countyId}:${bodyId}`, perDoor, 24 * hour, at)
  const id = TopicId.parse(crypto.randomUUID())
  await db.transaction(async (tx) => {
    // Shut a moment ago counts: the row is held until this is written.
    const [door] = await tx
      .select({ isOpen: topicDoors.isOpen })
      .from(topicDoors)
      .where(and(eq(topicDoors.countyId, countyId), eq(topicDoors.bodyId, bodyId)))
      .for('share')
    if (!door?.isOpen) throw new AppError('link_revoked')
    const made = await tx
      .insert(topics)
      .values({ countyId, id, bodyId, ...words, tags, authorName: name, authorSecretHash, createdAt: at })
      .onConflictDoNothing({ target: topics.authorSecretHash })
      .returning({ id: topics.id })
    if (made.length === 0) return
    await writeChanges(tx, countyId, anonymous, [{ topicId: id, kind: 'proposed' }], at)
    await recordEvent(tx, countyId, anonymous, { verb: 'topic.propose-publicly', thingId: id }, at)
  })
}

/** The author takes their name off; the topic stays. Doing it again changes nothing. @throws link_unknown */
export async function forgetAuthor(db: Db, secret: string, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const [topic] = await tx
      .select({ countyId: topics.countyId, id: topics.id, authorName: topics.authorName })
      .from(topics)
      .where(eq(topics.authorSecretHash, hashSecret(secret)))
      .for('update')
    if (!topic) throw new AppError('link_unknown')
    if (!topic.authorName) return
    await tx
      .update(topics)
      .set({ authorName: '' })
      .where(and(eq(topics.countyId, topic.countyId), eq(topics.id, topic.id)))
    await recordEvent(tx, topic.countyId, anonymous, { verb: 'topic.forget-author', thingId: topic.id }, at)
  })
}
