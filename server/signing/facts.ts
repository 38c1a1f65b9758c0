// What was so at a sitting: who was there, who chaired, when. Signed with the text, so that the paper needs nothing else.
import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodyUnits, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { agendaItems, type meetings } from '@/db/schema/meetings'
import { seats } from '@/db/schema/rooms'
import { readAttendance, type Attendee } from '@/server/attendance/read'
import { AppError } from '@/server/errors'
import type { SignedFacts, SignedPerson } from './contract'

/** @param at for a sitting that has not ended: who is there now */
export async function readFacts(db: Db | Tx, meeting: typeof meetings.$inferSelect, at: Date): Promise<SignedFacts> {
  const { countyId, id: meetingId, bodyId, openedAt, endedAt } = meeting
  const [county] = await db
    .select({ name: counties.name, timeZone: counties.timeZone, locale: counties.locale })
    .from(counties)
    .where(eq(counties.id, countyId))
  if (!county) throw new AppError('not_found')
  const { confirmed, present, excused, observers } = await readAttendance(db, meetingId, at)
  const restricted = await db
    .select({ id: agendaItems.id })
    .from(agendaItems)
    .where(
      and(eq(agendaItems.countyId, countyId), eq(agendaItems.meetingId, meetingId), eq(agendaItems.isRestricted, true)),
    )
    .orderBy(asc(agendaItems.position))
  // Also those taken out since: the text may name them.
  const named = await db
    .select({ id: units.id, name: units.name })
    .from(bodyUnits)
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId)))
    .orderBy(asc(units.id))
  return {
    county,
    openedAt: openedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    chair: await readChair(db, meeting),
    attendance: {
      version: confirmed?.number ?? null,
      present: present.map(asPerson),
      excused: excused.map(asPerson),
      observers: observers.map(asPerson),
    },
    restricted: restricted.map(({ id }) => id),
    units: named,
  }
}

/** Proxies under their own name. */
const asPerson = ({ name, proxyName, unit, office }: Attendee): SignedPerson => ({
  name: proxyName ?? name,
  unit: unit?.name ?? '',
  office: proxyName === null ? (office ?? '') : '',
  inPlaceOf: proxyName === null ? '' : name,
})

/** 主持: who had the chair's seat. */
async function readChair(db: Db | Tx, { countyId, id }: typeof meetings.$inferSelect): Promise<string> {
  const [seat] = await db
    .select({ name: seats.name })
    .from(seats)
    .where(
      and(
        eq(seats.countyId, countyId),
        eq(seats.meetingId, id),
        eq(seats.role, 'chair'),
        isNotNull(seats.admittedAt),
        isNull(seats.bannedAt),
      ),
    )
    .orderBy(asc(seats.admittedAt), asc(seats.id))
    .limit(1)
  return seat?.name ?? ''
}
