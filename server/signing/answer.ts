// A unit's word to circulated minutes: it agrees with the whole, or objects to one paragraph. Rows, never writing in the text.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { circulatedUnits, minutesTextItems, unitAnswers } from '@/db/schema/signing'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { AnswerId, type UnitId } from '@/server/ids'
import type { Confirm, Objection } from './contract'
import { freshPerson } from './fresh-person'
import { paragraphsOf } from './paragraphs'
import { lockProceedings, mustFindMinutes, type Proceedings } from './proceedings'

/** @throws conflict once it circulates no longer, or another text does; not_allowed for a unit that is not one's own */
export const confirmMinutes = (db: Db, actor: PersonActor, input: Confirm, at: Date): Promise<AnswerId> =>
  answer(db, actor, input, at, async () => ({ kind: 'confirmed' as const }))

/** @throws as `confirmMinutes`; text_changed when that paragraph reads otherwise */
export const objectTo = (db: Db, actor: PersonActor, input: Objection, at: Date): Promise<AnswerId> =>
  answer(db, actor, input, at, async (tx, { countyId, documentId, round }) => {
    const { agendaItemId, paragraph, paragraphSha256 } = input
    const [item] = await tx
      .select({ text: minutesTextItems.text })
      .from(minutesTextItems)
      .where(
        and(
          eq(minutesTextItems.countyId, countyId),
          eq(minutesTextItems.documentId, documentId),
          eq(minutesTextItems.round, round),
          eq(minutesTextItems.agendaItemId, agendaItemId),
        ),
      )
    const found = item && paragraphsOf(item.text).find(({ index }) => index === paragraph)
    if (found?.sha256 !== paragraphSha256) throw new AppError('text_changed')
    // The form begins with the words as they are: left so, nothing is suggested.
    const proposes = input.proposes === '' || input.proposes === found.plain.trim() ? null : input.proposes
    if (proposes !== null && !found.isText) throw new AppError('invalid_input', { proposes: 'invalid' })
    return { kind: 'objected' as const, agendaItemId, paragraph, paragraphSha256, proposes }
  })

type Words = Pick<
  typeof unitAnswers.$inferInsert,
  'kind' | 'agendaItemId' | 'paragraph' | 'paragraphSha256' | 'proposes'
>

async function answer(
  db: Db,
  actor: PersonActor,
  { meetingId, round, unitId, word }: Confirm,
  at: Date,
  read: (tx: Tx, row: Proceedings) => Promise<Words>,
): Promise<AnswerId> {
  return db.transaction(async (tx) => {
    const { countyId, documentId, meeting } = await mustFindMinutes(tx, actor, meetingId)
    // An answer is before the signature, or there is none.
    const row = await lockProceedings(tx, { countyId, documentId }, ['circulating'], round)
    const fresh = await freshPerson(tx, actor, at)
    requireAccess(fresh, 'minutes.answer', { kind: 'circulation', countyId, bodyId: meeting.bodyId, unitId })
    if (!(await wasAsked(tx, row, unitId))) throw new AppError('not_allowed')
    const words = await read(tx, row)
    const id = AnswerId.parse(crypto.randomUUID())
    await tx
      .insert(unitAnswers)
      .values({ countyId, id, documentId, round, unitId, personId: actor.personId, word, at, ...words })
    const detail = { round, unitId, kind: words.kind }
    await recordEvent(tx, countyId, actor, { verb: 'minutes.answer', thingId: documentId, detail }, at)
    return id
  })
}

async function wasAsked(tx: Tx, { countyId, documentId, round }: Proceedings, unitId: UnitId): Promise<boolean> {
  const [row] = await tx
    .select({ unitId: circulatedUnits.unitId })
    .from(circulatedUnits)
    .where(
      and(
        eq(circulatedUnits.countyId, countyId),
        eq(circulatedUnits.documentId, documentId),
        eq(circulatedUnits.round, round),
        eq(circulatedUnits.unitId, unitId),
      ),
    )
  return row !== undefined
}
