// What was just done to several items is taken back, by whoever did it: to the values that the change itself remembers, by the
// same commands, and only where nothing has happened to the item since.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItemChanges as c } from '@/db/schema/action-items'
import { counties } from '@/db/schema/counties'
import type { PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { DutyId, PersonId, UnitId, type CountyId } from '@/server/ids'
import { translator } from '@/server/messages'
import { Priority } from '../contract'
import { handOverItem } from '../hand-over'
import { holdItem, type HeldItem } from '../hold-item'
import { setItemDuty } from '../set-duty'
import { setLabels } from '../set-labels'
import { eachAlone } from './change'
import type { Outcome, Picked } from './contract'

/** @param rows each with the change that is taken back. A word that was sent (催辦) stays sent: `conflict` */
export async function takeBackSeveral(
  db: Db,
  actor: PersonActor,
  countyId: CountyId,
  rows: readonly Picked[],
  at: Date,
): Promise<Outcome[]> {
  return eachAlone(db, rows, async (tx, { id, seq }) => {
    const held = await holdItem(tx, actor, countyId, id)
    if (held.item.lastSeq !== seq) throw new AppError('conflict')
    const [change] = await tx
      .select()
      .from(c)
      .where(and(eq(c.countyId, countyId), eq(c.actionItemId, id), eq(c.seq, seq)))
    if (change?.byId !== actor.personId) throw new AppError('not_allowed')
    return { id, result: await takeBack(tx, actor, held, change, at) }
  })
}

type Change = typeof c.$inferSelect

async function takeBack(
  tx: Tx,
  actor: PersonActor,
  { item }: HeldItem,
  { kind, detail, remark }: Change,
  at: Date,
): Promise<'done' | 'neverLed'> {
  const { countyId, id } = item
  const text = (key: string) => (typeof detail[key] === 'string' ? detail[key] : '')
  switch (kind) {
    case 'labels': {
      const tags = text('fromTags').split(' ').filter(Boolean)
      await setLabels(tx, actor, countyId, id, { priority: Priority.parse(text('fromPriority')), tags }, at)
      return 'done'
    }
    case 'duty': {
      const to = DutyId.nullable().parse(detail.from)
      await setItemDuty(tx, actor, countyId, id, { from: item.dutyId, to }, at)
      return 'done'
    }
    case 'handed-over': {
      const toUnitId = UnitId.nullable().parse(detail.fromUnitId)
      if (toUnitId === null) return 'neverLed'
      const [county] = await tx.select({ locale: counties.locale }).from(counties).where(eq(counties.id, countyId))
      const t = translator(county!.locale, 'ledger')
      const again = {
        fromUnitId: item.leadUnitId,
        toUnitId,
        ownerPersonId: PersonId.nullable().parse(detail.fromOwnerId ?? null),
        reason: t('several.takenBack', { reason: remark }),
        keep: false,
      }
      const former = { owner: text('fromOwner'), assistingUnitId: detail.didAssist === 1 ? item.leadUnitId : null }
      await handOverItem(tx, actor, countyId, id, again, at, former)
      return 'done'
    }
    default:
      throw new AppError('conflict')
  }
}
