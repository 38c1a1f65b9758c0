// Issued minutes as they were stored: who may read them, and the very bytes.
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { issuedMinutes, issuedPapers, issuedTo, minutesProceedings } from '@/db/schema/signing'
import { requireAccess, type Actor, type Thing } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId } from '@/server/ids'
import { dayIn } from '@/server/people/read-person'
import type { PaperFormat } from './contract'

/** Null while they are not issued; access is the caller's to ask. */
export async function readIssuedRow(db: Db | Tx, meetingId: MeetingId) {
  const [row] = await db
    .select({ issued: issuedMinutes, issueNumber: meetings.issueNumber, timeZone: counties.timeZone })
    .from(minutesProceedings)
    .innerJoin(
      issuedMinutes,
      and(
        eq(issuedMinutes.countyId, minutesProceedings.countyId),
        eq(issuedMinutes.documentId, minutesProceedings.documentId),
      ),
    )
    .innerJoin(
      meetings,
      and(eq(meetings.countyId, minutesProceedings.countyId), eq(meetings.id, minutesProceedings.meetingId)),
    )
    .innerJoin(counties, eq(counties.id, meetings.countyId))
    .where(eq(minutesProceedings.meetingId, meetingId))
  if (!row) return null
  const { countyId, documentId, bodyId, visibility } = row.issued
  const units = await db
    .select({ id: issuedTo.unitId })
    .from(issuedTo)
    .where(and(eq(issuedTo.countyId, countyId), eq(issuedTo.documentId, documentId), isNotNull(issuedTo.unitId)))
    .orderBy(asc(issuedTo.position))
  const unitIds = units.flatMap(({ id }) => id ?? [])
  const isPublic = visibility === 'public'
  const thing: Thing = { kind: 'issuedMinutes', countyId, bodyId, meetingId, isPublic, unitIds }
  return { ...row.issued, issueNumber: row.issueNumber, day: dayIn(row.timeZone, row.issued.at), thing }
}

/**
 * The bytes as they were made when the minutes were issued.
 * @returns null while they are not issued
 * @throws not_found also for another county's; not_allowed
 */
export async function readIssuedPaper(db: Db, actor: Actor, meetingId: MeetingId, format: PaperFormat) {
  const row = await readIssuedRow(db, meetingId)
  if (!row) return null
  if ((actor.kind === 'person' || actor.kind === 'seat') && actor.countyId !== row.countyId)
    throw new AppError('not_found')
  requireAccess(actor, 'minutes.read-issued', row.thing)
  const [paper] = await db
    .select({ data: issuedPapers.data, sha256: issuedPapers.sha256 })
    .from(issuedPapers)
    .where(
      and(
        eq(issuedPapers.countyId, row.countyId),
        eq(issuedPapers.documentId, row.documentId),
        eq(issuedPapers.format, format),
      ),
    )
  if (!paper) throw new AppError('not_found')
  return { row, data: new Uint8Array(paper.data), sha256: paper.sha256 }
}
