// Frozen text, checked: what stands in the rows now, what the document says it was frozen as, and what the audit trail says
// must be one and the same, from the newest snapshot and from every row since the first. And each snapshot its own bytes.
import { and, asc, eq, isNotNull, or, sql as raw } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { documents } from '@/db/schema/minutes'
import { AppError } from '@/server/errors'
import type { CountyId, DocumentId } from '@/server/ids'
import { textOf } from '@/server/minutes/freeze'
import { loadBytes, loadBytesAt } from '@/server/minutes/load'
import { readDocument } from '@/server/minutes/read'

export type DocumentFault = { documentId: DocumentId; what: string }
export type MinutesReport = { frozen: number; faults: DocumentFault[] }

/**
 * @param frozenAs document → what the trail says it was frozen as
 * @param isTrailWhole no retention has removed lines, so every frozen document must be in it
 */
export async function verifyFrozen(
  db: Db | Tx,
  countyId: CountyId,
  frozenAs: ReadonlyMap<string, string>,
  isTrailWhole: boolean,
): Promise<MinutesReport> {
  const rows = await db
    .select({ id: documents.id, at: documents.frozenAt, sha256: documents.frozenSha256 })
    .from(documents)
    .where(and(eq(documents.countyId, countyId), or(isNotNull(documents.frozenAt), isNotNull(documents.frozenSha256))))
    .orderBy(asc(documents.id))
  const faults: DocumentFault[] = []
  for (const { id, at, sha256 } of rows) {
    const told = frozenAs.get(id)
    const say = (what: string) => void faults.push({ documentId: id, what })
    if (at === null) say('has the hash of a frozen text and is not frozen')
    if (sha256 === null) say('is frozen and its hash is gone')
    if (told === undefined && isTrailWhole) say('is frozen, and the trail does not tell of it')
    const expected = told ?? sha256
    if (told !== undefined && sha256 !== null && told !== sha256) say('has another hash than the trail says')
    for (const [from, found] of await readTwice(db, id))
      if (found !== expected) say(`${from} is not what was frozen (${found})`)
  }
  const there = new Set<string>(rows.map(({ id }) => id))
  for (const id of frozenAs.keys())
    if (!there.has(id)) faults.push({ documentId: id as DocumentId, what: 'was frozen, says the trail, and is not' })
  return { frozen: rows.length, faults: [...faults, ...(await checkSnapshots(db, countyId))] }
}

async function readTwice(db: Db | Tx, id: DocumentId): Promise<[string, string][]> {
  const document = (await readDocument(db, id))!
  const hash = async (stored: Parameters<typeof textOf>[2]) => {
    try {
      return (await textOf(db, document, stored)).sha256
    } catch (error) {
      return error instanceof AppError && error.code === 'document_quarantined' ? 'rows are missing' : 'unreadable'
    }
  }
  return [
    ['its text', await hash(await loadBytes(db, id))],
    ['its text built from every row', await hash(await loadBytesAt(db, id, document.head, false))],
  ]
}

/** Of every document, frozen or not: Postgres hashes, so that no bytes travel. */
async function checkSnapshots(db: Db | Tx, countyId: CountyId): Promise<DocumentFault[]> {
  const rows = (await db.execute(raw`
    select document_id as "documentId", seq::text from document_snapshots
    where county_id = ${countyId} and sha256 is distinct from encode(sha256(data), 'hex') order by 1, 2`)) as unknown as {
    documentId: DocumentId
    seq: string
  }[]
  return rows.map(({ documentId, seq }) => ({ documentId, what: `its snapshot at ${seq} is damaged` }))
}
