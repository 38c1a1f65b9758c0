// 簽發: the convenor, or a deputy who says why, signs the exact text whose root hash was shown.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { documents } from '@/db/schema/minutes'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { BodyId } from '@/server/ids'
import { readItems } from '@/server/minutes/freeze'
import { appendRecord, type RecordRow } from './chain'
import type { Sign } from './contract'
import { freshPerson } from './fresh-person'
import { inTheWay } from './model'
import { lockProceedings, mustFindMinutes, takeStep, type Proceedings } from './proceedings'
import { readAnswers } from './read-answers'
import { faultsOf, readKeptText, type KeptText } from './text'

/**
 * @returns the record in the body's chain
 * @throws not_allowed also when the term ended since the page was read; text_changed for another hash; objections_open;
 * conflict when it does not circulate (any more)
 */
export async function signMinutes(db: Db, actor: PersonActor, input: Sign, at: Date): Promise<RecordRow> {
  const { meetingId, rootSha256, reason } = input
  return db.transaction(async (tx) => {
    const found = await mustFindMinutes(tx, actor, meetingId)
    const row = await lockProceedings(tx, found, ['circulating'])
    const { countyId, documentId, round } = row
    const fresh = await freshPerson(tx, actor, at)
    requireAccess(fresh, 'minutes.sign', found)
    const office = signingOffice(fresh, row.bodyId)
    if (office === 'deputy-convenor' && reason === '') throw new AppError('invalid_input', { reason: 'required' })
    const text = await readKeptText(tx, row, round)
    if (text?.rootSha256 !== rootSha256) throw new AppError('text_changed')
    await requireSame(tx, row, text)
    if (inTheWay(await readAnswers(tx, row)).length > 0) throw new AppError('objections_open')
    await takeStep(tx, row, { state: 'signed', round }, { kind: 'signed', by: fresh, reason }, at)
    const record = await appendRecord(tx, {
      countyId,
      bodyId: row.bodyId,
      documentId,
      kind: 'signed',
      round,
      amendment: null,
      sha256: rootSha256,
      personId: fresh.personId,
      office,
      at,
    })
    const detail = { round, rootSha256, number: record.number, office }
    await recordEvent(tx, countyId, fresh, { verb: 'minutes.sign', thingId: documentId, detail }, at)
    return record
  })
}

/** Of somebody with both offices, the higher. */
export const signingOffice = (actor: PersonActor, bodyId: BodyId): 'convenor' | 'deputy-convenor' =>
  actor.memberships.some((m) => m.bodyId === bodyId && m.office === 'convenor') ? 'convenor' : 'deputy-convenor'

/** The live text, its hash on the document and the text that was kept are one: else somebody was at the rows. */
export async function requireSame(tx: Tx, { countyId, documentId }: Proceedings, text: KeptText): Promise<void> {
  const [document] = await tx
    .select({ sha256: documents.frozenSha256 })
    .from(documents)
    .where(and(eq(documents.countyId, countyId), eq(documents.id, documentId)))
  const live = await readItems(tx, documentId)
  const isSame = document?.sha256 === text.textSha256 && live.sha256 === text.textSha256 && faultsOf(text).length === 0
  if (!isSame) throw new AppError('text_changed')
}
