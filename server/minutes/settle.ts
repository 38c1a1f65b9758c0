// Projects a document into rows: decisions, action items, text for search. One way only, and never a delete: what left the
// text is withdrawn. Safe to run any number of times, on any node, after any kill: the work is found by settled_seq < head
// and done under a lock of its own, so that the writer never waits for it.
import { createHash } from 'node:crypto'
import { and, eq, getTableColumns, sql as raw } from 'drizzle-orm'
import * as Y from 'yjs'
import type { Db, Tx } from '@/db/client'
import { bodyUnits } from '@/db/schema/bodies'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { documents, documentUpdates } from '@/db/schema/minutes'
import { notify } from '@/server/bus'
import { recordEvent } from '@/server/events/record'
import { LocalId, type DocumentId, type PersonId } from '@/server/ids'
import { log } from '@/server/log'
import { fragmentOfItem, freeFragment, readRecord, recordsRoot } from '@/server/minutes/contract'
import { buildDocInTurns, loadBytes } from '@/server/minutes/load'
import { fieldsOf, findCopies, plainTextOf, readAtoms, type Atom } from '@/server/minutes/model'
import { projectActionItems, projectDecisions, readHomes, type Found } from '@/server/minutes/project'
import { quarantine } from '@/server/minutes/quarantine'
import { packUpdates } from '@/server/minutes/update-bytes'

export type Settled = {
  seq: number
  added: number
  changed: number
  withdrawn: number
  problems: string[]
  /** Rows of which Yjs refused something. */
  poisoned: number[]
}

/** Held by whoever reads a document in order to write what follows from it, until its transaction ends. */
export async function lockForSettling(tx: Tx, documentId: DocumentId): Promise<void> {
  await tx.execute(raw`select ${settlingLock(documentId)}`)
}
const settlingLock = (documentId: DocumentId) => raw`pg_advisory_xact_lock(hashtextextended(${documentId}, 1))`

/** Null when there was nothing to do. A document with rows missing is set aside: what they held must not be withdrawn. */
export async function settle(db: Db, documentId: DocumentId, at: Date): Promise<Settled | null> {
  let isIncomplete = false
  const settled = await db.transaction(async (tx) => {
    // Read before the lock is had, when it has to be waited for: at worst what was just settled is settled again.
    const [document] = await tx
      .select({ ...getTableColumns(documents), lock: settlingLock(documentId) })
      .from(documents)
      .where(eq(documents.id, documentId))
    if (!document || document.settledSeq >= document.head) return null
    const stored = await loadBytes(tx, documentId)
    if (!stored) return null
    isIncomplete = stored.missing > 0
    if (isIncomplete) return null
    const { doc, poisoned } = await buildDocInTurns(stored)
    if (poisoned.length > 0) log.error({ documentId, rows: poisoned.slice(0, 20) }, 'minutes: rows that Yjs refuses')
    const { countyId, meetingId } = document
    const agenda = meetingId
      ? await tx
          .select({ id: agendaItems.id, title: agendaItems.title })
          .from(agendaItems)
          .where(and(eq(agendaItems.countyId, countyId), eq(agendaItems.meetingId, meetingId)))
          .orderBy(agendaItems.position)
      : null
    const atoms = (agenda?.map((item) => fragmentOfItem(item.id)) ?? [freeFragment]).flatMap((f) => readAtoms(doc, f))
    const before = Y.encodeStateVector(doc)
    const homes = await readHomes(tx, countyId, documentId)
    if (!stored.isFrozen)
      giveCopiesTheirOwnId(
        doc,
        findCopies(atoms, (id) => homes.get(id) ?? null),
      )
    const problems: string[] = []
    const units = meetingId && atoms.length > 0 ? await unitsOfMeeting(tx, countyId, meetingId) : new Set<string>()
    const found = readFound(doc, atoms, units, problems)
    const scope = { countyId, documentId, at }
    const hasRecords = atoms.length > 0 || homes.size > 0
    const decided = hasRecords ? await projectDecisions(tx, scope, found.decisions) : noRows
    const tasks =
      hasRecords && meetingId ? await projectActionItems(tx, { ...scope, meetingId }, found.actionItems) : noRows
    if (!stored.isFrozen) writeNumbers(doc, tasks.numbers)
    const own = Y.encodeStateAsUpdate(doc, before)
    const isOwn = !stored.isFrozen && !Buffer.from(Y.encodeStateVector(doc)).equals(Buffer.from(before))
    const added = isOwn ? await appendUpdate(tx, { documentId, update: own, senderId: null }, at) : null
    // Settled past our own row only when nobody wrote in between.
    const seq = added?.head === stored.head + 1 ? added.head : stored.head
    await tx
      .update(documents)
      .set({ settledSeq: raw`greatest(${documents.settledSeq}, ${seq})`, plainText: plainTextOf(doc, agenda) })
      .where(eq(documents.id, documentId))
    const sum = {
      added: decided.added + tasks.added,
      changed: decided.changed + tasks.changed,
      withdrawn: decided.withdrawn + tasks.withdrawn,
    }
    if (sum.added + sum.changed + sum.withdrawn > 0) {
      await recordEvent(
        tx,
        countyId,
        { kind: 'system' },
        { verb: 'minutes.settle', thingId: documentId, detail: sum },
        at,
      )
    }
    doc.destroy()
    return { seq, ...sum, problems, poisoned }
  })
  if (isIncomplete) await quarantine(db, documentId, 'read', at)
  return settled
}

