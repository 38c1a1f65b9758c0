// The life of a topic. Pure.
import type { Thing } from '@/server/access'
import type { BodyId, CountyId, PersonId } from '@/server/ids'
import type { SetTopicState, TopicChangeKind, TopicState } from './contract'

type ByHand = SetTopicState['to']

/** scheduled comes from an agenda; discussed from its sitting, or by hand. */
const next: Record<TopicState, readonly ByHand[]> = {
  proposed: ['accepted', 'parked'],
  accepted: ['parked', 'resolved'],
  scheduled: ['discussed', 'parked'],
  discussed: ['resolved', 'accepted', 'parked'],
  resolved: ['accepted'],
  parked: ['accepted'],
  merged: ['accepted'],
}

export const nextTopicStates = (from: TopicState): readonly ByHand[] => next[from]

/** What a step is called in the history. */
export const kindOfStep = (from: TopicState, to: ByHand): TopicChangeKind =>
  to === 'accepted' && from !== 'proposed' ? 'reopened' : to

/** On an agenda it stays what it is until it is taken off; resolved, it is history. */
export const mayMerge = (state: TopicState): boolean =>
  state === 'proposed' || state === 'accepted' || state === 'discussed' || state === 'parked'
/** What another is merged into goes on: the end of a chain is never merged itself. */
export const mayTakeIn = (state: TopicState): boolean => state !== 'merged' && state !== 'parked'

export const mayStandOnAgenda = (state: TopicState): boolean =>
  state === 'accepted' || state === 'scheduled' || state === 'discussed'

export const topicThing = (topic: {
  countyId: CountyId
  bodyId: BodyId
  proposedByPersonId: PersonId | null
  state: TopicState
}): Thing => ({
  kind: 'topic',
  countyId: topic.countyId,
  bodyId: topic.bodyId,
  proposerId: topic.proposedByPersonId,
  isProposed: topic.state === 'proposed',
})
