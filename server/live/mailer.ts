// Looks into the outbox every few seconds for as long as the house runs.
import type { Db } from '@/db/client'
import { clock } from '@/server/clock'
import type { Env } from '@/server/env'
import { log } from '@/server/log'
import { sendAllDue } from '@/server/mail/send-due'
import { smtpTransport } from '@/server/mail/smtp'
import type { Shutdown } from './shutdown'

const everyMs = 3_000

export function bringUpMail(env: Env, db: Db, address: string, shutdown: Shutdown): void {
  if (!env.SMTP_URL) return
  const transport = smtpTransport(env.SMTP_URL, env.MAIL_FROM, new URL(address).hostname)
  let round: Promise<unknown> | null = null
  let isOver = false
  const timer = setInterval(() => {
    round ??= sendAllDue(
      db,
      transport,
      () => clock.now(),
      () => isOver,
    )
      .catch((error: unknown) => log.warn({ error: String(error) }, 'mail: the outbox was not read'))
      .finally(() => (round = null))
  }, everyMs)
  shutdown.later('mail', async () => {
    clearInterval(timer)
    isOver = true
    await round
    transport.close()
  })
}
