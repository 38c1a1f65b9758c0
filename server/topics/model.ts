// The life of a topic. Pure.
import type { TopicState } from './contract'

/** scheduled and discussed come by themselves, from an agenda and from its sitting. */
const next: Record<TopicState, readonly TopicState[]> = {
  proposed: ['accepted', 'parked'],
  accepted: ['parked', 'resolved'],
  scheduled: ['discussed', 'parked'],
  discussed: ['resolved', 'accepted', 'parked'],
  resolved: [],
  parked: ['accepted'],
}

export const nextTopicStates = (from: TopicState): readonly TopicState[] => next[from]
