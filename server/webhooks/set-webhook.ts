// The addresses: made, changed, stopped, taken away. All by whoever runs the system.
import { and, count, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { eventHeads } from '@/db/schema/events'
import { webhookDeliveries, webhooks } from '@/db/schema/webhooks'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { WebhookId, type CountyId } from '@/server/ids'
import { seal } from '@/server/seal'
import { maxWebhooks, WebhookBody, type EditWebhook, type NewWebhook } from './contract'
import { makeWebhookSecret } from './sign'

type Made = { id: WebhookId; secret: string }

const requireManager = (actor: PersonActor) =>
  requireAccess(actor, 'webhook.manage', { kind: 'county', countyId: actor.countyId })

const isOne = (countyId: CountyId, id: WebhookId) => and(eq(webhooks.countyId, countyId), eq(webhooks.id, id))

async function hold(tx: Tx, countyId: CountyId, id: WebhookId) {
  const [webhook] = await tx.select().from(webhooks).where(isOne(countyId, id)).for('update')
  if (!webhook) throw new AppError('not_found')
  return webhook
}

/** From here on: what happened before an address was made or started again is not told to it. */
async function headOf(tx: Tx, countyId: CountyId): Promise<number> {
  const [head] = await tx.select({ seq: eventHeads.seq }).from(eventHeads).where(eq(eventHeads.countyId, countyId))
  return head?.seq ?? 0
}

/** @returns its secret, shown once. @throws invalid_input url `tooMany` */
export async function makeWebhook(db: Db, actor: PersonActor, input: NewWebhook, at: Date): Promise<Made> {
  requireManager(actor)
  const { countyId, personId } = actor
  return db.transaction(async (tx) => {
    // Under the county's row, so that two at once count each other.
    await tx.select({ id: counties.id }).from(counties).where(eq(counties.id, countyId)).for('update')
    const [there] = await tx.select({ n: count() }).from(webhooks).where(eq(webhooks.countyId, countyId))
    if (there!.n >= maxWebhooks) throw new AppError('invalid_input', { url: 'tooMany' })
    const id = WebhookId.parse(crypto.randomUUID())
    const secret = makeWebhookSecret()
    const sealed = seal('webhook', `${countyId}/${id}`, secret)
    const throughSeq = await headOf(tx, countyId)
    await tx
      .insert(webhooks)
      .values({ countyId, id, ...input, sealed, throughSeq, createdAt: at, createdById: personId })
    await recordEvent(tx, countyId, actor, { verb: 'webhook.make', thingId: id }, at)
    return { id, secret }
  })
}

export async function editWebhook(db: Db, actor: PersonActor, input: EditWebhook, at: Date): Promise<void> {
  requireManager(actor)
  const { id, ...fields } = input
  await db.transaction(async (tx) => {
    const { countyId } = await hold(tx, actor.countyId, id)
    // Another address may answer where this one did not.
    await tx
      .update(webhooks)
      .set({ ...fields, failures: 0, restUntil: null })
      .where(isOne(countyId, id))
    await recordEvent(tx, countyId, actor, { verb: 'webhook.edit', thingId: id }, at)
  })
}

/** Paused, it is told nothing of what happens meanwhile; what was waiting goes on waiting. */
export async function pauseWebhook(
  db: Db,
  actor: PersonActor,
  { id, isPaused }: { id: WebhookId; isPaused: boolean },
  at: Date,
): Promise<void> {
  requireManager(actor)
  await db.transaction(async (tx) => {
    const webhook = await hold(tx, actor.countyId, id)
    if ((webhook.pausedAt !== null) === isPaused) return
    const { countyId } = webhook
    const change = isPaused
      ? { pausedAt: at }
      : { pausedAt: null, failures: 0, restUntil: null, throughSeq: await headOf(tx, countyId) }
    await tx.update(webhooks).set(change).where(isOne(countyId, id))
    await recordEvent(tx, countyId, actor, { verb: isPaused ? 'webhook.pause' : 'webhook.resume', thingId: id }, at)
  })
}

/** The one before signs nothing any more. */
export async function renewWebhookSecret(db: Db, actor: PersonActor, id: WebhookId, at: Date): Promise<Made> {
  requireManager(actor)
  return db.transaction(async (tx) => {
    const { countyId } = await hold(tx, actor.countyId, id)
    const secret = makeWebhookSecret()
    await tx
      .update(webhooks)
      .set({ sealed: seal('webhook', `${countyId}/${id}`, secret) })
      .where(isOne(countyId, id))
    await recordEvent(tx, countyId, actor, { verb: 'webhook.renew', thingId: id }, at)
    return { id, secret }
  })
}

/** With its log. */
export async function removeWebhook(db: Db, actor: PersonActor, id: WebhookId, at: Date): Promise<void> {
  requireManager(actor)
  await db.transaction(async (tx) => {
    const { countyId } = await hold(tx, actor.countyId, id)
    await tx
      .delete(webhookDeliveries)
      .where(and(eq(webhookDeliveries.countyId, countyId), eq(webhookDeliveries.webhookId, id)))
    await tx.delete(webhooks).where(isOne(countyId, id))
    await recordEvent(tx, countyId, actor, { verb: 'webhook.remove', thingId: id }, at)
  })
}

/** A telling that says nothing, to see whether it arrives. */
export async function testWebhook(db: Db, actor: PersonActor, id: WebhookId, at: Date): Promise<void> {
  requireManager(actor)
  await db.transaction(async (tx) => {
    const { countyId } = await hold(tx, actor.countyId, id)
    await tx.update(webhooks).set({ failures: 0, restUntil: null }).where(isOne(countyId, id))
    const seq = await recordEvent(tx, countyId, actor, { verb: 'webhook.test', thingId: id }, at)
    const body = WebhookBody.parse({ type: 'webhook.test', timestamp: at.toISOString(), data: { id } })
    await tx.insert(webhookDeliveries).values({
      countyId,
      id: crypto.randomUUID(),
      webhookId: id,
      seq,
      kind: body.type,
      thingId: id,
      body: JSON.stringify(body),
      createdAt: at,
      nextTryAt: at,
    })
  })
}

/** Sent again from the start, whatever became of it, under the same webhook-id. */
export async function resendDelivery(
  db: Db,
  actor: PersonActor,
  { id, deliveryId }: { id: WebhookId; deliveryId: string },
  at: Date,
): Promise<void> {
  requireManager(actor)
  await db.transaction(async (tx) => {
    const { countyId } = await hold(tx, actor.countyId, id)
    const [row] = await tx
      .update(webhookDeliveries)
      .set({ nextTryAt: at, deliveredAt: null, tries: 0, problem: null, status: null })
      .where(
        and(
          eq(webhookDeliveries.countyId, countyId),
          eq(webhookDeliveries.webhookId, id),
          eq(webhookDeliveries.id, deliveryId),
        ),
      )
      .returning({ id: webhookDeliveries.id })
    if (!row) throw new AppError('not_found')
    await tx.update(webhooks).set({ failures: 0, restUntil: null }).where(isOne(countyId, id))
    await recordEvent(tx, countyId, actor, { verb: 'webhook.resend', thingId: id }, at)
  })
}
