// Writes the records found in a text into their rows. Keyed (document, local id): whatever ids a document holds, no row of
// another document is ever touched. Rows are added, changed, withdrawn and brought back; never deleted.
import { and, eq, max, sql as raw } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { actionItems, actionItemUnits } from '@/db/schema/action-items'
import { meetings } from '@/db/schema/meetings'
import { decisions } from '@/db/schema/minutes'
import { ActionItemId, DecisionId } from '@/server/ids'
import type { AgendaItemId, CountyId, DocumentId, LocalId, MeetingId, UnitId } from '@/server/ids'
import { fragmentOfItem, freeFragment, type MinutesRecord } from '@/server/minutes/contract'

export type Found<T extends MinutesRecord['type']> = {
  localId: LocalId
  agendaItemId: AgendaItemId | null
  record: Extract<MinutesRecord, { type: T }>
}
export type Scope = { countyId: CountyId; documentId: DocumentId; at: Date }
type Sum = { added: number; changed: number; withdrawn: number }

/** The fragment each known record was last projected from. */
export async function readHomes(tx: Tx, countyId: CountyId, documentId: DocumentId): Promise<Map<LocalId, string>> {
  const [ofDecisions, ofActionItems] = [decisions, actionItems].map((table) =>
    tx
      .select({ localId: table.localId, agendaItemId: table.agendaItemId })
      .from(table)
      .where(and(eq(table.countyId, countyId), eq(table.documentId, documentId))),
  )
  const rows = await ofDecisions!.unionAll(ofActionItems!)
  return new Map(
    rows.map(({ localId, agendaItemId }) => [localId, agendaItemId ? fragmentOfItem(agendaItemId) : freeFragment]),
  )
}

export async function projectDecisions(
  tx: Tx,
  { countyId, documentId, at }: Scope,
  found: Found<'decision'>[],
): Promise<Sum> {
  const mine = and(eq(decisions.countyId, countyId), eq(decisions.documentId, documentId))
  const rows = new Map((await tx.select().from(decisions).where(mine)).map((row) => [row.localId, row]))
  const sum = { added: 0, changed: 0, withdrawn: 0 }
  for (const { localId, agendaItemId, record } of found) {
    const row = rows.get(localId)
    rows.delete(localId)
    const values = { agendaItemId, kind: record.kind, text: record.text, withdrawnAt: null }
    if (!row) {
      // Marked but not yet worded: it becomes a row with its first word.
      if (record.text === '') continue
      const id = DecisionId.parse(crypto.randomUUID())
      await tx.insert(decisions).values({ countyId, id, documentId, localId, ...values, createdAt: at })
      sum.added++
    } else if (differs(row, values)) {
      await tx
        .update(decisions)
        .set(values)
        .where(and(mine, eq(decisions.id, row.id)))
      sum.changed++
    }
  }
  for (const row of rows.values()) {
    if (row.withdrawnAt !== null) continue
    await tx
      .update(decisions)
      .set({ withdrawnAt: at })
      .where(and(mine, eq(decisions.id, row.id)))
    sum.withdrawn++
  }
  return sum
}

/** @returns also the number of each record as people write it: 7-03 is issue 7, number 3. */
export async function projectActionItems(
  tx: Tx,
  { countyId, documentId, meetingId, at }: Scope & { meetingId: MeetingId },
  found: Found<'actionItem'>[],
): Promise<Sum & { numbers: Map<LocalId, string> }> {
  const sum = { added: 0, changed: 0, withdrawn: 0 }
  const numbers = new Map<LocalId, string>()
  // Parts made from an item are no records of the text.
  const mine = and(
    eq(actionItems.countyId, countyId),
    eq(actionItems.documentId, documentId),
    eq(actionItems.origin, 'minutes'),
  )
  const rows = new Map((await tx.select().from(actionItems).where(mine)).map((row) => [row.localId, row]))
  if (rows.size === 0 && found.length === 0) return { ...sum, numbers }
  // Numbers run through all documents of a meeting, restricted ones too: one giver at a time.
  await tx.execute(raw`select pg_advisory_xact_lock(hashtextextended(${meetingId}, 2))`)
  const ofMeeting = and(eq(actionItems.countyId, countyId), eq(actionItems.meetingId, meetingId))
  const [last] = await tx
    .select({ number: max(actionItems.number) })
    .from(actionItems)
    .where(ofMeeting)
  const [meeting] = await tx
    .select({ issueNumber: meetings.issueNumber })
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  const assisting = await readAssisting(tx, countyId, documentId)
  let number = last?.number ?? 0
  for (const { localId, agendaItemId, record } of found) {
    const row = rows.get(localId)
    rows.delete(localId)
    const { type: _type, assistingUnitIds, ...words } = record
    const values = { ...words, ...keptSince(row), agendaItemId, withdrawnAt: null }
    if (!row && record.title === '') continue
    const id = row?.id ?? ActionItemId.parse(crypto.randomUUID())
    const areUnitsNew = !sameSet(assisting.get(id) ?? [], assistingUnitIds)
    if (!row) {
      number++
      await tx
        .insert(actionItems)
        .values({ countyId, id, documentId, localId, meetingId, number, ...values, createdAt: at, changedAt: at })
      sum.added++
    } else if (differs(row, values) || areUnitsNew) {
      await tx
        .update(actionItems)
        .set({ ...values, changedAt: at })
        .where(and(mine, eq(actionItems.id, id)))
      sum.changed++
    }
    if (areUnitsNew) await writeAssisting(tx, countyId, id, assistingUnitIds)
    numbers.set(localId, `${meeting!.issueNumber}-${String(row?.number ?? number).padStart(2, '0')}`)
  }
  for (const row of rows.values()) {
    if (row.withdrawnAt !== null) continue
    await tx
      .update(actionItems)
      .set({ withdrawnAt: at, changedAt: at })
      .where(and(mine, eq(actionItems.id, row.id)))
    sum.withdrawn++
  }
  return { ...sum, numbers }
}

async function readAssisting(tx: Tx, countyId: CountyId, documentId: DocumentId): Promise<Map<ActionItemId, UnitId[]>> {
  const rows = await tx
    .select({ id: actionItemUnits.actionItemId, unitId: actionItemUnits.unitId })
    .from(actionItemUnits)
    .innerJoin(
      actionItems,
      and(eq(actionItems.countyId, actionItemUnits.countyId), eq(actionItems.id, actionItemUnits.actionItemId)),
    )
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.documentId, documentId)))
  const units = new Map<ActionItemId, UnitId[]>()
  for (const row of rows) units.set(row.id, [...(units.get(row.id) ?? []), row.unitId])
  return units
}

async function writeAssisting(tx: Tx, countyId: CountyId, id: ActionItemId, unitIds: readonly UnitId[]): Promise<void> {
  await tx
    .delete(actionItemUnits)
    .where(and(eq(actionItemUnits.countyId, countyId), eq(actionItemUnits.actionItemId, id)))
  if (unitIds.length === 0) return
  await tx.insert(actionItemUnits).values(unitIds.map((unitId) => ({ countyId, actionItemId: id, unitId })))
}

/** What an extension or a hand-over has changed no text changes back. */
const keptSince = (row: typeof actionItems.$inferSelect | undefined) => ({
  ...(row?.dueMovedAt && { dueOn: row.dueOn }),
  ...(row?.handedOverAt && { leadUnitId: row.leadUnitId, owner: row.owner }),
})

const differs = <T extends object>(row: T, values: Partial<T>) =>
  Object.entries(values).some(([name, value]) => row[name as keyof T] !== value)

const sameSet = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((id) => b.includes(id))
