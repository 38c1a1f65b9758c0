import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { memberships, units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { people } from '@/db/schema/people'
import { proxies } from '@/db/schema/terms'
import { requireAccess, type Office, type PersonActor } from '@/server/access'
import { dayOfCounty } from '@/server/bodies/county-day'
import { AppError } from '@/server/errors'
import type { MeetingId, MembershipId, ProxyId } from '@/server/ids'
import { meetingThing } from '@/server/meetings/model'
import type { UnitView } from './contract'

export type ProxyPlace = {
  membershipId: MembershipId
  name: string
  office: Office
  unit: UnitView
  proxy: { id: ProxyId; name: string; hasAccount: boolean } | null
}

/** Everybody whose term covers the day of the sitting, with who comes in their place; for whoever runs it. */
export async function readProxies(db: Db, actor: PersonActor, meetingId: MeetingId) {
  const { countyId } = actor
  const [meeting] = await db
    .select()
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  if (!meeting) throw new AppError('not_found')
  requireAccess(actor, 'meeting.manage', meetingThing(meeting))
  const day = await dayOfCounty(db, countyId, meeting.startsAt)
  const rows = await db
    .select({
      membershipId: memberships.id,
      name: people.name,
      office: memberships.office,
      fromOn: memberships.fromOn,
      untilOn: memberships.untilOn,
      unit: { id: units.id, name: units.name, kind: units.kind },
      proxy: { id: proxies.id, name: proxies.name, personId: proxies.personId },
    })
    .from(memberships)
    .innerJoin(people, and(eq(people.countyId, memberships.countyId), eq(people.id, memberships.personId)))
    .innerJoin(units, and(eq(units.countyId, memberships.countyId), eq(units.id, memberships.unitId)))
    .leftJoin(
      proxies,
      and(
        eq(proxies.countyId, memberships.countyId),
        eq(proxies.membershipId, memberships.id),
        eq(proxies.meetingId, meetingId),
        isNull(proxies.withdrawnAt),
      ),
    )
    .where(
      and(
        eq(memberships.countyId, countyId),
        eq(memberships.bodyId, meeting.bodyId),
        isNull(memberships.endedAt),
        isNull(people.disabledAt),
      ),
    )
    .orderBy(asc(units.createdAt), asc(units.name), asc(people.name))
  const places = rows
    .filter(({ fromOn, untilOn }) => fromOn <= day && (untilOn === null || untilOn >= day))
    .map(({ fromOn: _from, untilOn: _until, proxy, ...place }): ProxyPlace => ({
      ...place,
      proxy: proxy && { id: proxy.id, name: proxy.name, hasAccount: proxy.personId !== null },
    }))
  return { meeting: { id: meeting.id, title: meeting.title, state: meeting.state }, places }
}
