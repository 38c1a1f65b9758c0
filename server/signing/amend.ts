// 更正: after issuing a text stays as it is. What is to read otherwise is proposed with a reason, and counts once it is signed
// as a record of its own in the body's chain; of an action item the row in the ledger then follows.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { minutesAmendments, minutesTextItems } from '@/db/schema/signing'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { AgendaItemId, type UnitId } from '@/server/ids'
import { hashOf } from '@/server/minutes/canonical'
import { actionItemFields } from '@/server/minutes/contract'
import { readUnitsOfBody } from '@/server/quorum/read'
import { appendRecord } from './chain'
import type { ProposeAmendment, SignAmendment } from './contract'
import { freshPerson } from './fresh-person'
import { paragraphsOf } from './paragraphs'
import { lockProceedings, mustFindMinutes, takeStep, type Proceedings } from './proceedings'
import { signingOffice } from './sign'

type Row = typeof minutesAmendments.$inferSelect
type Words = Pick<Row, 'agendaItemId' | 'paragraph' | 'actionItemId' | 'field' | 'was' | 'becomes'>

/** @returns its number in the sitting. @throws conflict before issuing; not_found; invalid_input where nothing changes */
export async function proposeAmendment(db: Db, actor: PersonActor, input: ProposeAmendment, at: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const thing = await mustFindMinutes(tx, actor, input.meetingId)
    requireAccess(actor, 'minutes.amend', thing)
    const row = await lockProceedings(tx, thing, ['issued'])
    const { countyId, documentId } = row
    const words = 'field' in input ? await ofItem(tx, row, input) : await ofParagraph(tx, row, input)
    if (words.was === words.becomes) throw new AppError('invalid_input', { becomes: 'invalid' })
    const here = and(eq(minutesAmendments.countyId, countyId), eq(minutesAmendments.documentId, documentId))
    const number =
      (await tx.select({ number: minutesAmendments.number }).from(minutesAmendments).where(here)).length + 1
    const said = { documentId, number, ...words, reason: input.reason }
    const sha256 = hashOf(said)
    await tx.insert(minutesAmendments).values({ countyId, ...said, sha256, proposedBy: actor.personId, proposedAt: at })
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'minutes.propose-amendment', thingId: documentId, detail: { number, sha256 } },
      at,
    )
    return number
  })
}

async function ofParagraph(
  tx: Tx,
  { countyId, documentId, round }: Proceedings,
  { agendaItemId, paragraph, becomes }: Extract<ProposeAmendment, { paragraph: number }>,
): Promise<Words> {
  const [item] = await tx
    .select({ text: minutesTextItems.text })
    .from(minutesTextItems)
    .where(
      and(
        eq(minutesTextItems.countyId, countyId),
        eq(minutesTextItems.documentId, documentId),
        eq(minutesTextItems.round, round),
        eq(minutesTextItems.agendaItemId, AgendaItemId.parse(agendaItemId)),
      ),
    )
  const found = item && paragraphsOf(item.text).find(({ index }) => index === paragraph)
  if (!found) throw new AppError('not_found')
  return { agendaItemId, paragraph, actionItemId: null, field: null, was: found.plain, becomes }
}

async function ofItem(
  tx: Tx,
  row: Proceedings,
  { actionItemId, field, becomes }: Extract<ProposeAmendment, { field: string }>,
): Promise<Words> {
  const [item] = await tx
    .select()
    .from(actionItems)
    .where(
      and(
        eq(actionItems.countyId, row.countyId),
        eq(actionItems.documentId, row.documentId),
        eq(actionItems.id, actionItemId),
        isNull(actionItems.withdrawnAt),
      ),
    )
  if (!item) throw new AppError('not_found')
  const value = becomes === '' || field === 'leadUnitId' ? null : actionItemFields[field].safeParse(becomes)
  if (value?.success === false || (field === 'title' && value === null))
    throw new AppError('invalid_input', { becomes: field === 'dueOn' ? 'date' : 'invalid' })
  const id = field === 'leadUnitId' ? await unitCalled(tx, row, becomes) : becomes
  return { agendaItemId: null, paragraph: null, actionItemId, field, was: item[field] ?? '', becomes: id }
}

/** A unit of the body, by its id or as a person types it. */
async function unitCalled(tx: Tx, { countyId, bodyId }: Proceedings, called: string): Promise<UnitId> {
  const found = (await readUnitsOfBody(tx, { countyId, bodyId })).find(
    ({ id, name }) => id === called || name === called,
  )
  if (!found) throw new AppError('invalid_input', { becomes: 'unknown' })
  return found.id
}

/** @throws text_changed for another hash; conflict when it is signed already; not_allowed also after the end of a term */
export async function signAmendment(db: Db, actor: PersonActor, input: SignAmendment, at: Date): Promise<void> {
  const { meetingId, number, sha256 } = input
  await db.transaction(async (tx) => {
    const thing = await mustFindMinutes(tx, actor, meetingId)
    const row = await lockProceedings(tx, thing, ['issued'])
    const { countyId, documentId, bodyId, round } = row
    const fresh = await freshPerson(tx, actor, at)
    requireAccess(fresh, 'minutes.sign', thing)
    const [amendment] = await tx
      .select()
      .from(minutesAmendments)
      .where(
        and(
          eq(minutesAmendments.countyId, countyId),
          eq(minutesAmendments.documentId, documentId),
          eq(minutesAmendments.number, number),
        ),
      )
    if (!amendment) throw new AppError('not_found')
    if (amendment.sha256 !== sha256 || amendmentHash(amendment) !== sha256) throw new AppError('text_changed')
    await takeStep(tx, row, row, { kind: 'amended', by: fresh, reason: amendment.reason }, at)
    if (amendment.actionItemId && amendment.field) await follow(tx, amendment, at)
    const office = signingOffice(fresh, bodyId)
    const of = { countyId, bodyId, documentId, round, personId: fresh.personId, office, at }
    const record = await appendRecord(tx, { ...of, kind: 'amended', amendment: number, sha256 }).catch(
      (error: unknown) => {
        if ((error as { code?: unknown; cause?: { code?: unknown } }).cause?.code === '23505')
          throw new AppError('conflict')
        throw error
      },
    )
    const detail = { amendment: number, sha256, number: record.number }
    await recordEvent(tx, countyId, fresh, { verb: 'minutes.amend', thingId: documentId, detail }, at)
  })
}

export const amendmentHash = (row: Row): string => {
  const { documentId, number, agendaItemId, paragraph, actionItemId, field, was, becomes, reason } = row
  return hashOf({ documentId, number, agendaItemId, paragraph, actionItemId, field, was, becomes, reason })
}

/** The ledger says what is right now. */
async function follow(tx: Tx, { countyId, actionItemId, field, becomes }: Row, at: Date): Promise<void> {
  const value = becomes === '' && (field === 'leadUnitId' || field === 'dueOn') ? null : becomes
  await tx
    .update(actionItems)
    .set({ [field!]: value, changedAt: at })
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.id, actionItemId!)))
}
