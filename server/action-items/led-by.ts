import { and, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm'
import { actionItems } from '@/db/schema/action-items'
import type { BodyId, CountyId, UnitId } from '@/server/ids'

/** Items of the body that the unit leads and that are not over. */
export const openItemsLedBy = (countyId: CountyId, bodyId: BodyId, unitId: UnitId): SQL =>
  and(
    eq(actionItems.countyId, countyId),
    eq(actionItems.leadUnitId, unitId),
    inArray(actionItems.state, ['todo', 'doing', 'toVerify']),
    isNull(actionItems.withdrawnAt),
    sql`exists (select 1 from meetings m where m.county_id = ${actionItems.countyId} and m.id = ${actionItems.meetingId}
      and m.body_id = ${bodyId})`,
  )!
