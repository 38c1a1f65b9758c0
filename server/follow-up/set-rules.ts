// How a body follows up. The row's version decides between two who change it at once; the first row of a body is decided by
// its key.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodies } from '@/db/schema/bodies'
import { followRules } from '@/db/schema/follow-up'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { BodyId, CountyId } from '@/server/ids'
import { usualRules, type FollowRules, type FollowRulesForm } from './contract'

/** @throws not_allowed, not_found, conflict when somebody changed them since */
export async function setFollowRules(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { bodyId, version, ...rules }: FollowRulesForm,
  at: Date,
): Promise<void> {
  requireAccess(actor, 'body.manage', { kind: 'body', countyId, bodyId })
  await db.transaction(async (tx) => {
    const [body] = await tx
      .select({ id: bodies.id })
      .from(bodies)
      .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId)))
    if (!body) throw new AppError('not_found')
    const here = and(eq(followRules.countyId, countyId), eq(followRules.bodyId, bodyId))
    const [row] =
      version === 0
        ? await tx
            .insert(followRules)
            .values({ countyId, bodyId, ...rules })
            .onConflictDoNothing()
            .returning({ version: followRules.version })
        : await tx
            .update(followRules)
            .set({ ...rules, version: version + 1 })
            .where(and(here, eq(followRules.version, version)))
            .returning({ version: followRules.version })
    if (!row) throw new AppError('conflict')
    await recordEvent(tx, countyId, actor, { verb: 'body.follow-rules', thingId: bodyId, detail: { ...rules } }, at)
  })
}

export async function readFollowRules(
  db: Db | Tx,
  countyId: CountyId,
  bodyId: BodyId,
): Promise<FollowRules & { version: number }> {
  const [row] = await db
    .select()
    .from(followRules)
    .where(and(eq(followRules.countyId, countyId), eq(followRules.bodyId, bodyId)))
  if (!row) return { ...usualRules, version: 0 }
  const { blueDays, yellowDays, chaseDays, escalateDays, version } = row
  return { blueDays, yellowDays, chaseDays, escalateDays, version }
}
