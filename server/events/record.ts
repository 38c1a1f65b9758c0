// Appends to the audit trail, inside the transaction of what it tells about: a command without its line does not exist.
import { sql } from 'drizzle-orm'
import { eventHeads, events } from '@/db/schema/events'
import type { Tx } from '@/db/client'
import type { Actor } from '@/server/access'
import { actorRef } from '@/server/access'
import type { CountyId } from '@/server/ids'

export type EventInput = {
  verb: string
  thingId?: string | null
  result?: 'done' | 'refused'
  from?: string | null
  /** Ids, counts and states only. Never names, never text of minutes: they live outside the trail. */
  detail?: Record<string, string | number | boolean | null>
}

/** The county's head row is locked until commit, so sequences are dense and in commit order. Call it last in a transaction. */
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
    .returning({ seq: eventHeads.seq })
  const seq = head!.seq
  const who = actorRef(actor)
  await tx.insert(events).values({
    countyId,
    seq,
    at,
    actorKind: who.kind,
    actorId: who.id,
    verb: input.verb,
    thingId: input.thingId ?? null,
    result: input.result ?? 'done',
    from: input.from ?? null,
    detail: input.detail ?? {},
  })
  return seq
}
