// Minutes that circulate: a unit's own answer while it has given none, and the signature once nothing stands in its way.
import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { circulatedUnits, minutesProceedings, minutesTexts } from '@/db/schema/signing'
import { can, type PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import type { Await } from '@/server/home/contract'
import { dayIn } from '@/server/people/read-person'
import { inTheWay } from './model'
import { readAnswers } from './read-answers'

export async function minutesAwaiting(
  db: Db,
  actor: PersonActor,
  { timeZone }: { timeZone: string },
): Promise<Await[]> {
  const { countyId } = actor
  const bodyIds = bodyIdsOf(actor)
  // Neither is done by a program in somebody's name (access.ts).
  if (bodyIds.length === 0 || actor.tokenId !== null) return []
  const p = minutesProceedings
  const rows = await db
    .select({
      documentId: p.documentId,
      meetingId: p.meetingId,
      bodyId: p.bodyId,
      round: p.round,
      changedAt: p.changedAt,
      title: meetings.title,
      dueOn: minutesTexts.dueOn,
    })
    .from(p)
    .innerJoin(meetings, and(eq(meetings.countyId, p.countyId), eq(meetings.id, p.meetingId)))
    .innerJoin(
      minutesTexts,
      and(
        eq(minutesTexts.countyId, p.countyId),
        eq(minutesTexts.documentId, p.documentId),
        eq(minutesTexts.round, p.round),
      ),
    )
    .where(and(eq(p.countyId, countyId), eq(p.state, 'circulating'), inArray(p.bodyId, bodyIds)))
    .limit(30)
  const found = await Promise.all(
    rows.map(async ({ documentId, meetingId, bodyId, round, changedAt, title, dueOn }): Promise<Await[]> => {
      const asked = await db
        .select({ unitId: circulatedUnits.unitId, name: units.name })
        .from(circulatedUnits)
        .innerJoin(units, and(eq(units.countyId, circulatedUnits.countyId), eq(units.id, circulatedUnits.unitId)))
        .where(
          and(
            eq(circulatedUnits.countyId, countyId),
            eq(circulatedUnits.documentId, documentId),
            eq(circulatedUnits.round, round),
          ),
        )
      const answers = await readAnswers(db, { countyId, documentId, round })
      const silent = asked.filter((unit) => !answers.some((answer) => answer.unitId === unit.unitId))
      const mine = actor.memberships.filter((place) => place.bodyId === bodyId)
      const one = (kind: 'confirm' | 'sign', office: (typeof mine)[number]['office'], unit: string): Await => ({
        key: `${kind}:${documentId}:${unit}`,
        kind,
        title,
        href: `/meetings/${meetingId}/minutes`,
        as: { office, unit },
        until: kind === 'confirm' ? dueOn : null,
        since: dayIn(timeZone, changedAt),
      })
      const toAnswer = silent.flatMap(({ unitId, name }) => {
        const place = mine.find((each) => each.unitId === unitId)
        const thing = { kind: 'circulation' as const, countyId, bodyId, unitId }
        return place && can(actor, 'minutes.answer', thing) ? [one('confirm', place.office, name)] : []
      })
      const convenor = mine.find((place) => place.office === 'convenor')
      if (!convenor || silent.length > 0 || inTheWay(answers).length > 0) return toAnswer
      const [unit] = await db
        .select({ name: units.name })
        .from(units)
        .where(and(eq(units.countyId, countyId), eq(units.id, convenor.unitId)))
      return [...toAnswer, one('sign', 'convenor', unit?.name ?? '')]
    }),
  )
  return found.flat()
}
