import { and, asc, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { minutesRecords } from '@/db/schema/signing'
import type { CountyId } from '@/server/ids'
import type { RecordRow } from './chain'

/** The newest record of a text that stands, or null. */
export async function standingSignature(
  db: Db | Tx,
  countyId: CountyId,
  documentId: RecordRow['documentId'],
  round: number,
) {
  const rows = await db
    .select()
    .from(minutesRecords)
    .where(
      and(
        eq(minutesRecords.countyId, countyId),
        eq(minutesRecords.documentId, documentId),
        eq(minutesRecords.round, round),
      ),
    )
    .orderBy(asc(minutesRecords.number))
  const signed = rows.find(({ kind }) => kind === 'signed')
  return signed && !rows.some(({ kind }) => kind === 'withdrawn') ? signed : null
}
