// The views a person may choose: their own, and those of the bodies they sit in; and what of their filters is gone.
import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies, bodyUnits } from '@/db/schema/bodies'
import { duties } from '@/db/schema/duties'
import { ledgerViews } from '@/db/schema/ledger-views'
import { meetings } from '@/db/schema/meetings'
import { can, type PersonActor } from '@/server/access'
import { LedgerQuery } from '@/server/action-items/contract'
import { bodyIdsOf } from '@/server/bodies/read'
import type { BodyId } from '@/server/ids'
import type { GoneFilter, ViewOfLedger } from './contract'

/** Own ones first, then those of bodies, by name. */
export async function readViews(db: Db, actor: PersonActor): Promise<ViewOfLedger[]> {
  const { countyId, personId } = actor
  const bodyIds = bodyIdsOf(actor)
  if (bodyIds.length === 0) return []
  const rows = await db
    .select({
      id: ledgerViews.id,
      name: ledgerViews.name,
      query: ledgerViews.query,
      bodyId: ledgerViews.bodyId,
      bodyName: bodies.name,
    })
    .from(ledgerViews)
    .leftJoin(bodies, and(eq(bodies.countyId, ledgerViews.countyId), eq(bodies.id, ledgerViews.bodyId)))
    .where(
      and(
        eq(ledgerViews.countyId, countyId),
        or(eq(ledgerViews.personId, personId), inArray(ledgerViews.bodyId, bodyIds)),
      ),
    )
    .orderBy(asc(ledgerViews.bodyId), asc(ledgerViews.name))
  if (rows.length === 0) return []
  const asked = rows.map((row) => LedgerQuery.parse(Object.fromEntries(new URLSearchParams(row.query))))
  const there = await whatIsThere(db, actor, bodyIds, asked)
  const views = rows.map(({ bodyId, bodyName, ...row }, n): ViewOfLedger => {
    const query = asked[n]!
    return {
      ...row,
      body: bodyId === null ? null : { id: bodyId, name: bodyName ?? '' },
      gone: (['unit', 'body', 'meeting', 'duty'] as const).filter(
        (name: GoneFilter) => query[name] !== undefined && !there[name].has(query[name]),
      ),
      isMine: bodyId === null || can(actor, 'ledger-view.manage', { kind: 'body', countyId, bodyId }),
    }
  })
  return [...views.filter((view) => view.body === null), ...views.filter((view) => view.body !== null)]
}

/** Of what the views name: units that belong to one of the bodies, sittings that were not called off, duties in force. */
async function whatIsThere(
  db: Db,
  { countyId }: PersonActor,
  bodyIds: readonly BodyId[],
  asked: readonly LedgerQuery[],
): Promise<Record<GoneFilter, ReadonlySet<string>>> {
  const named = <K extends 'unit' | 'meeting' | 'duty'>(key: K) => [
    ...new Set(asked.flatMap((query) => query[key] ?? [])),
  ]
  const mine = [...bodyIds]
  const [ofUnits, ofMeetings, ofDuties] = await Promise.all([
    db
      .select({ id: bodyUnits.unitId })
      .from(bodyUnits)
      .where(
        and(
          eq(bodyUnits.countyId, countyId),
          inArray(bodyUnits.bodyId, mine),
          inArray(bodyUnits.unitId, named('unit')),
          isNull(bodyUnits.takenOutAt),
        ),
      ),
    db
      .select({ id: meetings.id })
      .from(meetings)
      .where(
        and(
          eq(meetings.countyId, countyId),
          inArray(meetings.bodyId, mine),
          inArray(meetings.id, named('meeting')),
          isNull(meetings.cancelledAt),
        ),
      ),
    db
      .select({ id: duties.id })
      .from(duties)
      .where(
        and(
          eq(duties.countyId, countyId),
          inArray(duties.bodyId, mine),
          inArray(duties.id, named('duty')),
          isNull(duties.endedAt),
        ),
      ),
  ])
  const ids = (rows: readonly { id: string }[]) => new Set(rows.map(({ id }) => id))
  return { unit: ids(ofUnits), body: new Set(mine), meeting: ids(ofMeetings), duty: ids(ofDuties) }
}
