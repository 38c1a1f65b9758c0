// The five problems of the training deck, as somebody of the county would propose them, and two more on their way.
import type { TopicId } from '@/server/ids'
import { proposeTopic } from '@/server/topics/propose-topic'
import { setTopicState } from '@/server/topics/set-topic-state'
import type { PersonKey, UnitKey } from './cast'
import { momentOf, type Stage } from './stage'

const proposals = {
  interaction: { by: 'parents', unit: 'parents', daysAgo: 130 },
  resources: { by: 'rural', unit: 'rural', daysAgo: 126 },
  society: { by: 'library', unit: 'library', daysAgo: 121 },
  mechanism: { by: 'police', unit: 'police', daysAgo: 34 },
  family: { by: 'women', unit: 'women', daysAgo: 30 },
  uniform: { by: 'parentsEast', unit: 'parentsEast', daysAgo: 26 },
  lunch: { by: 'middle', unit: 'middle', daysAgo: 5 },
} as const satisfies Record<string, { by: PersonKey; unit: UnitKey; daysAgo: number }>
export type TopicKey = keyof typeof proposals

export async function proposeTopics(stage: Stage): Promise<Record<TopicKey, TopicId>> {
  const { db, countyId, bodyId, say } = stage
  const ids = {} as Record<TopicKey, TopicId>
  for (const [key, { by, unit, daysAgo }] of Object.entries(proposals) as [TopicKey, (typeof proposals)[TopicKey]][]) {
    const when = momentOf(stage, -daysAgo, '10:15')
    const words = {
      title: say(`topics.${key}.title`),
      problem: say(`topics.${key}.problem`),
      facts: say(`topics.${key}.facts`),
      wish: say(`topics.${key}.wish`),
    }
    const proposed = { bodyId, proposedByUnitId: stage.units[unit], ...words }
    ids[key] = await proposeTopic(db, await stage.as(by, when), countyId, proposed, when)
    if (key === 'lunch') continue
    const later = momentOf(stage, -daysAgo + 2, '16:00')
    const change =
      key === 'uniform'
        ? ({ from: 'proposed', to: 'parked', reason: say('topics.uniform.parked') } as const)
        : ({ from: 'proposed', to: 'accepted', reason: '' } as const)
    await setTopicState(db, await stage.as('secretary', later), countyId, ids[key], change, later)
  }
  return ids
}
