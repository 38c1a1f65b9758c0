// A file becomes an import that waits for its confirmation: read, planned, kept for its preview. The ledger does not change.
import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { ledgerImports } from '@/db/schema/ledger-imports'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { LedgerImportId, type BodyId } from '@/server/ids'
import { keptHours, maxBytes, maxProblems } from '@/server/spreadsheets/contract'
import { asFileName } from '@/server/spreadsheets/model'
import { readInThread } from '@/server/spreadsheets/read-in-thread'
import type { Upload } from '@/server/spreadsheets/read-upload'
import { workerFile } from '@/server/worker-file'
import { FileItem, Findings, Problem } from './contract'
import { planImport, type Plan } from './plan'
import type { ReadAnswer, ReadJob } from './read-ledger.worker'
import { readWords } from './words'

/**
 * @throws not_allowed, also for a body of another county; invalid_input with `file`: a reason of spreadsheets/contract, and
 *   `columns` where some are missing or double
 */
export async function prepareImport(
  db: Db,
  actor: PersonActor,
  bodyId: BodyId,
  { fileName, bytes }: Pick<Upload, 'fileName' | 'bytes'>,
  at: Date,
  worker: string = workerFile('read-ledger.worker'),
): Promise<LedgerImportId> {
  const { countyId } = actor
  requireAccess(actor, 'action-item.import', { kind: 'body', countyId, bodyId })
  if (bytes.byteLength > maxBytes) throw new AppError('invalid_input', { file: 'tooLarge' })
  const answer = await readInThread<ReadJob, ReadAnswer>({ bytes, fileName, words: readWords() }, worker)
  if ('refused' in answer)
    throw new AppError('invalid_input', {
      file: answer.refused,
      ...(answer.columns.length > 0 ? { columns: answer.columns.join(' ') } : {}),
    })
  const items = FileItem.array().parse(JSON.parse(answer.items))
  const ofCells = Problem.array().parse(JSON.parse(answer.problems))
  const wrongRows = new Set(ofCells.map(({ row }) => row))
  const id = LedgerImportId.parse(crypto.randomUUID())
  await db.transaction(async (tx) => {
    const plan = await planImport(tx, { countyId, bodyId }, items, at)
    const problems = inOrder([
      ...ofCells,
      // A row that was read in part may look like another.
      ...plan.problems.filter(({ row, code }) => code !== 'duplicate' || !wrongRows.has(row)),
    ])
    const isReady = problems.length === 0
    await tx.insert(ledgerImports).values({
      countyId,
      id,
      bodyId,
      byId: actor.personId,
      fileName: asFileName(fileName),
      state: isReady ? 'ready' : 'refused',
      rows: isReady ? sql`${answer.items}::text::jsonb` : null,
      findings: {
        understood: answer.understood,
        problems: problems.slice(0, maxProblems),
        known: isReady ? plan.known : [],
      },
      problemCount: problems.length,
      counts: { ...plan.counts, rows: answer.rows },
      createdAt: at,
      expiresAt: new Date(at.getTime() + keptHours * 3_600_000),
    })
    const detail = { rows: answer.rows, problems: problems.length }
    await recordEvent(tx, countyId, actor, { verb: 'action-item.prepare-import', thingId: id, detail }, at)
  })
  return id
}

/** The body is not as it was at the preview: the import says what is so now, and is refused where something is wrong. */
export async function renewImport(db: Db, actor: PersonActor, id: LedgerImportId, plan: Plan): Promise<void> {
  const here = and(
    eq(ledgerImports.countyId, actor.countyId),
    eq(ledgerImports.id, id),
    eq(ledgerImports.state, 'ready'),
  )
  await db.transaction(async (tx) => {
    const [row] = await tx.select({ findings: ledgerImports.findings }).from(ledgerImports).where(here).for('update')
    if (!row) return
    const problems = inOrder(plan.problems)
    const { understood } = Findings.parse(row.findings)
    await tx
      .update(ledgerImports)
      .set({
        ...(problems.length > 0 ? { state: 'refused' as const, rows: null } : {}),
        findings: { understood, problems: problems.slice(0, maxProblems), known: plan.known },
        problemCount: problems.length,
        counts: plan.counts,
      })
      .where(here)
  })
}

const inOrder = (problems: Problem[]) => problems.sort((a, b) => a.row - b.row)
