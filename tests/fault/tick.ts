// One of the house's minutes, as far as anybody is told anything: what falls due is said, put into the outbox and sent.
import type { Db } from '@/db/client'
import { followUp } from '@/server/follow-up/follow-up'
import { sendAllDue, type Transport } from '@/server/mail/send-due'
import { remindOfSittings } from '@/server/notices/remind'
import { deliverDue } from '@/server/notifications/deliver'

export async function tick(db: Db, transport: Transport, at: Date): Promise<void> {
  await followUp(db, at)
  await remindOfSittings(db, at)
  await deliverDue(db, at)
  await sendAllDue(db, transport, () => at)
}
