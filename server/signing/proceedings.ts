// The row that orders the steps of one sitting's minutes. Every command takes its lock first, then what it needs of: the offices
// of the asker, the document (minutes/freeze.ts), the body's chain, the audit trail. In this order none waits for another in
// a ring.
import { and, count, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { minutesProceedings, minutesSteps } from '@/db/schema/signing'
import { AppError } from '@/server/errors'
import type { PersonActor } from '@/server/access'
import type { CountyId, DocumentId, MeetingId } from '@/server/ids'
import { readDocument, readDocumentOfMeeting, type DocumentThing } from '@/server/minutes/read'
import type { StepKind } from './contract'

export type Proceedings = typeof minutesProceedings.$inferSelect

/** What access is asked about. @throws not_found also for a sitting of another county */
export async function mustFindMinutes(
  db: Db | Tx,
  actor: PersonActor,
  meetingId: MeetingId,
): Promise<DocumentThing & { meeting: NonNullable<DocumentThing['meeting']> }> {
  const documentId = await readDocumentOfMeeting(db, actor.countyId, meetingId)
  const document = documentId && (await readDocument(db, documentId))
  if (!document?.thing.meeting) throw new AppError('not_found')
  return { ...document.thing, meeting: document.thing.meeting }
}

const rowOf = (countyId: CountyId, documentId: DocumentId) =>
  and(eq(minutesProceedings.countyId, countyId), eq(minutesProceedings.documentId, documentId))

export async function readProceedings(db: Db | Tx, countyId: CountyId, documentId: DocumentId) {
  const [row] = await db.select().from(minutesProceedings).where(rowOf(countyId, documentId))
  return row ?? null
}

/**
 * Until the transaction ends nobody else takes a step.
 * @throws conflict when it is in none of `states` any more, or in another round
 */
export async function lockProceedings(
  tx: Tx,
  { countyId, documentId }: { countyId: CountyId; documentId: DocumentId },
  states: readonly Proceedings['state'][],
  round?: number,
): Promise<Proceedings> {
  const [row] = await tx.select().from(minutesProceedings).where(rowOf(countyId, documentId)).for('update')
  if (!row || !states.includes(row.state) || (round !== undefined && row.round !== round))
    throw new AppError('conflict')
  return row
}

/** Moves on, with its step; the caller holds the lock. */
export async function takeStep(
  tx: Tx,
  { countyId, documentId }: Proceedings,
  to: Pick<Proceedings, 'state' | 'round'>,
  step: { kind: StepKind; by: PersonActor; reason?: string },
  at: Date,
): Promise<void> {
  await tx
    .update(minutesProceedings)
    .set({ ...to, changedAt: at })
    .where(rowOf(countyId, documentId))
  const [last] = await tx
    .select({ count: count() })
    .from(minutesSteps)
    .where(and(eq(minutesSteps.countyId, countyId), eq(minutesSteps.documentId, documentId)))
  await tx.insert(minutesSteps).values({
    countyId,
    documentId,
    number: last!.count + 1,
    kind: step.kind,
    round: to.round,
    personId: step.by.personId,
    reason: step.reason ?? '',
    at,
  })
}
