// The five problems of the training deck, as somebody of the county would propose them, and two more on their way.
import type { TopicId } from '@/server/ids'
import { makeSecret } from '@/server/secrets'
import type { TopicTag } from '@/server/topics/contract'
import { proposePublicly } from '@/server/topics/propose-publicly'
import { proposeTopic } from '@/server/topics/propose-topic'
import { readTopicDoor, setTopicDoor } from '@/server/topics/set-door'
import { setTopicState } from '@/server/topics/set-topic-state'
import type { PersonKey, UnitKey } from './cast'
import { momentOf, type Stage } from './stage'

const proposals = {
  interaction: { by: 'parents', unit: 'parents', daysAgo: 130, tags: ['family', 'moral'] },
  resources: { by: 'rural', unit: 'rural', daysAgo: 126, tags: ['health', 'intellectual'] },
  society: { by: 'library', unit: 'library', daysAgo: 121, tags: ['venues', 'community'] },
  mechanism: { by: 'police', unit: 'police', daysAgo: 34, tags: ['police', 'community'] },
  family: { by: 'women', unit: 'women', daysAgo: 30, tags: ['family'] },
  uniform: { by: 'parentsEast', unit: 'parentsEast', daysAgo: 26, tags: ['labour', 'aesthetic'] },
  lunch: { by: 'middle', unit: 'middle', daysAgo: 5, tags: ['health', 'sport'] },
} as const satisfies Record<string, { by: PersonKey; unit: UnitKey; daysAgo: number; tags: readonly TopicTag[] }>
export type TopicKey = keyof typeof proposals

export async function proposeTopics(stage: Stage): Promise<Record<TopicKey, TopicId>> {
  const { db, countyId, bodyId, say } = stage
  const ids = {} as Record<TopicKey, TopicId>
  for (const [key, { by, unit, daysAgo, tags }] of Object.entries(proposals) as [
    TopicKey,
    (typeof proposals)[TopicKey],
  ][]) {
    const when = momentOf(stage, -daysAgo, '10:15')
    const words = {
      title: say(`topics.${key}.title`),
      problem: say(`topics.${key}.problem`),
      facts: say(`topics.${key}.facts`),
      wish: say(`topics.${key}.wish`),
    }
    const proposed = { bodyId, proposedByUnitId: stage.units[unit], ...words, tags: [...tags] }
    ids[key] = await proposeTopic(db, await stage.as(by, when), countyId, proposed, when)
    if (key === 'lunch') continue
    const later = momentOf(stage, -daysAgo + 2, '16:00')
    const change =
      key === 'uniform'
        ? ({ from: 'proposed', to: 'parked', reason: say('topics.uniform.parked') } as const)
        : ({ from: 'proposed', to: 'accepted', reason: '' } as const)
    await setTopicState(db, await stage.as('secretary', later), countyId, ids[key], change, later)
  }
  await proposeFromOutside(stage)
  return ids
}

/** The public link is open, and somebody from the street has used it. */
async function proposeFromOutside({ db, countyId, bodyId, say, ...stage }: Stage): Promise<void> {
  const opened = momentOf(stage, -40, '09:00')
  await setTopicDoor(db, await stage.as('secretary', opened), countyId, { bodyId, isOpen: true }, opened)
  const { code } = (await readTopicDoor(db, countyId, bodyId))!
  const words = { title: say('topics.crossing.title'), problem: say('topics.crossing.problem') }
  const input = {
    ...words,
    facts: say('topics.crossing.facts'),
    wish: say('topics.crossing.wish'),
    tags: ['police' as const],
    name: say('topics.crossing.name'),
  }
  await proposePublicly(db, { code, secret: makeSecret(), ip: '192.0.2.1', input }, momentOf(stage, -2, '19:40'))
}
