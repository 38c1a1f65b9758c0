// What became of the action items since: each step by the one who would take it, with a word.
import { and, eq } from 'drizzle-orm'
import { actionItems } from '@/db/schema/action-items'
import { setState } from '@/server/action-items/set-state'
import type { ActionItemState } from '@/server/action-items/contract'
import { items } from './ledger'
import { momentOf, type Stage } from './stage'
import { localIdOf } from './write-minutes'

export async function reportItems(stage: Stage, sittings: readonly number[]): Promise<void> {
  const { db, countyId } = stage
  for (const item of items.filter((each) => sittings.includes(each.sitting))) {
    const [row] = await db
      .select({ id: actionItems.id })
      .from(actionItems)
      .where(and(eq(actionItems.countyId, countyId), eq(actionItems.localId, localIdOf(item.key))))
    if (!row) throw new Error(`the demo's action item ${item.key} was not projected`)
    let from: ActionItemState = 'todo'
    for (const [to, by, daysAgo, remark] of item.steps) {
      const when = momentOf(stage, -daysAgo, '15:20')
      const change = { from, to, remark: remark === null ? '' : stage.say(`remarks.${remark}`) }
      await setState(db, await stage.as(by, when), countyId, row.id, change, when)
      from = to
    }
  }
}
