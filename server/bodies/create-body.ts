import type { Db, Tx } from '@/db/client'
import { bodies, series } from '@/db/schema/bodies'
import { requireAccess, type Actor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import { BodyId, SeriesId, type CountyId } from '@/server/ids'
import type { NewBody } from './contract'

/** A body with its kinds of gathering. Its units and their lead come after (create-unit). */
export async function createBody(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  input: NewBody,
  at: Date,
): Promise<{ bodyId: BodyId; series: { id: SeriesId; kind: NewBody['series'][number]['kind'] }[] }> {
  requireAccess(actor, 'body.create', { kind: 'county', countyId })
  const bodyId = BodyId.parse(crypto.randomUUID())
  const rows = input.series.map((each) => ({ ...each, countyId, bodyId, id: SeriesId.parse(crypto.randomUUID()) }))
  await db.transaction(async (tx) => {
    const { series: _, ...facts } = input
    await tx.insert(bodies).values({ countyId, id: bodyId, ...facts, createdAt: at })
    await tx.insert(series).values(rows)
    await recordEvent(tx, countyId, actor, { verb: 'body.create', thingId: bodyId }, at)
  })
  return { bodyId, series: rows.map(({ id, kind }) => ({ id, kind })) }
}
