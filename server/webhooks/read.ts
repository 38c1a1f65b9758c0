import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { webhookDeliveries, webhooks } from '@/db/schema/webhooks'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { WebhookId } from '@/server/ids'
import { problemOf, stateOfDelivery } from './model'

const requireManager = (actor: PersonActor) =>
  requireAccess(actor, 'webhook.manage', { kind: 'county', countyId: actor.countyId })

const shown = {
  id: webhooks.id,
  name: webhooks.name,
  url: webhooks.url,
  kinds: webhooks.kinds,
  failures: webhooks.failures,
  restUntil: webhooks.restUntil,
  pausedAt: webhooks.pausedAt,
  createdAt: webhooks.createdAt,
  // Names written out: the builder leaves the table away in a query of one table.
  waiting: sql<number>`(select count(*)::int from webhook_deliveries d where d.county_id = webhooks.county_id
    and d.webhook_id = webhooks.id and d.next_try_at is not null)`,
}
export type WebhookView = Awaited<ReturnType<typeof listWebhooks>>[number]

export async function listWebhooks(db: Db, actor: PersonActor) {
  requireManager(actor)
  return db
    .select(shown)
    .from(webhooks)
    .where(eq(webhooks.countyId, actor.countyId))
    .orderBy(asc(webhooks.createdAt), asc(webhooks.id))
}

/** Rows of the log on one page, newest first. */
const logLength = 100

/** @throws not_found also for another county's */
export async function readWebhook(db: Db, actor: PersonActor, id: WebhookId) {
  requireManager(actor)
  const { countyId } = actor
  const [webhook] = await db
    .select(shown)
    .from(webhooks)
    .where(and(eq(webhooks.countyId, countyId), eq(webhooks.id, id)))
  if (!webhook) throw new AppError('not_found')
  const rows = await db
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.countyId, countyId), eq(webhookDeliveries.webhookId, id)))
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.seq), desc(webhookDeliveries.id))
    .limit(logLength)
  const log = rows.map(({ problem, ...row }) => ({ ...row, problem: problemOf(problem), state: stateOfDelivery(row) }))
  return { webhook, log }
}
