// A document whose own rows are at fault is set aside, never the process: marked, with a line in the audit trail, and read
// only from what can be read. It is let go once it reads whole and takes a write: by an operator, or by itself.
import { and, eq, isNotNull, isNull, lt, sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { documents, documentUpdates } from '@/db/schema/minutes'
import type { Actor } from '@/server/access'
import { notify } from '@/server/bus'
import { recordEvent } from '@/server/events/record'
import type { CountyId, DocumentId } from '@/server/ids'
import { log } from '@/server/log'
import { buildDocInTurns, loadBytes } from '@/server/minutes/load'
import { packUpdates } from '@/server/minutes/update-bytes'

/** Milliseconds a document stays aside before it is tried again by itself. */
const aside = 60_000

/**
 * Postgres answered, and the fault may lie in the data: class 22 (data), 23 (constraint), 54 (limit), XX (a damaged page or
 * index), P0 (raised by a trigger). Everything else, a full disk among it, is the database's own and passes.
 */
export function isTheDocumentsFault(error: unknown): boolean {
  // drizzle wraps what the driver threw.
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
  if (typeof code === 'string') return /^(22|23|54|XX|P0)[0-9A-Z]{3}$/.test(code)
  return cause !== undefined && isTheDocumentsFault(cause)
}

/** Marks a document; everybody who has it open is asked again and comes back as a reader. A second mark changes nothing. */
export async function quarantine(db: Db, id: DocumentId, fault: 'read' | 'write', at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(documents)
      .set({ quarantinedAt: at })
      .where(and(eq(documents.id, id), isNull(documents.quarantinedAt)))
      .returning({ countyId: documents.countyId })
    if (!row) return
    log.error({ documentId: id, fault }, 'minutes: a document is set aside (hub doctor, hub document release)')
    const event = { verb: 'minutes.quarantine', thingId: id, detail: { fault } }
    await recordEvent(tx, row.countyId, { kind: 'system' }, event, at)
    await notify(tx, { kind: 'access', countyId: row.countyId, documentId: id })
  })
}

/** @returns null when it was let go, else what is still wrong with it */
export async function release(db: Db, actor: Actor, id: DocumentId, at: Date): Promise<string | null> {
  const problem = await findProblem(db, id, at)
  if (problem !== null) return problem
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(documents)
      .set({ quarantinedAt: null })
      .where(and(eq(documents.id, id), isNotNull(documents.quarantinedAt)))
      .returning({ countyId: documents.countyId })
    if (!row) return
    await recordEvent(tx, row.countyId, actor, { verb: 'minutes.release', thingId: id }, at)
    await notify(tx, { kind: 'access', countyId: row.countyId, documentId: id })
  })
  return null
}

/** Lets go whatever was set aside a while ago and is sound again. @returns how many */
export async function releaseSound(db: Db, at: Date): Promise<number> {
  const before = new Date(at.getTime() - aside)
  const rows = await db.select({ id: documents.id }).from(documents).where(lt(documents.quarantinedAt, before))
  let count = 0
  for (const { id } of rows) if ((await release(db, { kind: 'system' }, id, at)) === null) count++
  return count
}

export const listQuarantined = (db: Db) =>
  db
    .select({ id: documents.id, title: documents.title, since: documents.quarantinedAt })
    .from(documents)
    .where(isNotNull(documents.quarantinedAt))
    .orderBy(documents.quarantinedAt)

/**
 * Where no backup has the missing rows: puts empty ones in their place, so that what is left is the document from now on.
 * @returns how many
 */
export async function acceptLoss(db: Db, actor: Actor, id: DocumentId, at: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const filled = await tx.execute<{ county_id: CountyId }>(raw`
      insert into document_updates (county_id, document_id, seq, data, at)
      select d.county_id, d.id, n, ${Buffer.from(nothing)}, ${at.toISOString()}::timestamptz
      from documents d, generate_series(1, d.head) as n
      where d.id = ${id} and d.quarantined_at is not null
      on conflict do nothing returning county_id`)
    const [row] = filled
    if (!row) return 0
    const event = { verb: 'minutes.accept-loss', thingId: id, detail: { rows: filled.length } }
    await recordEvent(tx, row.county_id, actor, event, at)
    return filled.length
  })
}

/** A row that says nothing. */
const nothing = packUpdates([Uint8Array.of(0, 0)])

class Undone extends Error {}

/** Reads it as a joiner would and writes to it as the writer would, the latter undone. @throws when Postgres is away */
async function findProblem(db: Db, id: DocumentId, at: Date): Promise<string | null> {
  try {
    const stored = await loadBytes(db, id)
    if (!stored) return 'there is no such document'
    if (stored.missing > 0) return `${stored.missing} rows are missing`
    ;(await buildDocInTurns(stored)).doc.destroy()
    await db.transaction(async (tx) => {
      const [row] = await tx
        .update(documents)
        .set({ head: raw`${documents.head} + 1` })
        .where(eq(documents.id, id))
        .returning({ countyId: documents.countyId, head: documents.head })
      await tx
        .insert(documentUpdates)
        .values({ countyId: row!.countyId, documentId: id, seq: row!.head, data: nothing, at })
      throw new Undone()
    })
  } catch (error) {
    if (error instanceof Undone) return null
    if (isTheDocumentsFault(error)) return String((error as Error).cause ?? error)
    throw error
  }
  return null
}
