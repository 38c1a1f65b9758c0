// What a unit says of its part: words and a percentage. Evidence are files of the item (server/files). The lead unit's first
// report starts the item, and one that says it is finished hands it over for verification, all in one transaction.
import type { Db, Tx } from '@/db/client'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, CountyId, UnitId } from '@/server/ids'
import { requireNoChildData } from '@/server/privacy/model'
import type { ReportInput } from './contract'
import { appendChange, holdItem, isKnown, requireDeed, type HeldItem } from './hold-item'
import { tellRunners } from './tell-item'

/**
 * @param input.onceKey chosen by the device: the same one again is told that it is stored, and stores nothing
 * @returns whether it was stored now
 * @throws not_found, not_allowed, conflict (closed meanwhile), invalid_input (text required; unit not of the item)
 */
export async function reportItem(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: ActionItemId,
  input: ReportInput,
  at: Date,
  via: 'page' | 'link' = 'page',
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const held = await holdItem(tx, actor, countyId, id)
    if (await isKnown(tx, held, input.onceKey)) return false
    requireDeed(actor, 'report', held, input.text)
    requireNoChildData(actor, countyId, { text: input.text }, input.keep === true)
    const unitId = unitFor(actor, held, input.unitId)
    const isLead = unitId === null || unitId === held.item.leadUnitId
    if (isLead && held.item.state === 'todo') {
      await appendChange(tx, actor, held, { kind: 'state', to: 'doing', detail: { deed: 'start' }, unitId, via }, at)
    }
    const percent = input.finished && isLead ? 100 : input.percent
    await appendChange(
      tx,
      actor,
      held,
      { kind: 'report', remark: input.text, percent, unitId, onceKey: input.onceKey, via },
      at,
      isLead ? { percent } : {},
    )
    if (isLead && input.finished && held.item.state === 'doing') {
      await appendChange(
        tx,
        actor,
        held,
        { kind: 'state', to: 'toVerify', detail: { deed: 'submit' }, unitId, via },
        at,
      )
    }
    await tellRunners(tx, actor, held, 'item.reported', { text: input.text, key: `change:${held.item.lastSeq}` }, at)
    const detail = { percent, finished: input.finished && isLead, by: via, unitId }
    await recordEvent(tx, countyId, actor, { verb: 'action-item.report', thingId: id, detail }, at)
    return true
  })
}

/** The unit somebody speaks for: the one they chose, or the one place of theirs in the item, its lead first. */
function unitFor(actor: Actor, { item, bodyId, thing }: HeldItem, chosen: UnitId | null): UnitId | null {
  const all = [...(item.leadUnitId ? [item.leadUnitId] : []), ...thing.assistingUnitIds]
  const places = actor.kind === 'person' ? actor.memberships.filter((place) => place.bodyId === bodyId) : []
  const runs = places.some((place) => ['convenor', 'deputy-convenor', 'secretary'].includes(place.office))
  const mine = all.filter((unitId) => places.some((place) => place.unitId === unitId && place.office !== 'observer'))
  if (chosen !== null) {
    if (!all.includes(chosen) || !(runs || mine.includes(chosen) || actor.kind !== 'person'))
      throw new AppError('invalid_input', { unitId: 'unknown' })
    return chosen
  }
  return mine[0] ?? item.leadUnitId
}
