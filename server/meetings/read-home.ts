// What one person finds on their first page: what meets next, what their unit owes. What awaits them: server/home/awaits.ts.
import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { units } from '@/db/schema/bodies'
import { can, type PersonActor } from '@/server/access'
import { LedgerQuery } from '@/server/action-items/contract'
import { addDays } from '@/server/action-items/model'
import { readLedger } from '@/server/action-items/read'
import { bodyIdsOf } from '@/server/bodies/read'
import { listEndingTerms } from '@/server/bodies/read-terms'
import { dayIn } from '@/server/people/read-person'
import { listMeetings, readAgenda } from './read'

/** Three at most stand on top: every live one, else the next. */
export async function readHome(db: Db, actor: PersonActor, timeZone: string, at: Date) {
  const { countyId } = actor
  const today = dayIn(timeZone, at)
  const last = addDays(today, 13)
  const bodyIds = bodyIdsOf(actor)
  const runs = bodyIds.some((bodyId) => can(actor, 'meeting.manage', { kind: 'body', countyId, bodyId }))
  const [meetings, due, endingTerms, myUnits] = await Promise.all([
    listMeetings(db, actor),
    readLedger(db, actor, LedgerQuery.parse({ view: 'open', due: '30' }), { today, timeZone }),
    listEndingTerms(db, actor, today),
    bodyIds.length === 0
      ? []
      : db
          .select({ id: units.id, name: units.name, kind: units.kind })
          .from(units)
          .where(
            and(
              eq(units.countyId, countyId),
              inArray(
                units.id,
                actor.memberships.map((place) => place.unitId),
              ),
            ),
          ),
  ])
  const live = meetings.filter((meeting) => meeting.state === 'live')
  const coming = meetings.filter(
    (meeting) => meeting.state === 'planned' && !meeting.cancelledAt && meeting.endsAt > at,
  )
  const tops = [...live, ...coming].slice(0, Math.max(1, Math.min(3, live.length)))
  const next = await Promise.all(
    tops.map(async (meeting) => {
      const day = dayIn(timeZone, meeting.startsAt)
      const place = actor.memberships.find((each) => each.bodyId === meeting.bodyId)
      const unit = myUnits.find((each) => each.id === place?.unitId)
      const agenda = await readAgenda(db, countyId, meeting.id)
      return {
        ...meeting,
        when: day === today ? ('today' as const) : day === addDays(today, 1) ? ('tomorrow' as const) : ('on' as const),
        seat: unit ? { name: actor.name, unit } : null,
        presents: agenda
          .filter((point) => point.presenter !== null && myUnits.some((each) => each.id === point.presenter!.id))
          .map((point) => ({
            position: point.position,
            unitName: point.presenter!.name,
            minutes: point.minutesPlanned,
          })),
      }
    }),
  )
  const days = Array.from({ length: 14 }, (_, index) => {
    const day = addDays(today, index)
    return {
      day,
      meetings: meetings
        .filter(
          (meeting) => meeting.state !== 'ended' && !meeting.cancelledAt && dayIn(timeZone, meeting.startsAt) === day,
        )
        .map(({ id, title }) => ({ id, title })),
      items: due.rows
        .filter((row) => row.dueOn === day && day <= last)
        .map(({ id, title, lead }) => ({ id, title, kind: lead?.kind ?? null })),
    }
  })
  return {
    today,
    isMember: bodyIds.length > 0,
    mayPlan: runs,
    meetings,
    next,
    days,
    endingTerms,
  }
}
