// Reads a document's bytes: the newest snapshot and the rows after it, in one statement, because two could miss rows that
// a compaction moved in between. A snapshot that is not what was written is passed over: the rows it stood for are still
// there. Nothing here builds a Y.Doc but `buildDoc`.
import { createHash } from 'node:crypto'
import { sql as raw } from 'drizzle-orm'
import * as Y from 'yjs'
import type { Db, Tx } from '@/db/client'
import type { CountyId, DocumentId } from '@/server/ids'
import { log } from '@/server/log'
import { unpackUpdates } from '@/server/minutes/update-bytes'

export type StoredSnapshot = { seq: number; data: Uint8Array; vector: Uint8Array; deletesAt: number }
export type StoredRow = {
  seq: number
  senderId: string | null
  updates: Uint8Array[]
  /** Its bytes no longer come apart into updates; those before the damage are in `updates`. */
  isDamaged: boolean
}
export type StoredBytes = {
  countyId: CountyId
  head: number
  epoch: number
  isFrozen: boolean
  /** Rows that should be there and are not. */
  missing: number
  snapshot: StoredSnapshot | null
  rows: StoredRow[]
}

type Line = {
  countyId: CountyId
  head: string
  epoch: number
  isFrozen: boolean
  part: 'document' | 'snapshot' | 'row'
  seq: string
  data: Uint8Array | null
  vector: Uint8Array | null
  deletesAt: number | null
  sha256: string | null
  senderId: string | null
}

/** @param after only rows above this sequence, and no snapshot: what an open document has not seen yet. */
export async function loadBytes(
  db: Db | Tx,
  documentId: DocumentId,
  after: number | null = null,
): Promise<StoredBytes | null> {
  const lines = (await db.execute(raw`
    with d as (select * from documents where id = ${documentId})
    select 'document' as part, d.county_id as "countyId", d.head, d.epoch, d.frozen_at is not null as "isFrozen",
      coalesce(${after}::bigint, d.snapshot_seq) as seq, null::bytea as data, null::bytea as vector,
      null::int as "deletesAt", null::text as sha256, null::uuid as "senderId" from d
    union all
    select 'snapshot', d.county_id, d.head, d.epoch, false, s.seq, s.data, s.vector, s.deletes_at, s.sha256, null
      from d join document_snapshots s on s.county_id = d.county_id and s.document_id = d.id and s.seq = d.snapshot_seq
      where ${after}::bigint is null
    union all
    select 'row', d.county_id, d.head, d.epoch, false, u.seq, u.data, null, null, null, u.sender_id
      from d join document_updates u on u.county_id = d.county_id and u.document_id = d.id
        and u.seq > coalesce(${after}::bigint, d.snapshot_seq)
    order by part, seq`)) as unknown as Line[]
  return after === null && isSnapshotLost(lines, documentId) ? loadBytes(db, documentId, 0) : toStored(lines)
}

/** The document as it was at `seq` (or at its newest, if that is less): the last snapshot before it, and the rows since. */
export async function loadBytesAt(
  db: Db | Tx,
  documentId: DocumentId,
  seq: number,
  fromSnapshot = true,
): Promise<StoredBytes | null> {
  const lines = (await db.execute(raw`
    with d as (select *, least(head, ${seq}::bigint) as upto from documents where id = ${documentId}),
    s as (
      select s.* from d join document_snapshots s on s.county_id = d.county_id and s.document_id = d.id and s.seq <= d.upto
      where ${fromSnapshot} order by s.seq desc limit 1
    )
    select 'document' as part, d.county_id as "countyId", d.upto as head, d.epoch, d.frozen_at is not null as "isFrozen",
      coalesce((select seq from s), 0) as seq, null::bytea as data, null::bytea as vector, null::int as "deletesAt",
      null::text as sha256, null::uuid as "senderId" from d
    union all
    select 'snapshot', s.county_id, 0, 0, false, s.seq, s.data, s.vector, s.deletes_at, s.sha256, null from s
    union all
    select 'row', d.county_id, 0, 0, false, u.seq, u.data, null, null, null, u.sender_id
      from d join document_updates u on u.county_id = d.county_id and u.document_id = d.id
        and u.seq > coalesce((select seq from s), 0) and u.seq <= d.upto
    order by part, seq`)) as unknown as Line[]
  return fromSnapshot && isSnapshotLost(lines, documentId) ? loadBytesAt(db, documentId, seq, false) : toStored(lines)
}

