// How long a county keeps what it need not keep for ever, and the sweep of what has run out.
import { and, eq, exists, inArray, lt, not, or, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { accessTokens, accountLinks, sessions } from '@/db/schema/people'
import { retention } from '@/db/schema/privacy'
import { mails } from '@/db/schema/security'
import { chatMessages, devices, seatDevices, seatLinks, seats } from '@/db/schema/rooms'
import { requireAccess, type Actor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import type { CountyId } from '@/server/ids'
import { defaultRetention, type Retention } from './contract'

export async function readRetention(db: Db | Tx, countyId: CountyId): Promise<Retention> {
  const [row] = await db.select().from(retention).where(eq(retention.countyId, countyId))
  if (!row) return defaultRetention
  const { countyId: _, ...days } = row
  return days
}

export async function setRetention(db: Db, actor: Actor, countyId: CountyId, days: Retention, at: Date): Promise<void> {
  requireAccess(actor, 'retention.set', { kind: 'county', countyId })
  await db.transaction(async (tx) => {
    await tx
      .insert(retention)
      .values({ countyId, ...days })
      .onConflictDoUpdate({ target: retention.countyId, set: days })
    await recordEvent(tx, countyId, actor, { verb: 'retention.set', thingId: countyId, detail: { ...days } }, at)
  })
}

export type Swept = { sessions: number; links: number; tokens: number; devices: number; chat: number }

/** Says in the trail what went, by number; nothing where nothing went. */
export async function sweepRetention(db: Db, at: Date): Promise<Swept> {
  const sum: Swept = { sessions: 0, links: 0, tokens: 0, devices: 0, chat: 0 }
  for (const { id: countyId } of await db.select({ id: counties.id }).from(counties)) {
    const swept = await db.transaction((tx) => sweepCounty(tx, countyId, at))
    for (const name of Object.keys(sum) as (keyof Swept)[]) sum[name] += swept[name]
  }
  return sum
}

async function sweepCounty(tx: Tx, countyId: CountyId, at: Date): Promise<Swept> {
  const days = await readRetention(tx, countyId)
  const ago = (count: number) => new Date(at.getTime() - count * 86_400_000).toISOString()
  const gone = async (rows: Promise<unknown[]>) => (await rows).length
  const spentLinks = and(
    eq(accountLinks.countyId, countyId),
    sql`least(${accountLinks.usedAt}, ${accountLinks.revokedAt}, ${accountLinks.expiresAt}) < ${ago(days.linkDays)}::timestamptz`,
  )
  // A mail goes with the link it carried.
  await tx
    .delete(mails)
    .where(
      and(
        eq(mails.countyId, countyId),
        inArray(mails.linkId, tx.select({ id: accountLinks.id }).from(accountLinks).where(spentLinks)),
      ),
    )
  const swept: Swept = {
    sessions: await gone(
      tx
        .delete(sessions)
        .where(
          and(
            eq(sessions.countyId, countyId),
            sql`least(${sessions.endedAt}, ${sessions.expiresAt}) < ${ago(days.sessionDays)}::timestamptz`,
          ),
        )
        .returning({ id: sessions.id }),
    ),
    links:
      (await gone(tx.delete(accountLinks).where(spentLinks).returning({ id: accountLinks.id }))) +
      (await gone(
        tx
          .delete(seatLinks)
          .where(
            and(
              eq(seatLinks.countyId, countyId),
              sql`least(${seatLinks.revokedAt}, ${seatLinks.expiresAt}) < ${ago(days.linkDays)}::timestamptz`,
            ),
          )
          .returning({ id: seatLinks.id }),
      )),
    tokens: await gone(
      tx
        .delete(accessTokens)
        .where(
          and(
            eq(accessTokens.countyId, countyId),
            sql`least(${accessTokens.revokedAt}, ${accessTokens.expiresAt}) < ${ago(days.linkDays)}::timestamptz`,
          ),
        )
        .returning({ id: accessTokens.id }),
    ),
    devices: await sweepDevices(tx, countyId, new Date(ago(days.deviceDays))),
    chat: days.chatDays === null ? 0 : await sweepChat(tx, countyId, new Date(ago(days.chatDays))),
  }
  if (Object.values(swept).some((count) => count > 0))
    await recordEvent(
      tx,
      countyId,
      { kind: 'system' },
      { verb: 'retention.sweep', thingId: countyId, detail: swept },
      at,
    )
  return swept
}

/** A browser that was let in once, when the sitting is over and nobody has used it since. */
async function sweepDevices(tx: Tx, countyId: CountyId, before: Date): Promise<number> {
  const over = tx
    .select({ id: seats.id })
    .from(seats)
    .innerJoin(meetings, and(eq(meetings.countyId, seats.countyId), eq(meetings.id, seats.meetingId)))
    .where(and(eq(seats.countyId, countyId), eq(meetings.state, 'ended'), lt(meetings.endedAt, before)))
  await tx
    .delete(seatDevices)
    .where(
      and(eq(seatDevices.countyId, countyId), or(inArray(seatDevices.seatId, over), lt(seatDevices.endedAt, before))),
    )
  return removeIdleDevices(tx, countyId, before)
}

/** Devices on which no seat hangs any more. @param before made earlier than this */
export async function removeIdleDevices(tx: Tx, countyId: CountyId, before: Date): Promise<number> {
  const seat = tx
    .select({ one: sql`1` })
    .from(seatDevices)
    .where(and(eq(seatDevices.countyId, devices.countyId), eq(seatDevices.deviceId, devices.id)))
  const gone = await tx
    .delete(devices)
    .where(and(eq(devices.countyId, countyId), lt(devices.createdAt, before), not(exists(seat))))
    .returning({ id: devices.id })
  return gone.length
}

async function sweepChat(tx: Tx, countyId: CountyId, before: Date): Promise<number> {
  const over = tx
    .select({ id: meetings.id })
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.state, 'ended'), lt(meetings.endedAt, before)))
  const gone = await tx
    .delete(chatMessages)
    .where(and(eq(chatMessages.countyId, countyId), inArray(chatMessages.meetingId, over)))
    .returning({ id: chatMessages.id })
  return gone.length
}
