// What an agenda does to its topics: on one it is scheduled, off the last one it waits again. Under the sitting's row lock.
import { and, eq, inArray, ne } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { topics } from '@/db/schema/topics'
import type { Actor } from '@/server/access'
import type { CountyId, MeetingId, TopicId } from '@/server/ids'
import { writeChanges } from './write-change'

/** One that was settled or parked keeps its state; that it stands on this agenda is written down all the same. */
export async function scheduleTopics(
  tx: Tx,
  countyId: CountyId,
  actor: Actor,
  ids: readonly TopicId[],
  meetingId: MeetingId,
  at: Date,
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(topics)
    .set({ state: 'scheduled' })
    .where(
      and(
        eq(topics.countyId, countyId),
        inArray(topics.id, [...ids]),
        inArray(topics.state, ['accepted', 'discussed']),
      ),
    )
  await writeChanges(
    tx,
    countyId,
    actor,
    ids.map((topicId) => ({ topicId, kind: 'scheduled', meetingId })),
    at,
  )
}

/** After their items were taken off: a topic that stands on no agenda that is still to come is accepted again. */
export async function takeOffTopics(
  tx: Tx,
  countyId: CountyId,
  actor: Actor,
  ids: readonly TopicId[],
  meetingId: MeetingId,
  at: Date,
): Promise<void> {
  if (ids.length === 0) return
  const still = await tx
    .selectDistinct({ topicId: agendaItems.topicId })
    .from(agendaItems)
    .innerJoin(meetings, and(eq(meetings.countyId, agendaItems.countyId), eq(meetings.id, agendaItems.meetingId)))
    .where(and(eq(agendaItems.countyId, countyId), inArray(agendaItems.topicId, [...ids]), ne(meetings.state, 'ended')))
  const free = ids.filter((id) => !still.some((row) => row.topicId === id))
  if (free.length > 0)
    await tx
      .update(topics)
      .set({ state: 'accepted' })
      .where(and(eq(topics.countyId, countyId), inArray(topics.id, free), eq(topics.state, 'scheduled')))
  await writeChanges(
    tx,
    countyId,
    actor,
    ids.map((topicId) => ({ topicId, kind: 'taken-off', meetingId })),
    at,
  )
}
