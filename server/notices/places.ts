// The places of a sitting: every membership of an invited unit whose term covers the day, with what was answered for it.
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { memberships, units } from '@/db/schema/bodies'
import { noticeUnits, replies } from '@/db/schema/notices'
import { people } from '@/db/schema/people'
import { proxies } from '@/db/schema/terms'
import type { Office } from '@/server/access'
import { dayOfCounty } from '@/server/bodies/county-day'
import type { BodyId, CountyId, MeetingId, MembershipId, PersonId } from '@/server/ids'
import type { UnitView } from '@/server/rooms/contract'
import type { Answer } from './contract'

export type NoticePlace = {
  membershipId: MembershipId
  personId: PersonId
  name: string
  office: Office
  unit: UnitView
  reply: {
    answer: Answer
    note: string
    proxyName: string | null
    via: 'app' | 'link' | 'phone' | 'ics' | 'mail'
    repliedAt: Date
    forVersion: number
  } | null
}
export type OfMeeting = { countyId: CountyId; id: MeetingId; bodyId: BodyId; startsAt: Date }

export async function readPlaces(db: Db | Tx, meeting: OfMeeting): Promise<NoticePlace[]> {
  const { countyId } = meeting
  const day = await dayOfCounty(db, countyId, meeting.startsAt)
  const invited = db
    .select({ id: noticeUnits.unitId })
    .from(noticeUnits)
    .where(and(eq(noticeUnits.countyId, countyId), eq(noticeUnits.meetingId, meeting.id)))
  const rows = await db
    .select({
      membershipId: memberships.id,
      personId: people.id,
      name: people.name,
      office: memberships.office,
      fromOn: memberships.fromOn,
      untilOn: memberships.untilOn,
      unit: { id: units.id, name: units.name, kind: units.kind },
      reply: {
        answer: replies.answer,
        note: replies.note,
        via: replies.via,
        repliedAt: replies.repliedAt,
        forVersion: replies.forVersion,
      },
      proxyName: proxies.name,
    })
    .from(memberships)
    .innerJoin(people, and(eq(people.countyId, memberships.countyId), eq(people.id, memberships.personId)))
    .innerJoin(units, and(eq(units.countyId, memberships.countyId), eq(units.id, memberships.unitId)))
    .leftJoin(
      replies,
      and(
        eq(replies.countyId, memberships.countyId),
        eq(replies.membershipId, memberships.id),
        eq(replies.meetingId, meeting.id),
      ),
    )
    .leftJoin(proxies, and(eq(proxies.countyId, replies.countyId), eq(proxies.id, replies.proxyId)))
    .where(
      and(
        eq(memberships.countyId, countyId),
        eq(memberships.bodyId, meeting.bodyId),
        inArray(memberships.unitId, invited),
        isNull(memberships.endedAt),
        isNull(people.disabledAt),
      ),
    )
    .orderBy(asc(units.createdAt), asc(units.name), asc(people.name), asc(memberships.id))
  return rows
    .filter(({ fromOn, untilOn }) => fromOn <= day && (untilOn === null || untilOn >= day))
    .map(({ fromOn: _from, untilOn: _until, reply, proxyName, ...place }) => ({
      ...place,
      reply: reply && { ...reply, proxyName },
    }))
}
