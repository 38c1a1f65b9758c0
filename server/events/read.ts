// The audit trail for its role alone. Names are looked up beside the trail, never kept in it.
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { events } from '@/db/schema/events'
import { people } from '@/db/schema/people'
import { seats } from '@/db/schema/rooms'
import { requireAccess, type PersonActor } from '@/server/access'
import type { CountyId } from '@/server/ids'
import { conditionsOf, type AuditQuery } from './filter'

export type AuditRow = {
  seq: number
  at: Date
  actorKind: 'person' | 'seat' | 'operator' | 'system' | 'anonymous'
  actorName: string | null
  verb: string
  thingId: string | null
  result: 'done' | 'refused'
  from: string | null
  detail: Record<string, string | number | boolean | null>
}

export const auditPageSize = 100

/** Newest first. Days are the county's own. */
export async function readAudit(
  db: Db,
  actor: PersonActor,
  query: AuditQuery,
  timeZone: string,
): Promise<{ rows: AuditRow[]; verbs: string[]; older: number | null }> {
  const { countyId } = actor
  requireAccess(actor, 'audit.read', { kind: 'county', countyId })
  const rows = await db
    .select({
      seq: events.seq,
      at: events.at,
      actorKind: events.actorKind,
      personName: people.name,
      seatName: seats.name,
      verb: events.verb,
      thingId: events.thingId,
      result: events.result,
      from: events.from,
      detail: events.detail,
    })
    .from(events)
    .leftJoin(people, and(eq(people.countyId, events.countyId), eq(people.id, sql`${events.actorId}`)))
    .leftJoin(seats, and(eq(seats.countyId, events.countyId), eq(seats.id, sql`${events.actorId}`)))
    .where(
      and(
        eq(events.countyId, countyId),
        ...conditionsOf(query, timeZone),
        query.before ? lt(events.seq, query.before) : undefined,
      ),
    )
    .orderBy(desc(events.seq))
    .limit(auditPageSize + 1)
  const verbs = await readVerbs(db, countyId)
  const shown = rows.slice(0, auditPageSize)
  return {
    rows: shown.map(({ personName, seatName, ...row }) => ({ ...row, actorName: personName ?? seatName })),
    verbs,
    older: rows.length > auditPageSize ? shown.at(-1)!.seq : null,
  }
}

/** Every verb there is in a county's trail: from one to the next through the index, however many lines each has. */
async function readVerbs(db: Db, countyId: CountyId): Promise<string[]> {
  const rows = (await db.execute(sql`
    with recursive next as (
      (select verb from events where county_id = ${countyId} order by verb limit 1)
      union all
      select (select e.verb from events e where e.county_id = ${countyId} and e.verb > next.verb order by e.verb limit 1)
      from next where next.verb is not null
    )
    select verb from next where verb is not null`)) as unknown as { verb: string }[]
  return rows.map(({ verb }) => verb)
}
