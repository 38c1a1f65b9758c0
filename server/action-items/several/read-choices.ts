// What may be chosen for several items: of the bodies this person runs. Null: there is nothing they could change.
import type { Db } from '@/db/client'
import { can, type PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import { readItemChoices, type Holder } from '../read-item'
import type { UnitView } from '@/server/rooms/contract'

export type SeveralChoices = { units: UnitView[]; holders: Holder[] }

export async function readSeveralChoices(db: Db, actor: PersonActor, at: Date): Promise<SeveralChoices | null> {
  const { countyId } = actor
  const some = { kind: 'actionItem', countyId, leadUnitId: null, assistingUnitIds: [], readers: null } as const
  const run = bodyIdsOf(actor).filter((bodyId) => can(actor, 'action-item.label', { ...some, bodyId }))
  if (run.length === 0) return null
  const each = await Promise.all(run.map((bodyId) => readItemChoices(db, actor, bodyId, at)))
  const once = <T>(list: readonly T[], key: (one: T) => string) => [
    ...new Map(list.map((one) => [key(one), one])).values(),
  ]
  return {
    units: once(
      each.flatMap(({ units }) => units),
      (unit) => unit.id,
    ),
    holders: once(
      each.flatMap(({ holders }) => holders),
      (holder) => `${holder.unitId} ${holder.id}`,
    ),
  }
}
