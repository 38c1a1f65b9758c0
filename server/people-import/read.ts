import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@/db/client'
import { importBatches } from '@/db/schema/import-batches'
import { can, requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { ImportBatchId } from '@/server/ids'
import { Counts, Problem } from './contract'

const Kept = z.object({ list: z.array(Problem), ignored: z.array(z.string()) })

export type BatchRow = {
  id: ImportBatchId
  fileName: string
  /** A ready one past its day is expired, whether it was swept or not. */
  state: 'ready' | 'refused' | 'stored' | 'expired'
  createdAt: Date
  expiresAt: Date
  storedAt: Date | null
  counts: Counts
  problemCount: number
}
export type BatchDetail = BatchRow & { problems: Problem[]; ignored: string[] }

const columns = {
  id: importBatches.id,
  fileName: importBatches.fileName,
  state: importBatches.state,
  createdAt: importBatches.createdAt,
  expiresAt: importBatches.expiresAt,
  storedAt: importBatches.storedAt,
  counts: importBatches.counts,
  problemCount: importBatches.problemCount,
}

const asRow = <R extends { state: BatchRow['state']; expiresAt: Date; counts: unknown }>(row: R, at: Date) => ({
  ...row,
  state: row.state === 'ready' && row.expiresAt <= at ? ('expired' as const) : row.state,
  counts: Counts.parse(row.counts),
})

/** The county's last imports, newest first. @throws not_allowed */
export async function listBatches(db: Db, actor: PersonActor, at: Date): Promise<BatchRow[]> {
  const { countyId } = actor
  requireAccess(actor, 'people.import', { kind: 'county', countyId })
  const rows = await db
    .select(columns)
    .from(importBatches)
    .where(eq(importBatches.countyId, countyId))
    .orderBy(desc(importBatches.createdAt))
    .limit(20)
  return rows.map((row) => asRow(row, at))
}

/** @throws not_found also where the person may not import */
export async function readBatch(db: Db, actor: PersonActor, id: ImportBatchId, at: Date): Promise<BatchDetail> {
  const { countyId } = actor
  if (!can(actor, 'people.import', { kind: 'county', countyId })) throw new AppError('not_found')
  const [row] = await db
    .select({ ...columns, problems: importBatches.problems })
    .from(importBatches)
    .where(and(eq(importBatches.countyId, countyId), eq(importBatches.id, id)))
  if (!row) throw new AppError('not_found')
  const { list, ignored } = Kept.parse(row.problems)
  return { ...asRow(row, at), problems: list, ignored }
}
