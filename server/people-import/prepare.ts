// A file becomes a batch: read, planned, kept for its preview. Nothing of the county changes.
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { importBatches } from '@/db/schema/import-batches'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { ImportBatchId } from '@/server/ids'
import { keptHours, maxBytes, maxProblems } from '@/server/spreadsheets/contract'
import { asFileName } from '@/server/spreadsheets/model'
import { readInThread } from '@/server/spreadsheets/read-in-thread'
import type { Upload } from '@/server/spreadsheets/read-upload'
import { workerFile } from '@/server/worker-file'
import { Problem } from './contract'
import { planImport, type Plan } from './plan'
import type { ReadAnswer, ReadJob } from './read-people.worker'
import { readWords } from './words'

/**
 * @param today first day of a term that names none
 * @throws not_allowed; invalid_input with `file`: a reason of contract.refusals, and `columns` where some are missing
 */
export async function prepareImport(
  db: Db,
  actor: PersonActor,
  { fileName, bytes }: Pick<Upload, 'fileName' | 'bytes'>,
  { today, worker }: { today: string; worker?: string },
  at: Date,
): Promise<ImportBatchId> {
  const { countyId } = actor
  requireAccess(actor, 'people.import', { kind: 'county', countyId })
  if (bytes.byteLength > maxBytes) throw new AppError('invalid_input', { file: 'tooLarge' })
  const answer = await readInThread<ReadJob, ReadAnswer>(
    { bytes, fileName, words: readWords(), today },
    worker ?? workerFile('read-people.worker'),
  )
  if ('refused' in answer)
    throw new AppError('invalid_input', {
      file: answer.refused,
      ...(answer.columns.length > 0 ? { columns: answer.columns.join(' ') } : {}),
    })
  const id = ImportBatchId.parse(crypto.randomUUID())
  await db.transaction(async (tx) => {
    const plan = await planImport(tx, actor, countyId, sql`${answer.file}::text::jsonb`, answer.rows)
    const problems = inOrder([...Problem.array().parse(JSON.parse(answer.problems)), ...plan.problems])
    const isReady = problems.length === 0
    await tx.insert(importBatches).values({
      countyId,
      id,
      byId: actor.personId,
      fileName: asFileName(fileName),
      state: isReady ? 'ready' : 'refused',
      rows: isReady ? sql`${answer.file}::text::jsonb` : null,
      problems: { list: problems.slice(0, maxProblems), ignored: answer.ignored },
      problemCount: problems.length,
      counts: plan.counts,
      createdAt: at,
      expiresAt: new Date(at.getTime() + keptHours * 3_600_000),
    })
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'people.prepare-import', thingId: id, detail: { rows: answer.rows, problems: problems.length } },
      at,
    )
  })
  return id
}

/** What else stood in the county when it was confirmed: the batch is refused with what is wrong now. */
export async function refuseBatch(db: Db, actor: PersonActor, id: ImportBatchId, plan: Plan): Promise<void> {
  const problems = inOrder(plan.problems)
  await db
    .update(importBatches)
    .set({
      state: 'refused',
      rows: null,
      problems: { list: problems.slice(0, maxProblems), ignored: [] },
      problemCount: problems.length,
      counts: plan.counts,
    })
    .where(
      and(
        eq(importBatches.countyId, actor.countyId),
        eq(importBatches.id, id),
        inArray(importBatches.state, ['ready']),
      ),
    )
}

const inOrder = (problems: Problem[]) => problems.sort((a, b) => a.row - b.row)
