// What becomes of an objection: it is taken up, and the text goes back to be edited; or it is not, with a reason.
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { objectionAnswers, unitAnswers } from '@/db/schema/signing'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { AnswerObjection } from './contract'
import { lockProceedings, mustFindMinutes } from './proceedings'

/** @throws conflict when it was answered already, or its text circulates no longer; not_found for no such objection */
export async function answerObjection(db: Db, actor: PersonActor, input: AnswerObjection, at: Date): Promise<void> {
  const { meetingId, answerId, kind, reason } = input
  await db.transaction(async (tx) => {
    const thing = await mustFindMinutes(tx, actor, meetingId)
    requireAccess(actor, 'minutes.circulate', thing)
    const { countyId, documentId } = thing
    const row = await lockProceedings(tx, { countyId, documentId }, ['circulating'])
    const [objection] = await tx
      .select({ kind: unitAnswers.kind, round: unitAnswers.round })
      .from(unitAnswers)
      .where(
        and(eq(unitAnswers.countyId, countyId), eq(unitAnswers.documentId, documentId), eq(unitAnswers.id, answerId)),
      )
    if (objection?.kind !== 'objected') throw new AppError('not_found')
    if (objection.round !== row.round) throw new AppError('conflict')
    // Its key: of two who answer at once one is told that the other was first.
    const added = await tx
      .insert(objectionAnswers)
      .values({ countyId, answerId, kind, reason, personId: actor.personId, at })
      .onConflictDoNothing()
      .returning({ id: objectionAnswers.answerId })
    if (added.length === 0) throw new AppError('conflict')
    const detail = { round: row.round, answerId, kind }
    await recordEvent(tx, countyId, actor, { verb: 'minutes.answer-objection', thingId: documentId, detail }, at)
  })
}
