// The list before anybody confirmed it: every place of the body on the day of the sitting, then whoever else was in.
import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { attendanceStays } from '@/db/schema/attendance'
import { bodyUnits, memberships, units } from '@/db/schema/bodies'
import type { meetings } from '@/db/schema/meetings'
import { people } from '@/db/schema/people'
import { seats } from '@/db/schema/rooms'
import { deputies, proxies } from '@/db/schema/terms'
import { dayOfCounty } from '@/server/bodies/county-day'
import type { MembershipId, SeatId, UnitId } from '@/server/ids'
import type { Office } from '@/server/people/contract'
import type { UnitKind } from '@/server/rooms/contract'
import { joinSpans, presenceOf, proposeStanding, type Span, type Standing } from './model'

type Meeting = typeof meetings.$inferSelect

export type AttendanceLine = {
  membershipId: MembershipId | null
  seatId: SeatId | null
  unit: { id: UnitId; name: string; kind: UnitKind } | null
  office: Office | null
  name: string
  standing: Standing
  proxyName: string | null
  isOnSite: boolean
  arrivedAt: Date | null
  /** Null while somebody is still in, and where they stayed to the end. */
  leftAt: Date | null
}

/** Milliseconds before the end within which a leaving is the end itself. */
const toTheEndMs = 60_000

export async function gatherAttendance(db: Db | Tx, meeting: Meeting, at: Date): Promise<AttendanceLine[]> {
  const { countyId, bodyId } = meeting
  const day = await dayOfCounty(db, countyId, meeting.openedAt ?? meeting.startsAt)
  const presence = await readPresence(db, meeting, at)
  const seatRows = await db
    .select()
    .from(seats)
    .where(and(eq(seats.countyId, countyId), eq(seats.meetingId, meeting.id)))
    .orderBy(asc(seats.createdAt), asc(seats.id))
  const unitRows = await db
    .select({ id: units.id, name: units.name, kind: units.kind })
    .from(bodyUnits)
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId)))
  const unitOf = new Map(unitRows.map((unit) => [unit.id, unit]))
  const places = (
    await db
      .select({
        id: memberships.id,
        personId: memberships.personId,
        unitId: memberships.unitId,
        name: people.name,
        office: memberships.office,
        fromOn: memberships.fromOn,
        untilOn: memberships.untilOn,
      })
      .from(memberships)
      .innerJoin(people, and(eq(people.countyId, memberships.countyId), eq(people.id, memberships.personId)))
      .innerJoin(units, and(eq(units.countyId, memberships.countyId), eq(units.id, memberships.unitId)))
      .where(and(eq(memberships.countyId, countyId), eq(memberships.bodyId, bodyId), isNull(memberships.endedAt)))
      .orderBy(asc(units.createdAt), asc(units.name), asc(people.name), asc(memberships.id))
  ).filter(({ fromOn, untilOn }) => fromOn <= day && (untilOn === null || untilOn >= day))
  const standIns = await readStandIns(db, meeting, day)

  const used = new Set<SeatId>()
  const factsOf = (seat: (typeof seatRows)[number] | undefined) => {
    const spans = seat ? (presence.get(seat.id) ?? []) : []
    if (seat && spans.length > 0) used.add(seat.id)
    return { seat, spans, wasHere: spans.length > 0 }
  }
  const lines = places.map((place): AttendanceLine => {
    const own = factsOf(seatRows.find(({ personId }) => personId === place.personId))
    const named = standIns.filter(({ membershipId }) => membershipId === place.id)
    const came = named
      .map((each) => ({
        ...each,
        ...factsOf(seatRows.find(({ id, personId }) => id === each.seatId || personId === (each.personId ?? '-'))),
      }))
      .sort((a, b) => Number(b.wasHere) - Number(a.wasHere))[0]
    const isDeputy = came?.kind === 'deputy'
    const standing = proposeStanding({
      isObserver: place.office === 'observer',
      wasHere: own.wasHere,
      // A standing deputy takes the place of who is away; the member's own presence goes before.
      proxy: came === undefined || (isDeputy && (own.wasHere || !came.wasHere)) ? null : { wasHere: came.wasHere },
      hasExcused: false,
    })
    const { seat, spans } = standing === 'proxy' ? came! : own
    return {
      membershipId: place.id,
      seatId: seat?.id ?? null,
      unit: unitOf.get(place.unitId) ?? null,
      office: place.office,
      name: place.name,
      standing,
      proxyName: standing === 'proxy' ? came!.name : null,
      isOnSite: seat?.onSiteAt != null,
      ...endsOf(spans, meeting, at),
    }
  })
  for (const seat of seatRows) {
    const spans = presence.get(seat.id) ?? []
    if (used.has(seat.id) || spans.length === 0) continue
    lines.push({
      membershipId: null,
      seatId: seat.id,
      unit: seat.unitId === null ? null : (unitOf.get(seat.unitId) ?? null),
      office: null,
      name: seat.name,
      standing: 'observer',
      proxyName: null,
      isOnSite: seat.onSiteAt !== null,
      ...endsOf(spans, meeting, at),
    })
  }
  return lines
}