const noRows = { added: 0, changed: 0, withdrawn: 0, numbers: new Map<LocalId, string>() }

/**
 * Everything that was not settled when the process died, or on a node that did.
 * @param idleMs only documents nobody wrote in for so long: the node that has one open settles it in its own time
 */
export async function settleAll(
  db: Db,
  now: () => Date,
  idleMs: number,
  after: (documentId: DocumentId, settled: Settled) => Promise<void> = async () => {},
  limit = 200,
): Promise<number> {
  const before = new Date(now().getTime() - idleMs).toISOString()
  const rows = await db
    .select({ id: documents.id })
    .from(documents)
    .innerJoin(
      documentUpdates,
      and(
        eq(documentUpdates.countyId, documents.countyId),
        eq(documentUpdates.documentId, documents.id),
        eq(documentUpdates.seq, documents.head),
      ),
    )
    .where(
      and(
        raw`${documents.settledSeq} < ${documents.head} and ${documents.quarantinedAt} is null`,
        raw`${documentUpdates.at} <= ${before}::timestamptz`,
      ),
    )
    .limit(limit)
  let count = 0
  for (const { id } of rows) {
    try {
      const settled = await settle(db, id, now())
      if (!settled) continue
      count++
      await after(id, settled)
    } catch (error) {
      log.error({ err: error, documentId: id }, 'minutes: could not settle')
    }
  }
  return count
}

/** Derived from the id copied and the place of the copy: two nodes that see the same copy give it the same new id. */
function giveCopiesTheirOwnId(doc: Y.Doc, copies: readonly Atom[]): void {
  if (copies.length === 0) return
  doc.transact(() => {
    const records = doc.getMap(recordsRoot)
    for (const atom of copies) {
      const place = atom.element._item?.id
      const seed = `${atom.localId ?? ''}:${place?.client}:${place?.clock}`
      const fresh = LocalId.parse(createHash('sha256').update(seed).digest('base64url').slice(0, 20))
      const fields = atom.localId === null ? {} : fieldsOf(doc, atom.localId)
      const map = new Y.Map<unknown>()
      for (const [name, value] of Object.entries(fields)) if (name !== 'number') map.set(name, value)
      records.set(fresh, map)
      atom.element.setAttribute('recordId', fresh)
      atom.localId = fresh
    }
  })
}

function readFound(doc: Y.Doc, atoms: readonly Atom[], units: ReadonlySet<string>, problems: string[]) {
  const decisions: Found<'decision'>[] = []
  const actionItems: Found<'actionItem'>[] = []
  for (const atom of atoms) {
    const { localId, agendaItemId } = atom
    if (localId === null) continue
    const read = readRecord(atom.type, fieldsOf(doc, localId))
    problems.push(...read.problems.map((name) => `${localId}.${name}`))
    const { record } = read
    if (record.type === 'decision') {
      decisions.push({ localId, agendaItemId, record })
      continue
    }
    // Only units that sit in this body: an id from elsewhere is no unit.
    if (record.leadUnitId !== null && !units.has(record.leadUnitId)) {
      problems.push(`${localId}.leadUnitId`)
      record.leadUnitId = null
    }
    record.assistingUnitIds = record.assistingUnitIds.filter((id) => units.has(id))
    actionItems.push({ localId, agendaItemId, record })
  }
  return { decisions, actionItems }
}

async function unitsOfMeeting(
  tx: Tx,
  countyId: typeof meetings.$inferSelect.countyId,
  meetingId: typeof meetings.$inferSelect.id,
) {
  const rows = await tx
    .select({ id: bodyUnits.unitId })
    .from(meetings)
    .innerJoin(bodyUnits, and(eq(bodyUnits.countyId, meetings.countyId), eq(bodyUnits.bodyId, meetings.bodyId)))
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  return new Set<string>(rows.map((row) => row.id))
}

/** The number stands in the text too, so that every editor shows it at once. The row is the truth. */
function writeNumbers(doc: Y.Doc, numbers: ReadonlyMap<LocalId, string>): void {
  doc.transact(() => {
    for (const [localId, number] of numbers) {
      const map: unknown = doc.getMap(recordsRoot).get(localId)
      if (map instanceof Y.Map && map.get('number') !== number) map.set('number', number)
    }
  })
}

/**
 * An edit by the server, or by a person through a command rather than an editor. Null when the document is frozen.
 * Every node that has it open is told.
 */
export async function appendUpdate(
  tx: Tx,
  { documentId, update, senderId }: { documentId: DocumentId; update: Uint8Array; senderId: PersonId | null },
  at: Date,
): Promise<{ head: number } | null> {
  const [row] = await tx
    .update(documents)
    .set({ head: raw`${documents.head} + 1` })
    .where(and(eq(documents.id, documentId), raw`${documents.frozenAt} is null`))
    .returning({ countyId: documents.countyId, head: documents.head })
  if (!row) return null
  await tx
    .insert(documentUpdates)
    .values({ countyId: row.countyId, documentId, seq: row.head, data: packUpdates([update]), senderId, at })
  await notify(tx, { kind: 'document', documentId, head: row.head })
  return { head: row.head }
}
