// The items of an import and the first row of each one's history, which says of which file and row it is and in which state
// it came: nobody here started, reported or verified it.
import type { Tx } from '@/db/client'
import { actionItemChanges, actionItems, actionItemUnits } from '@/db/schema/action-items'
import type { PersonActor } from '@/server/access'
import { ActionItemId, LocalId, type CountyId, type LedgerImportId } from '@/server/ids'
import type { Home } from './home-of-imports'
import type { PlannedItem } from './plan'

/** Items written by one statement: what progress is told in. */
const stepItems = 200

export type Progress = (done: number, total: number) => void
type Place = Home & { countyId: CountyId; importId: LedgerImportId; fileName: string; from: number }

/** @param place `from`: the first number; they go on in the order of the file */
export async function writeItems(
  tx: Tx,
  actor: PersonActor,
  { countyId, meetingId, documentId, importId, fileName, from }: Place,
  items: readonly PlannedItem[],
  at: Date,
  onProgress: Progress,
): Promise<void> {
  const numbered = new Map(items.map((item, place) => [item.row, { item, number: from + place, id: freshId() }]))
  const common = { countyId, meetingId, documentId, origin: 'import', importId, createdAt: at, changedAt: at } as const
  const all = parentsFirst(items).map(({ row }) => numbered.get(row)!)
  for (let step = 0; step < all.length; step += stepItems) {
    const some = all.slice(step, step + stepItems)
    await tx.insert(actionItems).values(
      some.map(({ item, number, id }) => ({
        ...common,
        id,
        localId: LocalId.parse(`import-${id.replaceAll('-', '').slice(0, 24)}`),
        number,
        title: item.title,
        deliverable: item.deliverable,
        leadUnitId: item.leadUnitId,
        owner: item.owner,
        dueOn: item.dueOn,
        priority: item.priority,
        tags: item.tags,
        percent: item.percent,
        state: item.state,
        // A part whose whole is there already, or was left out, stands by itself.
        parentId: item.parentRow === null ? null : (numbered.get(item.parentRow)?.id ?? null),
        importKey: item.importKey,
        lastSeq: 1,
      })),
    )
    const assisting = some.flatMap(({ item, id }) =>
      item.assistingUnitIds.map((unitId) => ({ countyId, actionItemId: id, unitId })),
    )
    if (assisting.length > 0) await tx.insert(actionItemUnits).values(assisting)
    await tx.insert(actionItemChanges).values(
      some.map(({ item, id }) => ({
        countyId,
        id: crypto.randomUUID(),
        actionItemId: id,
        seq: 1,
        kind: 'imported',
        fromState: item.state,
        toState: item.state,
        remark: item.remark,
        percent: item.percent,
        detail: { file: fileName, row: item.row, source: item.source, number: item.number },
        byName: actor.name,
        byId: actor.personId,
        at,
      })),
    )
    onProgress(step + some.length, all.length)
  }
}

const freshId = () => ActionItemId.parse(crypto.randomUUID())

/** What a part points at is written before it. */
function parentsFirst(items: readonly PlannedItem[]): PlannedItem[] {
  const byRow = new Map(items.map((item) => [item.row, item]))
  const depthOf = (item: PlannedItem): number => {
    const parent = item.parentRow === null ? undefined : byRow.get(item.parentRow)
    return parent ? depthOf(parent) + 1 : 0
  }
  return items.toSorted((a, b) => depthOf(a) - depthOf(b))
}