/** The line of the document names the sequence its rows begin after: where that is not 0, a snapshot must stand for them. */
function isSnapshotLost(lines: readonly Line[], documentId: DocumentId): boolean {
  const from = Number(lines.find((line) => line.part === 'document')?.seq ?? 0)
  const snapshot = lines.find((line) => line.part === 'snapshot')
  if (from === 0 || (snapshot && isIntact(snapshot))) return false
  log.error({ documentId, seq: from }, 'minutes: the snapshot is damaged; read from the rows instead')
  return true
}

function toStored(lines: readonly Line[]): StoredBytes | null {
  const header = lines.find((line) => line.part === 'document')
  if (!header) return null
  const snapshot = lines.find((line) => line.part === 'snapshot')
  const rows = lines.filter((line) => line.part === 'row').map(readRow)
  return {
    countyId: header.countyId,
    head: Number(header.head),
    epoch: header.epoch,
    isFrozen: header.isFrozen,
    // Sequences are dense, and no row is ever taken away while the document lives.
    missing: Number(header.head) - Number(header.seq) - rows.length,
    snapshot: snapshot
      ? {
          seq: Number(snapshot.seq),
          data: snapshot.data!,
          vector: snapshot.vector!,
          deletesAt: snapshot.deletesAt!,
        }
      : null,
    rows,
  }
}

const isIntact = ({ data, sha256 }: Line) => createHash('sha256').update(data!).digest('hex') === sha256

function readRow({ seq, senderId, data }: Line): StoredRow {
  const { updates, isDamaged } = unpackUpdates(data!)
  return { seq: Number(seq), senderId, updates, isDamaged }
}

export type Built = {
  doc: Y.Doc
  /** Rows of which something was left out. */
  poisoned: number[]
}

/**
 * The document as Yjs sees it. An update that throws is left out and reported, so that one poisoned row never hides the
 * rest. One by one, not in one transaction: with many deletions Y collects garbage per transaction.
 */
export function buildDoc(stored: StoredBytes): Built {
  const built: Built = { doc: new Y.Doc(), poisoned: [] }
  for (const _ of building(stored, built));
  return built
}

/** The same, in turns of a few milliseconds: for a process in which people type meanwhile. */
export async function buildDocInTurns(stored: StoredBytes): Promise<Built> {
  const built: Built = { doc: new Y.Doc(), poisoned: [] }
  let from = performance.now()
  for (const _ of building(stored, built)) {
    if (performance.now() - from < turnMs) continue
    await new Promise((resolve) => setImmediate(resolve))
    from = performance.now()
  }
  return built
}
const turnMs = 4

/** Pauses after each update. Begins anew without an update that throws: what it left half done must not stay. */
function* building({ snapshot, rows }: StoredBytes, built: Built): Generator<void> {
  const refused = new Set<Uint8Array>()
  for (let isClean = false; !isClean;) {
    isClean = true
    built.doc = new Y.Doc()
    if (snapshot) Y.applyUpdate(built.doc, snapshot.data)
    for (const update of rows.flatMap((row) => row.updates)) {
      if (refused.has(update)) continue
      try {
        Y.applyUpdate(built.doc, update)
      } catch {
        refused.add(update)
        isClean = refused.size > mostRefused
        if (!isClean) break
      }
      yield
    }
  }
  const isPoisoned = (row: StoredRow) => row.isDamaged || row.updates.some((update) => refused.has(update))
  built.poisoned = rows.filter(isPoisoned).map((row) => row.seq)
}
/** Beginnings: bounds what a document full of such updates costs. */
const mostRefused = 50
