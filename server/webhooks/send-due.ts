// What was written down leaves. A lease on each telling, taken under `for update skip locked`, lets any number of nodes send
// side by side; what is told of one thing leaves in its order, since nothing is taken up while something earlier about it
// waits. An address that does not answer rests, and holds up nobody but itself.
import { and, eq, isNull, lte, or, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { webhookDeliveries, webhooks } from '@/db/schema/webhooks'
import { log } from '@/server/log'
import { unseal } from '@/server/seal'
import { leaseMs, nextTry, rest } from './model'
import type { Answer, Post } from './post'
import { signatureHeaders } from './sign'

type Webhook = typeof webhooks.$inferSelect
type Delivery = typeof webhookDeliveries.$inferSelect

/** Tellings to one address in one go. */
const batch = 50

/** Addresses that something is due for. */
export const findDue = (db: Db, at: Date): Promise<Webhook[]> =>
  db
    .select()
    .from(webhooks)
    .where(
      and(
        isNull(webhooks.pausedAt),
        or(isNull(webhooks.restUntil), lte(webhooks.restUntil, at)),
        sql`exists (select 1 from webhook_deliveries d where d.county_id = ${webhooks.countyId}
          and d.webhook_id = ${webhooks.id} and d.next_try_at <= ${at.toISOString()}::timestamptz)`,
      ),
    )

/** @returns how many were taken by the receiver */
export async function sendTo(
  db: Db,
  post: Post,
  webhook: Webhook,
  now: () => Date,
  goesOn: () => boolean = () => true,
): Promise<number> {
  let taken = 0
  for (let n = 0; n < batch && goesOn(); n++) {
    const delivery = await leaseNext(db, webhook, now())
    if (!delivery) return taken
    const begun = now()
    const answer = await tryToSend(post, webhook, delivery, begun)
    const isTaken = 'status' in answer && answer.status >= 200 && answer.status < 300
    await settle(db, delivery, answer, isTaken, begun, now())
    if (isTaken) taken++
    if (!(await noteHealth(db, webhook, 'status' in answer, now()))) return taken
  }
  return taken
}

/** The next that is due and has nothing earlier about the same thing before it. */
async function leaseNext(db: Db, { countyId, id }: Webhook, at: Date): Promise<Delivery | null> {
  const lease = new Date(at.getTime() + leaseMs).toISOString()
  const next = sql`(select d.id from webhook_deliveries d join webhooks w on w.county_id = d.county_id and w.id = d.webhook_id
    where d.county_id = ${countyId} and d.webhook_id = ${id} and d.next_try_at <= ${at.toISOString()}::timestamptz
      and w.paused_at is null and not exists (select 1 from webhook_deliveries e where e.county_id = d.county_id
        and e.webhook_id = d.webhook_id and e.thing_id = d.thing_id and e.seq < d.seq and e.next_try_at is not null)
    order by d.seq, d.id limit 1 for update of d skip locked)`
  const [row] = await db
    .update(webhookDeliveries)
    .set({ nextTryAt: sql`${lease}::timestamptz`, tries: sql`${webhookDeliveries.tries} + 1` })
    .where(and(eq(webhookDeliveries.countyId, countyId), sql`${webhookDeliveries.id} = ${next}`))
    .returning()
  return row ?? null
}

async function tryToSend(post: Post, { countyId, id, sealed, url }: Webhook, delivery: Delivery, at: Date) {
  try {
    const secret = unseal('webhook', `${countyId}/${id}`, sealed)
    const headers = signatureHeaders(secret, delivery.id, delivery.body, at)
    return await post({ url, headers, body: delivery.body })
  } catch (error) {
    log.error({ err: error, webhook: id }, 'a webhook could not be sent')
    return { problem: 'connection' } satisfies Answer
  }
}

async function settle(db: Db, delivery: Delivery, answer: Answer, isTaken: boolean, begun: Date, at: Date) {
  const status = 'status' in answer ? answer.status : null
  const problem = isTaken
    ? null
    : 'problem' in answer
      ? answer.problem
      : isRedirect(answer.status)
        ? 'redirect'
        : 'answer'
  await db
    .update(webhookDeliveries)
    .set({
      nextTryAt: isTaken ? null : nextTry(delivery.tries, at),
      deliveredAt: isTaken ? at : null,
      lastTriedAt: begun,
      tookMs: at.getTime() - begun.getTime(),
      status,
      problem,
    })
    .where(
      and(
        eq(webhookDeliveries.countyId, delivery.countyId),
        eq(webhookDeliveries.id, delivery.id),
        // Asked for again by hand, or taken up by another node meanwhile: theirs to settle.
        eq(webhookDeliveries.tries, delivery.tries),
      ),
    )
}

const isRedirect = (status: number) => status >= 300 && status < 400

/** Any answer means that somebody is there. @returns whether to go on */
async function noteHealth(db: Db, { countyId, id }: Webhook, isThere: boolean, at: Date): Promise<boolean> {
  const isIt = and(eq(webhooks.countyId, countyId), eq(webhooks.id, id))
  if (isThere) {
    await db
      .update(webhooks)
      .set({ failures: 0, restUntil: null })
      .where(and(isIt, sql`${webhooks.failures} > 0`))
    return true
  }
  const [row] = await db
    .update(webhooks)
    .set({ failures: sql`${webhooks.failures} + 1` })
    .where(isIt)
    .returning({ failures: webhooks.failures })
  if (row)
    await db
      .update(webhooks)
      .set({ restUntil: rest(row.failures, at) })
      .where(isIt)
  return false
}

/** All that is due now, address by address side by side. */
export async function sendDue(db: Db, post: Post, now: () => Date): Promise<number> {
  const due = await findDue(db, now())
  return (await Promise.all(due.map((webhook) => sendTo(db, post, webhook, now)))).reduce((sum, n) => sum + n, 0)
}

/** What was settled longer ago than the log goes back. */
export async function forgetOldDeliveries(db: Db, at: Date): Promise<void> {
  const monthAgo = new Date(at.getTime() - 30 * 86_400_000)
  await db
    .delete(webhookDeliveries)
    .where(and(isNull(webhookDeliveries.nextTryAt), lte(webhookDeliveries.createdAt, monthAgo)))
}
