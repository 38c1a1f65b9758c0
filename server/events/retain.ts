// Takes lines off the beginning of a trail once they are old enough, and leaves a sealed checkpoint that stands for them
// (docs/decisions/007-audit-chain.md). What does not verify is never removed: it is evidence.
import { and, asc, desc, eq, gte, lte, sql as raw } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { eventCheckpoints, eventHeads, events } from '@/db/schema/events'
import { chainKey, instantText, sealCheckpoint, type Link } from '@/server/events/chain'
import { recordEvent } from '@/server/events/record'
import { readLines, Walk } from '@/server/events/verify'
import type { CountyId } from '@/server/ids'
import { log } from '@/server/log'

const dayMs = 86_400_000
/** Lines in one transaction: every command of the county waits for its head meanwhile, some 100 ms. */
const atOnce = 5_000

export type Retained = { removed: number; faults: number }

/** Every county's, as far as they are older than `days`. */
export async function retainTrails(db: Db, days: number, at: Date): Promise<void> {
  for (const { id } of await db.select({ id: counties.id }).from(counties)) {
    const { removed, faults } = await db.transaction((tx) => retainTrail(tx, id, days, at))
    if (removed > 0) log.info({ countyId: id, removed }, 'audit: old lines removed, a checkpoint stands for them')
    if (faults > 0) log.error({ countyId: id, faults }, 'audit: old lines do not verify and stay; see hub verify')
  }
}

/**
 * At most five thousand lines, always but the newest. A day's worth at least, so that a trail at its age does not gain a
 * checkpoint a minute; a refusal is told once a day.
 */
export async function retainTrail(tx: Tx, countyId: CountyId, days: number, at: Date): Promise<Retained> {
  const [head] = await tx.select().from(eventHeads).where(eq(eventHeads.countyId, countyId)).for('update')
  const [oldest] = await tx
    .select({ at: events.at })
    .from(events)
    .where(eq(events.countyId, countyId))
    .orderBy(asc(events.seq))
    .limit(1)
  const cutoff = new Date(at.getTime() - days * dayMs)
  if (!head || !oldest || oldest.at.getTime() > cutoff.getTime() - dayMs) return { removed: 0, faults: 0 }
  const [last] = await tx
    .select()
    .from(eventCheckpoints)
    .where(eq(eventCheckpoints.countyId, countyId))
    .orderBy(desc(eventCheckpoints.throughSeq))
    .limit(1)
  const since = last?.throughSeq ?? 0
  const [young] = await tx
    .select({ seq: events.seq })
    .from(events)
    .where(and(eq(events.countyId, countyId), gte(events.at, cutoff)))
    .orderBy(asc(events.seq))
    .limit(1)
  const through = Math.min((young?.seq ?? head.seq) - 1, since + atOnce)
  if (through <= since) return { removed: 0, faults: 0 }

  const { link, faults } = await walk(tx, countyId, since, last ?? null, through)
  if (faults > 0 || link === undefined) {
    if (!(await wasToldToday(tx, countyId, at)))
      await recordEvent(tx, countyId, { kind: 'system' }, { verb, result: 'refused', detail: { through, faults } }, at)
    return { removed: 0, faults: Math.max(1, faults) }
  }
  const key = chainKey()
  const seal = sealCheckpoint(key, { countyId, throughSeq: through, at: instantText(at), last: link })
  await tx.insert(eventCheckpoints).values({
    countyId,
    throughSeq: through,
    at,
    lastKeyId: link?.keyId ?? null,
    lastMac: link?.mac ?? null,
    keyId: key.id,
    seal,
  })
  await tx.delete(events).where(and(eq(events.countyId, countyId), lte(events.seq, through)))
  const removed = through - since
  await recordEvent(tx, countyId, { kind: 'system' }, { verb, detail: { through, lines: removed } }, at)
  return { removed, faults: 0 }
}

const verb = 'audit.retain'

async function walk(
  tx: Tx,
  countyId: CountyId,
  since: number,
  last: { lastKeyId: string | null; lastMac: string | null } | null,
  through: number,
): Promise<{ link: Link | undefined; faults: number }> {
  let faults = 0
  const over = new Walk(countyId, [chainKey()], () => faults++)
  if (last) over.startAfter(since, last.lastKeyId && last.lastMac ? { keyId: last.lastKeyId, mac: last.lastMac } : null)
  for await (const line of readLines(tx, raw`county_id = ${countyId} and seq <= ${through}`)) over.take(line)
  if (over.last !== through) faults++
  return { link: over.link, faults }
}

async function wasToldToday(tx: Tx, countyId: CountyId, at: Date): Promise<boolean> {
  const told = await tx
    .select({ seq: events.seq })
    .from(events)
    .where(
      and(
        eq(events.countyId, countyId),
        eq(events.verb, verb),
        eq(events.result, 'refused'),
        gte(events.at, new Date(at.getTime() - dayMs)),
      ),
    )
    .limit(1)
  return told.length > 0
}
