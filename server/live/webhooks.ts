// Tells other systems for as long as the house runs. Each address has a round of its own: one that is slow is waited for by
// nobody else.
import type { Db } from '@/db/client'
import { clock } from '@/server/clock'
import { log } from '@/server/log'
import { collect } from '@/server/webhooks/collect'
import { makePost } from '@/server/webhooks/post'
import { findDue, sendTo } from '@/server/webhooks/send-due'
import type { Shutdown } from './shutdown'

const everyMs = 2_000

export function bringUpWebhooks(db: Db, allow: readonly string[], shutdown: Shutdown): void {
  const post = makePost(allow)
  const rounds = new Map<string, Promise<unknown>>()
  const failed = (error: unknown) => log.warn({ error: String(error) }, 'webhooks: a round was not finished')
  const look = async () => {
    await collect(db, clock.now())
    for (const webhook of await findDue(db, clock.now())) {
      if (rounds.has(webhook.id)) continue
      const round = sendTo(
        db,
        post,
        webhook,
        () => clock.now(),
        () => !shutdown.isStopping(),
      )
      rounds.set(
        webhook.id,
        round.catch(failed).finally(() => rounds.delete(webhook.id)),
      )
    }
  }
  let looking: Promise<unknown> | null = null
  const timer = setInterval(() => {
    looking ??= look()
      .catch(failed)
      .finally(() => (looking = null))
  }, everyMs)
  shutdown.later('webhooks', async () => {
    clearInterval(timer)
    await looking
    await Promise.all(rounds.values())
  })
}
