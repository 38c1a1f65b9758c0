// What earlier sittings of a body left to do, for the standing first point of the next one. Read when it is looked at: never
// copied, and never one of a restricted item.
import { and, asc, count, desc, eq, inArray, isNull, lt, notInArray, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItemChanges, actionItems } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import type { BodyId, CountyId, MeetingId } from '@/server/ids'
import type { UnitView } from '@/server/rooms/contract'
import type { ActionItemState } from './contract'

/** More than these are counted, not listed. */
const most = 200

export type FollowUpItem = {
  id: string
  number: number
  title: string
  state: ActionItemState
  dueOn: string | null
  lead: UnitView | null
  meeting: { id: MeetingId; title: string }
  latest: { remark: string; byName: string; at: Date } | null
  /** Said since the sitting before this one began, or at this one. */
  isNew: boolean
}

/** The caller has asked access.ts whether the action items of this body may be read. */
export async function readFollowUp(
  db: Db,
  countyId: CountyId,
  meeting: { id: MeetingId; bodyId: BodyId; startsAt: Date },
): Promise<{ items: FollowUpItem[]; total: number }> {
  const open = and(
    eq(actionItems.countyId, countyId),
    eq(meetings.bodyId, meeting.bodyId),
    lt(meetings.startsAt, meeting.startsAt),
    isNull(actionItems.withdrawnAt),
    notInArray(actionItems.state, ['done', 'stopped']),
    // Of a restricted item nothing stands here, not even its number.
    sql`not exists (select 1 from restricted_items r where r.county_id = ${actionItems.countyId}
      and (r.document_id = ${actionItems.documentId} or r.agenda_item_id = ${actionItems.agendaItemId}))`,
  )
  const ofMeeting = and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId))
  const [rows, [counted], [last]] = await Promise.all([
    db
      .select({
        id: actionItems.id,
        number: actionItems.number,
        title: actionItems.title,
        state: actionItems.state,
        dueOn: actionItems.dueOn,
        lead: { id: units.id, name: units.name, kind: units.kind },
        meeting: { id: meetings.id, title: meetings.title },
      })
      .from(actionItems)
      .innerJoin(meetings, ofMeeting)
      .leftJoin(units, and(eq(units.countyId, actionItems.countyId), eq(units.id, actionItems.leadUnitId)))
      .where(open)
      .orderBy(sql`${actionItems.dueOn} asc nulls last`, asc(meetings.startsAt), asc(actionItems.number))
      .limit(most),
    db.select({ total: count() }).from(actionItems).innerJoin(meetings, ofMeeting).where(open),
    db
      .select({ startsAt: meetings.startsAt })
      .from(meetings)
      .where(
        and(
          eq(meetings.countyId, countyId),
          eq(meetings.bodyId, meeting.bodyId),
          lt(meetings.startsAt, meeting.startsAt),
        ),
      )
      .orderBy(desc(meetings.startsAt))
      .limit(1),
  ])
  const latest =
    rows.length === 0
      ? []
      : await db
          .selectDistinctOn([actionItemChanges.actionItemId], {
            itemId: actionItemChanges.actionItemId,
            remark: actionItemChanges.remark,
            byName: actionItemChanges.byName,
            at: actionItemChanges.at,
          })
          .from(actionItemChanges)
          .where(
            and(
              eq(actionItemChanges.countyId, countyId),
              inArray(
                actionItemChanges.actionItemId,
                rows.map((row) => row.id),
              ),
              sql`${actionItemChanges.remark} <> ''`,
            ),
          )
          .orderBy(actionItemChanges.actionItemId, desc(actionItemChanges.at))
  return {
    total: counted?.total ?? 0,
    items: rows.map((row) => {
      const said = latest.find((each) => each.itemId === row.id)
      return {
        ...row,
        latest: said ? { remark: said.remark, byName: said.byName, at: said.at } : null,
        isNew: said !== undefined && last !== undefined && said.at >= last.startsAt,
      }
    }),
  }
}
