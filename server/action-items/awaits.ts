// What items ask of one person: to report on theirs, to verify, to answer for more time, to find a new lead.
import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItemChanges, actionItems } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { itemExtensions } from '@/db/schema/follow-up'
import { meetings } from '@/db/schema/meetings'
import { can, type PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import type { Await, AwaitKind } from '@/server/home/contract'
import { isCurrent } from '@/server/people/current-term'
import { dayIn } from '@/server/people/read-person'
import { forEyesOf } from './audience'
import { itemNumber } from './model'

const most = 60

export async function itemsAwaiting(
  db: Db,
  actor: PersonActor,
  { timeZone, at }: { timeZone: string; at: Date },
): Promise<Await[]> {
  const { countyId, personId } = actor
  const bodyIds = bodyIdsOf(actor)
  if (bodyIds.length === 0) return []
  const speaking = actor.memberships.filter((place) => place.office !== 'observer')
  const mine = [...new Set(speaking.map((place) => place.unitId))]
  const run = [...new Set(bodyIds.filter((bodyId) => can(actor, 'meeting.manage', { kind: 'body', countyId, bodyId })))]
  const reporter = sql<
    string | null
  >`(select c.by_id from ${actionItemChanges} c where c.county_id = ${actionItems.countyId}
    and c.action_item_id = ${actionItems.id} and c.kind = 'state' and c.to_state = 'toVerify' order by c.seq desc limit 1)`
  const isLeft = sql<boolean>`(${actionItems.ownerPersonId} is not null and not exists (
    select 1 from memberships m join counties on counties.id = m.county_id
    where m.county_id = ${actionItems.countyId} and m.person_id = ${actionItems.ownerPersonId}
    and m.unit_id = ${actionItems.leadUnitId} and m.body_id = ${meetings.bodyId} and ${isCurrent('m', 'counties.time_zone', at)})
    or exists (select 1 from body_units b where b.county_id = ${actionItems.countyId} and b.unit_id = ${actionItems.leadUnitId}
    and b.body_id = ${meetings.bodyId} and b.taken_out_at is not null))`
  const rows = await db
    .select({
      id: actionItems.id,
      number: actionItems.number,
      title: actionItems.title,
      state: actionItems.state,
      dueOn: actionItems.dueOn,
      leadUnitId: actionItems.leadUnitId,
      bodyId: meetings.bodyId,
      issueNumber: meetings.issueNumber,
      changedAt: actionItems.changedAt,
      reporter,
      isLeft,
      asked: { by: itemExtensions.askedById, at: itemExtensions.askedAt },
    })
    .from(actionItems)
    .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
    .innerJoin(counties, eq(counties.id, actionItems.countyId))
    .leftJoin(
      itemExtensions,
      and(
        eq(itemExtensions.countyId, actionItems.countyId),
        eq(itemExtensions.actionItemId, actionItems.id),
        eq(itemExtensions.state, 'asked'),
      ),
    )
    .where(
      and(
        eq(actionItems.countyId, countyId),
        inArray(meetings.bodyId, bodyIds),
        isNull(actionItems.withdrawnAt),
        inArray(actionItems.state, ['todo', 'doing', 'toVerify']),
        forEyesOf(actor),
        or(
          mine.length > 0
            ? and(inArray(actionItems.leadUnitId, mine), inArray(actionItems.state, ['todo', 'doing']))
            : sql`false`,
          run.length > 0
            ? and(
                inArray(meetings.bodyId, run),
                or(eq(actionItems.state, 'toVerify'), sql`${itemExtensions.id} is not null`, isLeft),
              )
            : sql`false`,
        ),
      ),
    )
    .orderBy(sql`${actionItems.dueOn} asc nulls last`, asc(actionItems.id))
    .limit(most)
  const names = await db
    .select({ id: units.id, name: units.name })
    .from(units)
    .where(
      and(
        eq(units.countyId, countyId),
        inArray(
          units.id,
          actor.memberships.map((place) => place.unitId),
        ),
      ),
    )
  const placeAs = (bodyId: string, isLead: boolean, leadUnitId: string | null) => {
    const here = actor.memberships.filter((place) => place.bodyId === bodyId)
    const place = isLead
      ? here.find((each) => each.unitId === leadUnitId && each.office !== 'observer')
      : here.find((each) => ['convenor', 'deputy-convenor', 'secretary'].includes(each.office))
    return place && { office: place.office, unit: names.find((each) => each.id === place.unitId)?.name ?? '' }
  }
  return rows.flatMap((row) => {
    const ofLead = placeAs(row.bodyId, true, row.leadUnitId)
    const runs = placeAs(row.bodyId, false, null)
    // Nobody who sits for the lead unit judges it (access.ts).
    const judges =
      runs && !actor.memberships.some((place) => place.bodyId === row.bodyId && place.unitId === row.leadUnitId)
    const one = (kind: AwaitKind, as: NonNullable<typeof ofLead>, since: Date, until = row.dueOn): Await => ({
      key: `${kind}:${row.id}`,
      kind,
      title: `${itemNumber(row.issueNumber, row.number)} ${row.title}`,
      href: `/action-items/${row.id}`,
      as,
      until,
      since: dayIn(timeZone, since),
    })
    return [
      ...(ofLead && row.state !== 'toVerify' ? [one('report', ofLead, row.changedAt)] : []),
      ...(judges && row.state === 'toVerify' && row.reporter !== personId
        ? [one('verify', runs, row.changedAt, null)]
        : []),
      ...(judges && row.asked?.by && row.asked.by !== personId ? [one('extension', runs, row.asked.at)] : []),
      ...(runs && row.isLeft ? [one('hand-over', runs, row.changedAt)] : []),
    ]
  })
}
