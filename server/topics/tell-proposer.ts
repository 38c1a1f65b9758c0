import type { Tx } from '@/db/client'
import type { topics } from '@/db/schema/topics'
import type { Actor } from '@/server/access'
import { tell } from '@/server/notifications/tell'
import type { TopicChangeKind } from './contract'

/** An answer to whoever proposed it, where they have an account; not about what they did themselves. */
export async function tellProposer(
  tx: Tx,
  actor: Actor,
  topic: Pick<typeof topics.$inferSelect, 'countyId' | 'id' | 'title' | 'proposedByPersonId'>,
  kind: TopicChangeKind,
  word: string,
  at: Date,
): Promise<void> {
  const personId = topic.proposedByPersonId
  if (personId === null || (actor.kind === 'person' && actor.personId === personId)) return
  const thing = { kind: 'topic', id: topic.id } as const
  const detail = { title: topic.title, choice: kind, text: word }
  await tell(
    tx,
    { countyId: topic.countyId, kind: 'topic.answered', thing, detail, key: at.toISOString(), personId },
    at,
  )
}
