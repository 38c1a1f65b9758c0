// For anybody with a file and no account: is this what was issued? By its bytes, in any format; a JSON also by its text, so
// that a copy without some items still verifies. Nothing of the file is kept, and nothing is told that it does not hold.
import { createHash } from 'node:crypto'
import { and, eq, sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { issuedMinutes, issuedPapers, minutesRecords, minutesTexts } from '@/db/schema/signing'
import { AppError } from '@/server/errors'
import { countTry } from '@/server/people/rate-limit'
import { compareExport, ownFaults } from './compare-export'
import { SignedExport } from './contract'
import type { IssuedFacts, Verdict } from './model'

/** Of the form; Next refuses a little more before it is read (next.config.js). */
export const maxVerifiedBytes = 8 * 1024 * 1024
/** What is parsed and hashed part by part holds this process for as long as it takes. */
const maxJsonBytes = 4 * 1024 * 1024
const tries = 60
const windowMs = 10 * 60_000

/**
 * @param from network address of who asks
 * @throws file_empty, file_too_large, too_many_tries
 */
export async function verifyFile(db: Db, bytes: Uint8Array, from: string, at: Date): Promise<Verdict> {
  if (bytes.length === 0) throw new AppError('file_empty')
  if (bytes.length > maxVerifiedBytes) throw new AppError('file_too_large')
  await countTry(db, `verify:${from}`, tries, windowMs, at)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const [found] = await db
    .select({ countyId: issuedPapers.countyId, documentId: issuedPapers.documentId })
    .from(issuedPapers)
    .where(eq(issuedPapers.sha256, sha256))
    .limit(1)
  if (found) {
    const { file } = await readIssuedExport(db, found)
    return { kind: 'issued', facts: await factsOf(db, found, file) }
  }
  const file = bytes.length <= maxJsonBytes ? parse(bytes) : null
  if (!file) return { kind: 'unknown' }
  try {
    return await verifyText(db, file)
  } catch (error) {
    // Nested deeper than anything we write.
    if (error instanceof RangeError) return { kind: 'unknown' }
    throw error
  }
}

function parse(bytes: Uint8Array): SignedExport | null {
  try {
    return SignedExport.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).data ?? null
  } catch {
    return null
  }
}

async function verifyText(db: Db, file: SignedExport): Promise<Verdict> {
  const [found] = await db
    .select({ countyId: issuedMinutes.countyId, documentId: issuedMinutes.documentId })
    .from(minutesTexts)
    .innerJoin(
      issuedMinutes,
      and(
        eq(issuedMinutes.countyId, minutesTexts.countyId),
        eq(issuedMinutes.documentId, minutesTexts.documentId),
        eq(issuedMinutes.round, minutesTexts.round),
      ),
    )
    .where(eq(minutesTexts.rootSha256, file.rootSha256))
    .limit(1)
  if (!found) {
    const differences = ownFaults(file)
    return differences.length > 0 ? { kind: 'changed', differences } : { kind: 'unknown' }
  }
  const issued = await readIssuedExport(db, found)
  const differences = compareExport(file, issued.file, issued.isPublic)
  if (differences.length > 0) return { kind: 'changed', differences }
  const redacted = file.items.filter(({ content }) => content === null).length
  return { kind: 'signed', facts: await factsOf(db, found, issued.file), redacted }
}

type Place = Pick<typeof issuedMinutes.$inferSelect, 'countyId' | 'documentId'>

async function readIssuedExport(db: Db, { countyId, documentId }: Place) {
  const [row] = await db
    .select({ data: issuedPapers.data, visibility: issuedMinutes.visibility })
    .from(issuedPapers)
    .innerJoin(
      issuedMinutes,
      and(eq(issuedMinutes.countyId, issuedPapers.countyId), eq(issuedMinutes.documentId, issuedPapers.documentId)),
    )
    .where(
      and(
        eq(issuedPapers.countyId, countyId),
        eq(issuedPapers.documentId, documentId),
        eq(issuedPapers.format, 'json'),
      ),
    )
  if (!row) throw new AppError('not_found')
  const file = SignedExport.parse(JSON.parse(new TextDecoder().decode(row.data)))
  return { file, isPublic: row.visibility === 'public' }
}

async function factsOf(db: Db, { countyId, documentId }: Place, file: SignedExport): Promise<IssuedFacts> {
  const [counted] = await db
    .select({ amendments: raw<number>`count(*)::int` })
    .from(minutesRecords)
    .where(
      and(
        eq(minutesRecords.countyId, countyId),
        eq(minutesRecords.documentId, documentId),
        eq(minutesRecords.kind, 'amended'),
      ),
    )
  const { head, issue, record, rootSha256 } = file
  return {
    title: head.sitting.title,
    body: head.body.name,
    issueNumber: head.sitting.issueNumber,
    unit: issue!.unit,
    documentNumber: issue!.documentNumber,
    issuedAt: new Date(issue!.at),
    timeZone: head.facts!.county.timeZone,
    rootSha256,
    record: record!.number,
    amendments: counted!.amendments,
  }
}
