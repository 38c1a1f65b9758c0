// Appends to the audit trail, inside the transaction of what it tells about: a command without its line does not exist.
import { eq, sql } from 'drizzle-orm'
import { eventHeads, events } from '@/db/schema/events'
import type { Tx } from '@/db/client'
import type { Actor } from '@/server/access'
import { actorRef } from '@/server/access'
import { brokenHead, chainKey, instantText, macOf, sealHead, type ChainKey, type Link } from '@/server/events/chain'
import type { CountyId } from '@/server/ids'

export type EventInput = {
  verb: string
  thingId?: string | null
  result?: 'done' | 'refused'
  from?: string | null
  /** Ids, counts and states only. Never names, never text of minutes: they live outside the trail. */
  detail?: Record<string, string | number | boolean | null>
}

/**
 * The county's head row is locked until commit, so sequences are dense and in commit order, and each line is chained to the
 * one before. Call it last in a transaction.
 */
export async function recordEvent(
  tx: Tx,
  countyId: CountyId,
  actor: Actor,
  input: EventInput,
  at: Date,
): Promise<number> {
  const [head] = await tx
    .insert(eventHeads)
    .values({ countyId, seq: 1 })
    .onConflictDoUpdate({ target: eventHeads.countyId, set: { seq: sql`${eventHeads.seq} + 1` } })
    .returning()
  const key = chainKey()
  const seq = head!.seq
  const who = actorRef(actor)
  const line = {
    actorKind: who.kind,
    // As Postgres keeps a uuid, whoever typed it.
    actorId: who.id?.toLowerCase() ?? null,
    verb: input.verb,
    thingId: input.thingId?.toLowerCase() ?? null,
    result: input.result ?? ('done' as const),
    from: asStored(input.from ?? null),
    detail: checkedDetail(input.detail ?? {}),
  }
  const mac = macOf(key, linkTo(key, head!), { countyId, seq, at: instantText(at), ...line })
  await tx.insert(events).values({ countyId, seq, at, ...line, keyId: key.id, mac })
  await tx
    .update(eventHeads)
    .set({ keyId: key.id, mac, seal: sealHead(key, { countyId, seq, mac }) })
    .where(eq(eventHeads.countyId, countyId))
  return seq
}

type HeadRow = typeof eventHeads.$inferSelect

/** A head that does not fit its seal stops nobody's work, and would be covered by the next line: so that line says it. */
function linkTo(key: ChainKey, { countyId, seq, keyId, mac, seal }: HeadRow): Link | typeof brokenHead {
  if (keyId === null || mac === null) return null
  const isOurs = keyId === key.id
  return isOurs && seal !== sealHead(key, { countyId, seq: seq - 1, mac }) ? brokenHead : { keyId, mac }
}

/** Half of a surrogate pair becomes U+FFFD on the way to Postgres; the mac must be of what is kept. */
const asStored = <T>(value: T): T => (typeof value === 'string' ? (Buffer.from(value).toString() as T) : value)

function checkedDetail(detail: NonNullable<EventInput['detail']>): NonNullable<EventInput['detail']> {
  for (const [name, value] of Object.entries(detail))
    if (typeof value === 'number' && !Number.isSafeInteger(value))
      throw new Error(`audit: ${name} is ${value}; a detail is a whole number, a short text, a yes or no`)
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, asStored(value)]))
}
