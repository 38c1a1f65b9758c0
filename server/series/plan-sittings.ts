// The dates of a rule become sittings. The rows of the series, and of the one that prepares it, are the lock; the unique keys of
// meetings (meetings_occurrence, meetings_prepares) are what holds if anything ever goes round it.
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodyUnits, series } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { BodyId, CountyId } from '@/server/ids'
import type { NewAgendaItem } from '@/server/meetings/contract'
import { createSitting } from '@/server/meetings/create-meeting'
import { readTemplate, type TemplatePoint } from '@/server/meetings/template'
import { translator } from '@/server/messages'
import type { PlanSeries } from './contract'
import { readPlans, readRule } from './read-plan'

export type Planned = { sittings: number; liaison: number }

/**
 * Every date through a day that is no sitting yet, with the meeting that settles its agenda. What is planned stays as it is,
 * also where it was changed by hand since.
 * @throws conflict where the rule was changed since it was looked at; invalid_input through `horizon`
 */
export async function planSittings(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { seriesId, version, through }: PlanSeries,
  at: Date,
): Promise<Planned> {
  return db.transaction(async (tx) => {
    const seen = await readRule(tx, countyId, seriesId)
    const ids = [seriesId, seen?.liaisonSeriesId].filter((id) => id != null)
    // In the order of their ids, so that two who plan each other's series do not wait for each other.
    const held = await tx
      .select({ id: series.id, bodyId: series.bodyId, name: series.name, template: series.template })
      .from(series)
      .where(and(eq(series.countyId, countyId), inArray(series.id, ids)))
      .orderBy(asc(series.id))
      .for('update')
    const own = held.find(({ id }) => id === seriesId)
    if (!own) throw new AppError('not_found')
    const { bodyId } = own
    requireAccess(actor, 'series.manage', { kind: 'body', countyId, bodyId })
    const rule = await readRule(tx, countyId, seriesId)
    if (!rule || rule.version !== version || rule.liaisonSeriesId !== seen?.liaisonSeriesId)
      throw new AppError('conflict')
    const [county] = await tx.select().from(counties).where(eq(counties.id, countyId))
    const t = translator(county!.locale, 'meetings', county!.timeZone)
    const words = translator(county!.locale, 'series', county!.timeZone)
    const plan = (await readPlans(tx, countyId, [rule], county!.timeZone, at)).get(seriesId)!
    if (through > plan.through) throw new AppError('invalid_input', { through: 'horizon' })
    const inBody = await unitsIn(tx, countyId, bodyId)
    const pointsOf = (template: unknown): NewAgendaItem[] => asItems(readTemplate(template), inBody)
    const standing = { title: t('form.standingFirst'), isFollowUp: true, minutesPlanned: 15 }
    const liaison = held.find(({ id }) => id === rule.liaisonSeriesId)
    const done: Planned = { sittings: 0, liaison: 0 }
    for (const row of plan.rows.filter(({ on }) => on <= through)) {
      let meetingId = row.sitting && !row.sitting.isCancelled ? row.sitting.id : null
      if (!row.sitting && row.times) {
        const points = pointsOf(own.template)
        const { startsAt, endsAt } = row.times
        const made = await createSitting(
          tx,
          actor,
          {
            ...{ bodyId, seriesId, title: rule.title, place: rule.place, startsAt, endsAt },
            agenda: points.length > 0 ? points : [{ ...standing, topicId: null, presenterUnitId: null }],
          },
          { occurrenceOn: row.on },
          at,
        )
        meetingId = made.meetingId
        done.sittings++
      }
      if (meetingId === null || !liaison || !row.liaison || !('times' in row.liaison)) continue
      const { startsAt, endsAt } = row.liaison.times
      const settles = { title: words('settles', { title: rule.title }), topicId: null, presenterUnitId: null }
      await createSitting(
        tx,
        actor,
        {
          ...{ bodyId, seriesId: liaison.id, title: liaison.name, place: rule.place, startsAt, endsAt },
          agenda: [{ ...settles, minutesPlanned: 30 }, ...pointsOf(liaison.template)],
        },
        { preparesMeetingId: meetingId },
        at,
      )
      done.liaison++
    }
    await recordEvent(tx, countyId, actor, { verb: 'series.plan', thingId: seriesId, detail: { ...done, through } }, at)
    return done
  })
}

const unitsIn = async (tx: Tx, countyId: CountyId, bodyId: BodyId): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await tx
        .select({ id: bodyUnits.unitId })
        .from(bodyUnits)
        .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId), isNull(bodyUnits.takenOutAt)))
    ).map(({ id }) => id),
  )

/** Of a template's presenters those that still sit in the body. */
const asItems = (points: readonly TemplatePoint[], inBody: ReadonlySet<string>): NewAgendaItem[] =>
  points.map((point) => ({
    ...point,
    topicId: null,
    presenterUnitId: point.presenterUnitId && inBody.has(point.presenterUnitId) ? point.presenterUnitId : null,
  }))
