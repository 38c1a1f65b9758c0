// A row of a person in each table of circulating, signing and issuing; for what takes a person's data out or away.
import { agendaItems } from '@/db/schema/meetings'
import { minutesComments } from '@/db/schema/minutes'
import {
  circulatedUnits,
  issuedMinutes,
  minutesAmendments,
  minutesProceedings,
  minutesRecords,
  minutesSteps,
  minutesTextItems,
  minutesTexts,
  objectionAnswers,
  unitAnswers,
} from '@/db/schema/signing'
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { AnswerId, CommentId } from '@/server/ids'
import { createMeeting } from '@/server/meetings/create-meeting'
import { eq } from 'drizzle-orm'
import { at, later, type TestRoom } from './room'

const sha256 = '0'.repeat(64)

export async function insertSigningRows(db: Db, room: TestRoom, who: PersonActor): Promise<void> {
  const { bodyId, seriesId, unit } = room
  const { countyId, personId } = who
  const item = { title: '其他', topicId: null, presenterUnitId: null, minutesPlanned: 5 }
  const plan = { bodyId, seriesId, title: '旧会', place: '', startsAt: at, endsAt: later(60), agenda: [item] }
  const { documentId, meetingId } = await createMeeting(db, room.secretary, plan, at)
  const [{ id: agendaItemId }] = (await db
    .select({ id: agendaItems.id })
    .from(agendaItems)
    .where(eq(agendaItems.meetingId, meetingId))) as [{ id: typeof agendaItems.$inferSelect.id }]
  const of = { countyId, documentId, round: 1 }
  await db.insert(minutesComments).values({
    countyId,
    id: CommentId.parse(crypto.randomUUID()),
    documentId,
    agendaItemId,
    quote: '甲',
    text: '是不是乙？',
    personId,
    unitId: unit.school,
    at,
  })
  await db
    .insert(minutesProceedings)
    .values({ countyId, documentId, meetingId, bodyId, state: 'issued', round: 1, changedAt: at })
  await db.insert(minutesSteps).values({ ...of, number: 1, kind: 'circulated', personId, at })
  await db.insert(minutesTexts).values({
    ...of,
    seq: 0,
    head: '{}',
    headSha256: sha256,
    textSha256: sha256,
    rootSha256: sha256,
    dueOn: '2026-09-30',
    circulatedAt: at,
  })
  await db.insert(minutesTextItems).values({ ...of, agendaItemId, position: 1, text: '{}', sha256 })
  await db.insert(circulatedUnits).values({ ...of, unitId: unit.school })
  const answerId = AnswerId.parse(crypto.randomUUID())
  await db.insert(unitAnswers).values({
    ...of,
    id: answerId,
    unitId: unit.school,
    personId,
    kind: 'objected',
    agendaItemId,
    paragraph: 0,
    paragraphSha256: sha256,
    word: '不同意',
    at,
  })
  await db.insert(objectionAnswers).values({ countyId, answerId, kind: 'declined', reason: '无误', personId, at })
  await db.insert(minutesAmendments).values({
    countyId,
    documentId,
    number: 1,
    agendaItemId,
    paragraph: 0,
    was: '甲',
    becomes: '乙',
    reason: '笔误',
    sha256,
    proposedBy: personId,
    proposedAt: at,
  })
  const number = 1 + Math.floor(Math.random() * 1e8)
  await db.insert(minutesRecords).values({
    ...of,
    bodyId,
    number,
    kind: 'signed',
    sha256,
    personId,
    office: 'convenor',
    at,
    keyId: 'k',
    mac: sha256,
  })
  await db
    .insert(issuedMinutes)
    .values({ ...of, bodyId, unitId: unit.department, visibility: 'internal', personId, at })
}
