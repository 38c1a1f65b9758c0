// The signed records of a county, walked: each body's chain from its first record to its sealed head, and everything the
// records stand for – kept texts, amendments, papers – hashed again.
import { asc, and, eq, sql as raw } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import {
  issuedMinutes,
  issuedPapers,
  issuedTo,
  minutesAmendments,
  minutesHeads,
  minutesRecords,
  minutesTexts,
} from '@/db/schema/signing'
import type { BodyId, CountyId } from '@/server/ids'
import { amendmentHash } from './amend'
import { macOfRecord, sealRecords, type RecordKey, type RecordLink, type RecordRow } from './chain'
import { issueHash } from './issue-hash'
import { faultsOf, readKeptText } from './text'

export type RecordsReport = {
  records: number
  heads: { bodyId: BodyId; number: number; mac: string }[]
  faults: string[]
}

/** @param keys this house's first, then those of earlier secrets. Call it in one repeatable-read transaction. */
export async function verifyRecords(
  db: Db | Tx,
  countyId: CountyId,
  keys: readonly RecordKey[],
): Promise<RecordsReport> {
  const faults: string[] = []
  const records = await db
    .select()
    .from(minutesRecords)
    .where(eq(minutesRecords.countyId, countyId))
    .orderBy(asc(minutesRecords.bodyId), asc(minutesRecords.number))
  const heads = await db.select().from(minutesHeads).where(eq(minutesHeads.countyId, countyId))
  const bodies = new Set([...records.map(({ bodyId }) => bodyId), ...heads.map(({ bodyId }) => bodyId)])
  for (const bodyId of bodies) {
    const own = records.filter((record) => record.bodyId === bodyId)
    const head = heads.find((each) => each.bodyId === bodyId)
    faults.push(...walk(own, head, keys).map((what) => `body ${bodyId}: ${what}`))
  }
  faults.push(...(await checkTexts(db, countyId, records)), ...(await checkIssued(db, countyId, records)))
  return {
    records: records.length,
    heads: heads.map(({ bodyId, number, mac }) => ({ bodyId, number, mac })),
    faults,
  }
}

function walk(
  records: readonly RecordRow[],
  head: typeof minutesHeads.$inferSelect | undefined,
  keys: readonly RecordKey[],
): string[] {
  const faults: string[] = []
  let link: RecordLink | undefined = null
  let last = 0
  for (const record of records) {
    const { number, keyId, mac } = record
    if (number !== last + 1) {
      faults.push(`record ${last + 1} is missing`)
      link = undefined
    }
    last = number
    const key = keys.find(({ id }) => id === keyId)
    if (!key) faults.push(`record ${number} was signed with another key (${keyId}): give its secret with --old-secret`)
    else if (link === undefined) faults.push(`record ${number} cannot be checked: the one before it is missing`)
    else if (macOfRecord(key, link, record) !== mac)
      faults.push(`record ${number} is not what was signed, or the one before it is not`)
    link = { keyId, mac }
  }
  if (!head) return [...faults, 'the head of its chain is missing']
  const key = keys.find(({ id }) => id === head.keyId)
  if (head.number !== last) faults.push(`the head says ${head.number} records, the last one there is ${last}`)
  else if (link && head.mac !== link.mac) faults.push('the head is not that of the last record')
  if (key && head.seal !== sealRecords(key, head.countyId, head.bodyId, head.number, head.mac))
    faults.push('the head does not fit its seal')
  return faults
}

/** Every text that was circulated, signed or not; and what a record says it signed. */
async function checkTexts(db: Db | Tx, countyId: CountyId, records: readonly RecordRow[]): Promise<string[]> {
  const faults: string[] = []
  const texts = await db
    .select({ documentId: minutesTexts.documentId, round: minutesTexts.round })
    .from(minutesTexts)
    .where(eq(minutesTexts.countyId, countyId))
    .orderBy(asc(minutesTexts.documentId), asc(minutesTexts.round))
  for (const { documentId, round } of texts) {
    const text = (await readKeptText(db, { countyId, documentId }, round))!
    const say = (what: string) => void faults.push(`document ${documentId}, round ${round}: ${what}`)
    faultsOf(text).forEach(say)
    for (const record of records)
      if (record.documentId === documentId && record.round === round && isOfText(record))
        if (record.sha256 !== text.rootSha256) say(`record ${record.number} signed another text`)
  }
  const amendments = await db.select().from(minutesAmendments).where(eq(minutesAmendments.countyId, countyId))
  for (const row of amendments) {
    const signed = records.find((r) => r.documentId === row.documentId && r.amendment === row.number)
    if (amendmentHash(row) !== row.sha256 || (signed && signed.sha256 !== row.sha256))
      faults.push(`document ${row.documentId}: amendment ${row.number} is not what was written`)
  }
  return faults
}

const isOfText = ({ kind }: RecordRow) => kind === 'signed' || kind === 'withdrawn'

/** A signature stands for it, and the record of issuing is of these bytes, sent to these addressees. */
async function checkIssued(db: Db | Tx, countyId: CountyId, records: readonly RecordRow[]): Promise<string[]> {
  const issued = await db.select().from(issuedMinutes).where(eq(issuedMinutes.countyId, countyId))
  const faults: string[] = []
  for (const row of issued) {
    const { documentId, round } = row
    const say = (what: string) => void faults.push(`document ${documentId}: ${what}`)
    const of = records.filter((r) => r.documentId === documentId && r.round === round)
    const signed = of.find((r) => r.kind === 'signed')
    if (!signed || of.some((r) => r.kind === 'withdrawn')) say('is issued, and no signature stands for it')
    const record = of.find((r) => r.kind === 'issued')
    if (record?.sha256 !== (await hashOfIssue(db, row, signed?.sha256 ?? '')))
      say('what was issued is not what the chain says')
  }
  // Postgres hashes, so that no bytes travel.
  const damaged = await db.execute(raw`select document_id as id, format from issued_papers
    where county_id = ${countyId} and sha256 is distinct from encode(sha256(data), 'hex') order by 1, 2`)
  return [...faults, ...damaged.map((row) => `document ${String(row.id)}: its issued ${String(row.format)} is damaged`)]
}

async function hashOfIssue(db: Db | Tx, row: typeof issuedMinutes.$inferSelect, rootSha256: string) {
  const { countyId, documentId } = row
  const to = await db
    .select({ unitId: issuedTo.unitId, line: issuedTo.line })
    .from(issuedTo)
    .where(and(eq(issuedTo.countyId, countyId), eq(issuedTo.documentId, documentId)))
    .orderBy(asc(issuedTo.position))
  const papers = await db
    .select({ format: issuedPapers.format, sha256: issuedPapers.sha256 })
    .from(issuedPapers)
    .where(and(eq(issuedPapers.countyId, countyId), eq(issuedPapers.documentId, documentId)))
  return issueHash({
    ...row,
    rootSha256,
    to,
    papers: Object.fromEntries(papers.map(({ format, sha256 }) => [format, sha256])),
  })
}
