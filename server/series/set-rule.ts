import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { series } from '@/db/schema/bodies'
import { seriesExceptions, seriesRules } from '@/db/schema/series-rules'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { BodyId, CountyId, SeriesId } from '@/server/ids'
import type { SeriesRuleForm } from './contract'

/** Holds the series' row until commit: rules, exceptions and plans of one series never interleave. @throws not_found */
export async function holdSeries(tx: Tx, actor: Actor, countyId: CountyId, seriesId: SeriesId): Promise<BodyId> {
  const [held] = await tx
    .select({ bodyId: series.bodyId })
    .from(series)
    .where(and(eq(series.countyId, countyId), eq(series.id, seriesId)))
    .for('update')
  if (!held) throw new AppError('not_found')
  requireAccess(actor, 'series.manage', { kind: 'body', countyId, bodyId: held.bodyId })
  return held.bodyId
}

/**
 * The rule of a series, whole. Sittings that are planned stay; dates that were changed by hand are those of the rule before.
 * @throws conflict where somebody changed it since; invalid_input liaisonSeriesId `unknown`
 */
export async function setSeriesRule(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { seriesId, version, ...rule }: SeriesRuleForm,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const bodyId = await holdSeries(tx, actor, countyId, seriesId)
    if (rule.liaisonSeriesId !== null) {
      const [liaison] = await tx
        .select({ id: series.id })
        .from(series)
        .where(and(eq(series.countyId, countyId), eq(series.bodyId, bodyId), eq(series.id, rule.liaisonSeriesId)))
      if (!liaison) throw new AppError('invalid_input', { liaisonSeriesId: 'unknown' })
    }
    const here = and(eq(seriesRules.countyId, countyId), eq(seriesRules.seriesId, seriesId))
    const written =
      version === 0
        ? await tx
            .insert(seriesRules)
            .values({ countyId, seriesId, ...rule })
            .onConflictDoNothing()
            .returning({ id: seriesRules.seriesId })
        : await tx
            .update(seriesRules)
            .set({ ...rule, version: version + 1 })
            .where(and(here, eq(seriesRules.version, version)))
            .returning({ id: seriesRules.seriesId })
    if (written.length === 0) throw new AppError('conflict')
    const detail = { version: version + 1, pattern: rule.pattern, every: rule.every }
    await recordEvent(tx, countyId, actor, { verb: 'series.set', thingId: seriesId, detail }, at)
  })
}

/** Back to planning one by one; sittings that are planned stay. */
export async function removeSeriesRule(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { seriesId, version }: { seriesId: SeriesId; version: number },
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await holdSeries(tx, actor, countyId, seriesId)
    const of = (table: typeof seriesRules | typeof seriesExceptions) =>
      and(eq(table.countyId, countyId), eq(table.seriesId, seriesId))
    await tx.delete(seriesExceptions).where(of(seriesExceptions))
    const gone = await tx
      .delete(seriesRules)
      .where(and(of(seriesRules), eq(seriesRules.version, version)))
      .returning({ id: seriesRules.seriesId })
    if (gone.length === 0) throw new AppError('conflict')
    await recordEvent(tx, countyId, actor, { verb: 'series.remove-rule', thingId: seriesId }, at)
  })
}
