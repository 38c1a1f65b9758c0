// 會簽: the text as the secretary read it is frozen, kept word for word, and put before the units of the body.
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodyUnits } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { circulatedUnits, minutesProceedings, minutesTextItems, minutesTexts } from '@/db/schema/signing'
import { requireAccess, type PersonActor } from '@/server/access'
import { dayOfCounty } from '@/server/bodies/county-day'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { BodyId, CountyId, MeetingId, UnitId } from '@/server/ids'
import { freeze, readTextAt } from '@/server/minutes/freeze'
import { holdersOf, tellAll, tellUnit } from '@/server/notifications/tell'
import type { Circulate } from './contract'
import { lockProceedings, mustFindMinutes, takeStep } from './proceedings'
import { takeText, titleOf, type TakenText } from './text'

export type ToCirculate = TakenText & { seq: number }

/** What would be circulated now, settled, for the person to read. @throws not_found, not_allowed, document_quarantined */
export async function readToCirculate(
  db: Db,
  actor: PersonActor,
  meetingId: MeetingId,
  at: Date,
): Promise<ToCirculate> {
  const thing = await mustFindMinutes(db, actor, meetingId)
  requireAccess(actor, 'minutes.circulate', thing)
  const { countyId, documentId } = thing
  // Compared with what is kept, so a text that changes between the two reads is refused when it is circulated.
  const { seq } = await readTextAt(db, actor, documentId, at)
  return { seq, ...(await db.transaction((tx) => takeText(tx, { countyId, documentId, meetingId }, at))) }
}

/**
 * @returns the round
 * @throws text_changed when anything was written, or a title changed, since it was read; conflict when it circulates
 * already; meeting_running; invalid_input for units outside the body or a day that is over
 */
export async function circulate(db: Db, actor: PersonActor, input: Circulate, at: Date): Promise<number> {
  const { meetingId, seq, rootSha256, dueOn } = input
  return db.transaction(async (tx) => {
    const thing = await mustFindMinutes(tx, actor, meetingId)
    requireAccess(actor, 'minutes.circulate', thing)
    const { countyId, documentId, meeting } = thing
    const { bodyId } = meeting
    await requireOver(tx, countyId, meetingId)
    if (dueOn < (await dayOfCounty(tx, countyId, at))) throw new AppError('invalid_input', { dueOn: 'past' })
    const unitIds = await unitsOf(tx, countyId, bodyId, input.unitIds)
    await tx
      .insert(minutesProceedings)
      .values({ countyId, documentId, meetingId, bodyId, state: 'draft', round: 0, changedAt: at })
      .onConflictDoNothing()
    const row = await lockProceedings(tx, { countyId, documentId }, ['draft'])
    const round = row.round + 1
    const read = await takeText(tx, { countyId, documentId, meetingId }, at)
    if (read.rootSha256 !== rootSha256) throw new AppError('text_changed')
    await freeze(tx, actor, { documentId, seq, sha256: read.textSha256 }, at)
    // Once more now that it is frozen: a title may have changed since the first look.
    const text = await takeText(tx, { countyId, documentId, meetingId }, at)
    if (text.rootSha256 !== rootSha256) throw new AppError('text_changed')
    const { items, ...kept } = text
    const of = { countyId, documentId, round }
    await tx.insert(minutesTexts).values({ ...of, ...kept, seq, dueOn, circulatedAt: at })
    if (items.length > 0)
      await tx.insert(minutesTextItems).values(
        items.map(({ id, text: words, sha256 }, index) => ({
          ...of,
          agendaItemId: id,
          position: index + 1,
          text: words,
          sha256,
        })),
      )
    await tx.insert(circulatedUnits).values(unitIds.map((unitId) => ({ ...of, unitId })))
    await takeStep(tx, row, { state: 'circulating', round }, { kind: 'circulated', by: actor }, at)
    const told = {
      countyId,
      bodyId,
      thing: { kind: 'minutes' as const, id: meetingId },
      detail: { title: titleOf(kept.head), on: dueOn },
      key: `round ${round}`,
    }
    for (const unitId of unitIds) await tellUnit(tx, { ...told, kind: 'minutes.circulated', unitId }, at)
    const signers = await holdersOf(tx, { countyId, bodyId, offices: ['convenor'] }, at)
    await tellAll(tx, { ...told, kind: 'minutes.to-sign' }, signers, at)
    const detail = { round, rootSha256, units: unitIds.length, dueOn }
    await recordEvent(tx, countyId, actor, { verb: 'minutes.circulate', thingId: documentId, detail }, at)
    return round
  })
}

async function requireOver(tx: Tx, countyId: CountyId, meetingId: MeetingId): Promise<void> {
  const [row] = await tx
    .select({ state: meetings.state })
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  if (row?.state !== 'ended') throw new AppError('meeting_running')
}

/** Each once, all of this body and in it. */
async function unitsOf(tx: Tx, countyId: CountyId, bodyId: BodyId, ids: readonly UnitId[]): Promise<UnitId[]> {
  const asked = [...new Set(ids)]
  const rows = await tx
    .select({ id: bodyUnits.unitId })
    .from(bodyUnits)
    .where(
      and(
        eq(bodyUnits.countyId, countyId),
        eq(bodyUnits.bodyId, bodyId),
        inArray(bodyUnits.unitId, asked),
        isNull(bodyUnits.takenOutAt),
      ),
    )
  if (rows.length !== asked.length) throw new AppError('invalid_input', { unitIds: 'unknown' })
  return asked
}
