// The facts and the rules of a body, and new versions of its charter. Each compares what was read with what stands, so that
// of two who write at once one is told.
import { and, eq, max } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodies, series } from '@/db/schema/bodies'
import { bodyQuorums, charterVersions } from '@/db/schema/body-rules'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { BodyId, CountyId } from '@/server/ids'
import { requireUnitIn } from './add-membership'
import type { BodyRules, EditBody, NewCharter } from './contract'

/** @throws conflict when somebody changed facts or rules since; not_found for a body of another county */
export async function editBody(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { bodyId, version, ...facts }: EditBody,
  at: Date,
): Promise<void> {
  requireAccess(actor, 'body.manage', { kind: 'body', countyId, bodyId })
  await db.transaction(async (tx) => {
    await writeVersion(tx, countyId, bodyId, version, facts)
    const detail = { version: version + 1, establishedOn: facts.establishedOn, level: facts.level }
    await recordEvent(tx, countyId, actor, { verb: 'body.edit', thingId: bodyId, detail }, at)
  })
}

export async function setBodyRules(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { bodyId, version, quorums, series: cadences, ...rules }: BodyRules,
  at: Date,
): Promise<void> {
  requireAccess(actor, 'body.manage', { kind: 'body', countyId, bodyId })
  await db.transaction(async (tx) => {
    if (rules.conveningUnitId !== null)
      await requireUnitIn(tx, countyId, bodyId, rules.conveningUnitId, 'conveningUnitId')
    await writeVersion(tx, countyId, bodyId, version, rules)
    await tx.delete(bodyQuorums).where(and(eq(bodyQuorums.countyId, countyId), eq(bodyQuorums.bodyId, bodyId)))
    const wanted = quorums.flatMap(({ kind, rule }) => (rule === null ? [] : [{ countyId, bodyId, kind, ...rule }]))
    if (wanted.length > 0) await tx.insert(bodyQuorums).values(wanted).onConflictDoNothing()
    for (const [index, { id, every, unit }] of cadences.entries()) {
      const [row] = await tx
        .update(series)
        .set(unit === 'none' ? { cadenceEvery: null, cadenceUnit: null } : { cadenceEvery: every, cadenceUnit: unit })
        .where(and(eq(series.countyId, countyId), eq(series.bodyId, bodyId), eq(series.id, id)))
        .returning({ id: series.id })
      if (!row) throw new AppError('invalid_input', { [`series.${index}.every`]: 'unknown' })
    }
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'body.set-rules', thingId: bodyId, detail: { version: version + 1 } },
      at,
    )
  })
}

/** @returns its number. @throws conflict when somebody added one since `after` was read */
export async function writeCharter(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { bodyId, after, ...version }: NewCharter,
  at: Date,
): Promise<number> {
  requireAccess(actor, 'body.manage', { kind: 'body', countyId, bodyId })
  return db.transaction(async (tx) => {
    // Held until commit: the second of two waits here and then sees the first's version.
    const [body] = await tx
      .select({ id: bodies.id })
      .from(bodies)
      .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId)))
      .for('update')
    if (!body) throw new AppError('not_found')
    const here = and(eq(charterVersions.countyId, countyId), eq(charterVersions.bodyId, bodyId))
    const [last] = await tx
      .select({ number: max(charterVersions.number) })
      .from(charterVersions)
      .where(here)
    if ((last?.number ?? 0) !== after) throw new AppError('conflict')
    const by = actor.kind === 'person' ? actor.personId : null
    const number = after + 1
    await tx.insert(charterVersions).values({ countyId, bodyId, number, ...version, byPersonId: by, createdAt: at })
    const detail = { number, inForceFrom: version.inForceFrom }
    await recordEvent(tx, countyId, actor, { verb: 'body.write-charter', thingId: bodyId, detail }, at)
    return number
  })
}

async function writeVersion(
  tx: Tx,
  countyId: CountyId,
  bodyId: BodyId,
  version: number,
  set: Partial<typeof bodies.$inferInsert>,
): Promise<void> {
  const here = and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId))
  const [row] = await tx
    .update(bodies)
    .set({ ...set, version: version + 1 })
    .where(and(here, eq(bodies.version, version)))
    .returning({ id: bodies.id })
  if (row) return
  const [known] = await tx.select({ id: bodies.id }).from(bodies).where(here)
  throw new AppError(known ? 'conflict' : 'not_found')
}
