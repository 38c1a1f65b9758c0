// How the open items of the demo county stand: reports with their percentages, slips, a part with an extension that waits
// and one that was refused, labels. By the commands that people use, each by whoever would.
import { and, eq } from 'drizzle-orm'
import { actionItems } from '@/db/schema/action-items'
import { askExtension } from '@/server/action-items/ask-extension'
import { chaseItem } from '@/server/action-items/chase'
import { commentItem } from '@/server/action-items/comment'
import { decideExtension } from '@/server/action-items/decide-extension'
import { addDays } from '@/server/action-items/model'
import { reportItem } from '@/server/action-items/report'
import { setLabels } from '@/server/action-items/set-labels'
import { splitItem } from '@/server/action-items/split-item'
import type { ActionItemId } from '@/server/ids'
import type { PersonKey } from './cast'
import { momentOf, type Stage } from './stage'
import { localIdOf } from './write-minutes'

const reports: readonly (readonly [string, PersonKey, number, number, string])[] = [
  ['stalls', 'market', 40, 60, 'stalls'],
  ['openDays', 'primaryLiaison', 20, 45, 'openDays'],
  ['openDays', 'parents', 12, 30, 'openDaysParents'],
  ['counsellors', 'health', 15, 70, 'counsellors'],
  ['venues', 'liaison', 6, 80, 'venues'],
  ['station', 'community', 30, 35, 'station'],
]

export async function followItems(stage: Stage): Promise<void> {
  const { db, countyId, today } = stage
  const find = async (key: string): Promise<ActionItemId> => {
    const [row] = await db
      .select({ id: actionItems.id })
      .from(actionItems)
      .where(and(eq(actionItems.countyId, countyId), eq(actionItems.localId, localIdOf(key))))
    if (!row) throw new Error(`the demo has no item ${key}`)
    return row.id
  }
  const say = (key: string) => stage.say(`follow.${key}`)
  for (const [key, by, daysAgo, percent, word] of reports) {
    const when = momentOf(stage, -daysAgo, '16:10')
    const input = { text: say(word), percent, finished: false, unitId: null, onceKey: `demo-${key}-${by}`, keep: false }
    await reportItem(db, await stage.as(by, when), countyId, await find(key), input, when)
  }
  for (const [key, daysAgo] of [
    ['stalls', 8],
    ['station', 12],
    ['station', 3],
  ] as const) {
    const when = momentOf(stage, -daysAgo, '09:05')
    await chaseItem(
      db,
      await stage.as('secretary', when),
      countyId,
      await find(key),
      { word: say('chase'), keep: false },
      when,
    )
  }
  const talk = momentOf(stage, -7, '11:00')
  await commentItem(
    db,
    await stage.as('convenor', talk),
    countyId,
    await find('stalls'),
    { word: say('comment'), keep: false },
    talk,
  )
  await setLabels(
    db,
    await stage.as('secretary', talk),
    countyId,
    await find('stalls'),
    { priority: 'urgent', tags: [say('tag')] },
    talk,
  )

  const split = momentOf(stage, -14, '10:00')
  const part = await splitItem(
    db,
    await stage.as('health', split),
    countyId,
    await find('counsellors'),
    {
      title: say('part'),
      deliverable: say('partDeliverable'),
      leadUnitId: stage.units.rural,
      dueOn: addDays(today, 4),
      onceKey: 'demo-part-rural',
    },
    split,
  )
  if (part === null) throw new Error('the demo’s part was made before')
  const asked = momentOf(stage, -9, '15:30')
  const ask = async (days: number, reason: string, when: Date) =>
    askExtension(
      db,
      await stage.as('rural', when),
      countyId,
      part,
      { toDue: addDays(today, days), reason: say(reason), keep: false },
      when,
    )
  const extensionId = await ask(40, 'tooLong', asked)
  const decided = momentOf(stage, -8, '09:30')
  const no = { extensionId, decision: 'refused', word: say('refused') } as const
  await decideExtension(db, await stage.as('convenor', decided), countyId, part, no, decided)
  await ask(11, 'shorter', momentOf(stage, -1, '16:45'))
}
