// What happened to a topic, beside the row it changed and in its transaction.
import type { Tx } from '@/db/client'
import { topicChanges } from '@/db/schema/topic-changes'
import type { Actor } from '@/server/access'
import { TopicChangeId, type CountyId, type MeetingId, type TopicId } from '@/server/ids'
import type { TopicChangeKind } from './contract'

export type ChangeOfTopic = {
  topicId: TopicId
  kind: TopicChangeKind
  /** To whoever proposed it. */
  word?: string
  before?: Record<string, string | string[] | null>
  otherTopicId?: TopicId
  meetingId?: MeetingId
}

export async function writeChanges(
  tx: Tx,
  countyId: CountyId,
  actor: Actor,
  changes: readonly ChangeOfTopic[],
  at: Date,
): Promise<void> {
  if (changes.length === 0) return
  const byPersonId = actor.kind === 'person' || actor.kind === 'seat' ? actor.personId : null
  await tx
    .insert(topicChanges)
    .values(
      changes.map((change) => ({ countyId, id: TopicChangeId.parse(crypto.randomUUID()), ...change, byPersonId, at })),
    )
}
