// The ledger as rows of words, in the columns a county office keeps (research/governance §5.2), in one language.
import { and, asc, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItemChanges, actionItems, actionItemUnits } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import type { ActionItemId, CountyId } from '@/server/ids'
import { translator } from '@/server/messages'
import { dayIn } from '@/server/people/read-person'
import type { Locale } from '@/server/preferences/model'
import { itemNumber, warningOf } from './model'

const columns = [
  'number',
  'task',
  'deliverable',
  'lead',
  'kind',
  'assisting',
  'owner',
  'due',
  'state',
  'warning',
  'latest',
  'changed',
  'meeting',
] as const

/** For the operator: every item of one county that was not withdrawn. First row: the names of the columns. */
export async function exportLedger(db: Db, countyId: CountyId, locale: Locale, at: Date): Promise<string[][]> {
  const t = translator(locale, 'action-items')
  const kinds = translator(locale, 'units')
  const [county] = await db.select().from(counties).where(eq(counties.id, countyId))
  const zone = county!.timeZone
  const today = dayIn(zone, at)
  const rows = await db
    .select({
      item: actionItems,
      leadName: units.name,
      leadKind: units.kind,
      issue: meetings.issueNumber,
      meetingTitle: meetings.title,
    })
    .from(actionItems)
    .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
    .leftJoin(units, and(eq(units.countyId, actionItems.countyId), eq(units.id, actionItems.leadUnitId)))
    .where(
      and(
        eq(actionItems.countyId, countyId),
        isNull(actionItems.withdrawnAt),
        // A program's verb opens nothing restricted (DECISIONS 18).
        sql`not exists (select 1 from restricted_items r where r.county_id = ${actionItems.countyId}
          and (r.document_id = ${actionItems.documentId} or r.agenda_item_id = ${actionItems.agendaItemId}))`,
      ),
    )
    .orderBy(desc(meetings.startsAt), asc(actionItems.number))
  const ids = rows.map((row) => row.item.id)
  const assisting = await namesOfAssisting(db, countyId, ids)
  const latest = await latestRemarks(db, countyId, ids)
  const body = rows.map(({ item, leadName, leadKind, issue, meetingTitle }) => {
    const warning = warningOf(item.state, item.dueOn, today)
    return [
      itemNumber(issue, item.number),
      item.title,
      item.deliverable,
      leadName ?? t('noLead'),
      leadKind ? kinds(`kinds.${leadKind}.name`) : '',
      (assisting.get(item.id) ?? []).join(t('export.separator')),
      item.owner,
      item.dueOn ?? '',
      t(`states.${item.state}`),
      warning ? t(`warnings.${warning}`) : '',
      latest.get(item.id) ?? '',
      dayIn(zone, item.changedAt),
      meetingTitle,
    ]
  })
  return [columns.map((name) => t(`export.${name}`)), ...body]
}

async function namesOfAssisting(db: Db, countyId: CountyId, ids: readonly ActionItemId[]) {
  const names = new Map<ActionItemId, string[]>()
  if (ids.length === 0) return names
  const rows = await db
    .select({ itemId: actionItemUnits.actionItemId, name: units.name })
    .from(actionItemUnits)
    .innerJoin(units, and(eq(units.countyId, actionItemUnits.countyId), eq(units.id, actionItemUnits.unitId)))
    .where(and(eq(actionItemUnits.countyId, countyId), inArray(actionItemUnits.actionItemId, [...ids])))
    .orderBy(asc(units.name))
  for (const { itemId, name } of rows) names.set(itemId, [...(names.get(itemId) ?? []), name])
  return names
}

async function latestRemarks(db: Db, countyId: CountyId, ids: readonly ActionItemId[]) {
  if (ids.length === 0) return new Map<ActionItemId, string>()
  const rows = await db
    .selectDistinctOn([actionItemChanges.actionItemId], {
      itemId: actionItemChanges.actionItemId,
      remark: actionItemChanges.remark,
    })
    .from(actionItemChanges)
    .where(
      and(
        eq(actionItemChanges.countyId, countyId),
        inArray(actionItemChanges.actionItemId, [...ids]),
        ne(actionItemChanges.remark, ''),
        inArray(actionItemChanges.kind, ['state', 'report']),
      ),
    )
    .orderBy(actionItemChanges.actionItemId, desc(actionItemChanges.seq))
  return new Map(rows.map((row) => [row.itemId, row.remark]))
}
