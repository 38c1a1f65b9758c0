// The audit trail for its role alone. Names are looked up beside the trail, never kept in it.
import { and, desc, eq, gte, lt, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@/db/client'
import { events } from '@/db/schema/events'
import { people } from '@/db/schema/people'
import { seats } from '@/db/schema/rooms'
import { requireAccess, type PersonActor } from '@/server/access'

const lenient = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (Array.isArray(value) ? value[0] : value), schema.optional().catch(undefined))

export const AuditQuery = z.object({
  verb: lenient(z.string().regex(/^[a-z][a-z.-]{1,60}$/)),
  result: lenient(z.enum(['done', 'refused'])),
  from: lenient(z.iso.date()),
  until: lenient(z.iso.date()),
  /** Show what is older than this sequence. */
  before: lenient(z.coerce.number().int().positive()),
})
export type AuditQuery = z.infer<typeof AuditQuery>

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
  const day = sql`(${events.at} at time zone ${timeZone})::date`
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
        query.verb ? eq(events.verb, query.verb) : undefined,
        query.result ? eq(events.result, query.result) : undefined,
        query.from ? gte(day, query.from) : undefined,
        query.until ? lte(day, query.until) : undefined,
        query.before ? lt(events.seq, query.before) : undefined,
      ),
    )
    .orderBy(desc(events.seq))
    .limit(auditPageSize + 1)
  const verbs = await db
    .selectDistinct({ verb: events.verb })
    .from(events)
    .where(eq(events.countyId, countyId))
    .orderBy(events.verb)
  const shown = rows.slice(0, auditPageSize)
  return {
    rows: shown.map(({ personName, seatName, ...row }) => ({ ...row, actorName: personName ?? seatName })),
    verbs: verbs.map((row) => row.verb),
    older: rows.length > auditPageSize ? shown.at(-1)!.seq : null,
  }
}