/** Presence of each seat within the sitting: what witnesses saw, and the hall. */
export async function readPresence(db: Db | Tx, meeting: Meeting, at: Date): Promise<Map<SeatId, Span[]>> {
  const rows = await db
    .select()
    .from(attendanceStays)
    .where(and(eq(attendanceStays.countyId, meeting.countyId), eq(attendanceStays.meetingId, meeting.id)))
  const seen = presenceOf(
    rows.map(({ since, seenUntil, ...row }) => ({ ...row, since: since.getTime(), seenUntil: seenUntil.getTime() })),
  )
  const hall = await db
    .select({ id: seats.id, from: seats.onSiteAt, until: seats.onSiteLeftAt })
    .from(seats)
    .where(and(eq(seats.countyId, meeting.countyId), eq(seats.meetingId, meeting.id)))
  const [opened, ended] = [meeting.openedAt?.getTime() ?? Infinity, (meeting.endedAt ?? at).getTime()]
  const presence = new Map<SeatId, Span[]>()
  for (const { id, from, until } of hall) {
    const spans = [...(seen.get(id) ?? [])]
    if (from !== null) spans.push({ from: from.getTime(), until: until?.getTime() ?? ended })
    const within = joinSpans(spans)
      .map((span) => ({ from: Math.max(span.from, opened), until: Math.min(span.until, ended) }))
      .filter((span) => span.from <= span.until)
    if (within.length > 0) presence.set(id, within)
  }
  return presence
}

function endsOf(spans: readonly Span[], meeting: Meeting, at: Date) {
  const [first, last] = [spans[0], spans.at(-1)]
  if (!first || !last) return { arrivedAt: null, leftAt: null }
  const end = meeting.endedAt?.getTime() ?? at.getTime()
  const isToTheEnd = end - last.until <= (meeting.endedAt ? toTheEndMs : 10_000)
  return { arrivedAt: new Date(first.from), leftAt: isToTheEnd ? null : new Date(last.until) }
}

/** Who may sit for a member: a proxy named for this sitting, or a standing deputy. */
async function readStandIns(db: Db | Tx, meeting: Meeting, day: string) {
  const named = await db
    .select({
      membershipId: proxies.membershipId,
      name: proxies.name,
      personId: proxies.personId,
      seatId: proxies.seatId,
    })
    .from(proxies)
    .where(and(eq(proxies.countyId, meeting.countyId), eq(proxies.meetingId, meeting.id), isNull(proxies.withdrawnAt)))
  const standing = await db
    .select({
      membershipId: deputies.membershipId,
      name: people.name,
      personId: deputies.personId,
      fromOn: deputies.fromOn,
      untilOn: deputies.untilOn,
    })
    .from(deputies)
    .innerJoin(people, and(eq(people.countyId, deputies.countyId), eq(people.id, deputies.personId)))
    .innerJoin(memberships, and(eq(memberships.countyId, deputies.countyId), eq(memberships.id, deputies.membershipId)))
    .where(
      and(eq(deputies.countyId, meeting.countyId), eq(memberships.bodyId, meeting.bodyId), isNull(deputies.endedAt)),
    )
  return [
    ...named.map((each) => ({ ...each, kind: 'proxy' as const })),
    ...standing
      .filter(({ fromOn, untilOn }) => fromOn <= day && (untilOn === null || untilOn >= day))
      .map(({ membershipId, name, personId }) => ({
        membershipId,
        name,
        personId,
        seatId: null,
        kind: 'deputy' as const,
      })),
  ]
}
