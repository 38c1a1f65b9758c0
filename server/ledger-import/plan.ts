// What a file would add to a body's ledger, found beside the units the body has, the items that are there and the day it is.
// The preview and the confirmation ask the same, so what was shown is what is stored.
import { createHash } from 'node:crypto'
import { and, eq, inArray, isNull, or } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { actionItems as a } from '@/db/schema/action-items'
import { bodyUnits, units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { isForAll } from '@/server/action-items/audience'
import { addDays, furthestDays, isClosed, itemNumber } from '@/server/action-items/model'
import { dayOfCounty } from '@/server/bodies/county-day'
import type { BodyId, CountyId, UnitId } from '@/server/ids'
import type { Column, Counts, FileItem, Known, Problem, ProblemCode } from './contract'
import { findUnits, type NamedUnit } from './find-units'

export type PlannedItem = Omit<FileItem, 'lead' | 'assisting'> & {
  leadUnitId: UnitId
  assistingUnitIds: UnitId[]
  importKey: string
}
export type Plan = { counts: Counts; problems: Problem[]; known: Known[]; items: PlannedItem[] }
type Place = { countyId: CountyId; bodyId: BodyId }

/** No ledger of a county reaches further back: an older day is a slip of the pen. */
const earliestDue = '2000-01-01'

/** Held until commit: the units of the body, so that none is taken out meanwhile. */
export async function planImport(tx: Tx, place: Place, items: readonly FileItem[], at: Date): Promise<Plan> {
  const today = await dayOfCounty(tx, place.countyId, at)
  const inBody = await readUnits(tx, place)
  const problems: Problem[] = []
  const planned = items.flatMap((item) => {
    const wrong = (column: Column, code: ProblemCode, found?: string) =>
      void problems.push({ row: item.row, column, code, ...(found ? { found: found.slice(0, 60) } : {}) })
    checkDue(item, today, wrong)
    const lead = findUnits(item.lead, inBody, (code, found) => wrong('lead', code, found))
    if (lead.length > 1) wrong('lead', 'leadTwo', item.lead)
    const assisting = findUnits(item.assisting, inBody, (code, found) => wrong('assisting', code, found))
    const [leadUnit] = lead
    if (!leadUnit) return []
    if (assisting.some(({ id }) => id === leadUnit.id)) wrong('assisting', 'sameAsLead', leadUnit.name)
    const { lead: _lead, assisting: _assisting, ...rest } = item
    const importKey = keyOf(item.title, leadUnit.id, item.dueOn)
    return [{ ...rest, leadUnitId: leadUnit.id, assistingUnitIds: assisting.map(({ id }) => id), importKey }]
  })
  problems.push(...findDoubles(planned))
  const known = await findKnown(tx, place, planned)
  const knownRows = new Set(known.map(({ row }) => row))
  const fresh = planned.filter(({ row }) => !knownRows.has(row))
  const closed = fresh.filter(({ state }) => isClosed(state)).length
  const counts = { rows: items.length, newItems: fresh.length, knownItems: known.length, closed }
  return { counts, problems, known, items: fresh }
}

/** Bounds as for an item that is made here; what is closed may lie in the past. */
function checkDue(
  { dueOn, state }: FileItem,
  today: string,
  wrong: (column: Column, code: ProblemCode, found?: string) => void,
) {
  if (dueOn === null) return
  if (dueOn > addDays(today, furthestDays)) wrong('due', 'dueTooFar', dueOn)
  else if (dueOn < earliestDue) wrong('due', 'dueTooEarly', dueOn)
  else if (dueOn < today && !isClosed(state)) wrong('due', 'duePast', dueOn)
}

async function readUnits(tx: Tx, { countyId, bodyId }: Place): Promise<NamedUnit[]> {
  return tx
    .select({ id: units.id, name: units.name })
    .from(bodyUnits)
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId), isNull(bodyUnits.takenOutAt)))
    .orderBy(units.id)
    .for('share', { of: bodyUnits })
}

/** The same task of the same unit until the same day is the same item. */
const keyOf = (title: string, leadUnitId: UnitId, dueOn: string | null) =>
  createHash('sha256')
    .update(JSON.stringify([title, leadUnitId, dueOn]))
    .digest('hex')

function findDoubles(items: readonly PlannedItem[]): Problem[] {
  const first = new Map<string, number>()
  return items.flatMap(({ importKey, row, title }): Problem[] => {
    const other = first.get(importKey)
    if (other !== undefined) return [{ row, column: 'task', code: 'duplicate', found: title.slice(0, 60), other }]
    first.set(importKey, row)
    return []
  })
}

/** Came in by an import, whatever became of it since; or stands there word for word. Of restricted items nothing is told. */
async function findKnown(tx: Tx, { countyId, bodyId }: Place, items: readonly PlannedItem[]): Promise<Known[]> {
  if (items.length === 0) return []
  const there = await tx
    .select({
      title: a.title,
      leadUnitId: a.leadUnitId,
      dueOn: a.dueOn,
      importKey: a.importKey,
      number: a.number,
      issueNumber: meetings.issueNumber,
    })
    .from(a)
    .innerJoin(meetings, and(eq(meetings.countyId, a.countyId), eq(meetings.id, a.meetingId)))
    .where(
      and(
        eq(a.countyId, countyId),
        eq(a.bodyId, bodyId),
        isNull(a.withdrawnAt),
        isForAll(countyId),
        or(
          inArray(a.title, [...new Set(items.map((item) => item.title))]),
          inArray(
            a.importKey,
            items.map((item) => item.importKey),
          ),
        ),
      ),
    )
  const numbers = new Map<string, string>()
  for (const { title, leadUnitId, dueOn, importKey, number, issueNumber } of there)
    for (const key of [importKey, leadUnitId && keyOf(title, leadUnitId, dueOn)])
      if (key) numbers.set(key, itemNumber(issueNumber, number))
  return items.flatMap(({ row, title, importKey }) => {
    const number = numbers.get(importKey)
    return number === undefined ? [] : [{ row, title, number }]
  })
}
