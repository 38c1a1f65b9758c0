// One after another, each in a transaction of its own and through its own command: what is refused of one says nothing of the
// others, and nobody waits for a lock on a hundred items.
import type { Db, Tx } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { AppError, toAppError } from '@/server/errors'
import type { CountyId } from '@/server/ids'
import { log } from '@/server/log'
import { chaseItem } from '../chase'
import { handOverItem } from '../hand-over'
import { holdItem, isKnown, type HeldItem } from '../hold-item'
import { setItemDuty } from '../set-duty'
import { setLabels } from '../set-labels'
import type { ChangeSeveral, Outcome, Picked } from './contract'

/**
 * @returns what became of each, in the order they were named; a refusal of one is an outcome
 * @throws not_allowed, not_found where all of them are refused so
 */
export async function changeSeveral(
  db: Db,
  actor: PersonActor,
  countyId: CountyId,
  { item: rows, ...change }: ChangeSeveral,
  at: Date,
): Promise<Outcome[]> {
  return eachAlone(db, rows, async (tx, row) => {
    const held = await holdItem(tx, actor, countyId, row.id)
    if (change.verb === 'chase' && (await isKnown(tx, held, change.onceKey))) return { id: row.id, result: 'same' }
    if (held.item.lastSeq !== row.seq) throw new AppError('conflict')
    try {
      await changeOne(tx, actor, countyId, held, change, at)
    } catch (error) {
      // It is as it was seen: what stands against it is the table of states.
      if (error instanceof AppError && error.code === 'conflict') return { id: row.id, result: 'notNow' }
      throw error
    }
    const seq = (await holdItem(tx, actor, countyId, row.id)).item.lastSeq
    return seq === row.seq ? { id: row.id, result: 'same' } : { id: row.id, result: 'done', seq }
  })
}

async function changeOne(
  tx: Tx,
  actor: PersonActor,
  countyId: CountyId,
  { item }: HeldItem,
  change: Omit<ChangeSeveral, 'item'>,
  at: Date,
): Promise<void> {
  switch (change.verb) {
    case 'label': {
      const kept = item.tags.filter((tag) => !change.dropTags.includes(tag))
      const tags = [...new Set([...kept, ...change.addTags])]
      if (tags.length > 10) throw new AppError('invalid_input', { addTags: 'tooMany' })
      return setLabels(tx, actor, countyId, item.id, { priority: change.priority ?? item.priority, tags }, at)
    }
    case 'duty':
      return setItemDuty(tx, actor, countyId, item.id, { from: item.dutyId, to: change.dutyId }, at)
    case 'hand-over':
      return handOverItem(
        tx,
        actor,
        countyId,
        item.id,
        {
          fromUnitId: item.leadUnitId,
          toUnitId: change.toUnitId!,
          ownerPersonId: change.ownerPersonId,
          reason: change.reason,
          keep: false,
        },
        at,
      )
    case 'chase':
      return chaseItem(tx, actor, countyId, item.id, { word: change.reason, keep: false, onceKey: change.onceKey }, at)
  }
}

export async function eachAlone(
  db: Db,
  rows: readonly Picked[],
  work: (tx: Tx, row: Picked) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const row of rows)
    outcomes.push(
      await db
        .transaction((tx) => work(tx, row))
        .catch((error: unknown): Outcome => {
          const { code, fields } = toAppError(error)
          if (code === 'internal') log.error({ err: error }, 'one of several items failed')
          const wrong = Object.values(fields)[0]
          return { id: row.id, result: code, ...(wrong !== undefined && { wrong }) }
        }),
    )
  // Where none of them is theirs to change, the whole is refused, as a form about one of them is.
  const refused = outcomes.map(({ result }) => result)
  if (refused.every(isRefusal)) throw new AppError(refused[0]!)
  return outcomes
}

const isRefusal = (result: Outcome['result']): result is 'not_allowed' | 'not_found' =>
  result === 'not_allowed' || result === 'not_found'
