import { and, asc, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { units } from '@/db/schema/bodies'
import { people } from '@/db/schema/people'
import { objectionAnswers, unitAnswers } from '@/db/schema/signing'
import type { Proceedings } from './proceedings'

export type UnitAnswer = Awaited<ReturnType<typeof readAnswers>>[number]

/** What the units said to the text of this round, oldest first, each objection with what became of it. */
export async function readAnswers(
  db: Db | Tx,
  { countyId, documentId, round }: Pick<Proceedings, 'countyId' | 'documentId' | 'round'>,
) {
  const rows = await db
    .select({
      id: unitAnswers.id,
      unitId: unitAnswers.unitId,
      unit: { id: units.id, name: units.name, kind: units.kind },
      personId: unitAnswers.personId,
      personName: people.name,
      kind: unitAnswers.kind,
      agendaItemId: unitAnswers.agendaItemId,
      paragraph: unitAnswers.paragraph,
      word: unitAnswers.word,
      proposes: unitAnswers.proposes,
      at: unitAnswers.at,
      answerKind: objectionAnswers.kind,
      answerReason: objectionAnswers.reason,
      answeredAt: objectionAnswers.at,
    })
    .from(unitAnswers)
    .innerJoin(units, and(eq(units.countyId, unitAnswers.countyId), eq(units.id, unitAnswers.unitId)))
    .innerJoin(people, and(eq(people.countyId, unitAnswers.countyId), eq(people.id, unitAnswers.personId)))
    .leftJoin(
      objectionAnswers,
      and(eq(objectionAnswers.countyId, unitAnswers.countyId), eq(objectionAnswers.answerId, unitAnswers.id)),
    )
    .where(
      and(eq(unitAnswers.countyId, countyId), eq(unitAnswers.documentId, documentId), eq(unitAnswers.round, round)),
    )
    .orderBy(asc(unitAnswers.at), asc(unitAnswers.id))
  return rows.map(({ answerKind, answerReason, answeredAt, ...answer }) => ({
    ...answer,
    answer: answerKind && { kind: answerKind, reason: answerReason!, at: answeredAt! },
  }))
}
