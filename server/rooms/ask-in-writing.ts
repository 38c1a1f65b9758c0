// A question in writing, for who would rather not speak. Without a name the row and the audit line hold none.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { writtenQuestions } from '@/db/schema/floor'
import { can, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, QuestionId } from '@/server/ids'
import { meetingThing } from '@/server/meetings/model'
import { requireNoChildDataInChat } from '@/server/privacy/model'
import { changeRoom, lockMeeting, publishChange, requireSeat } from './change-room'
import { asLinkHolder, readSeat } from './read-seat'

/**
 * The client chooses the id, so that sending again changes nothing.
 * @throws not_allowed for one without a name where the sitting does not allow it; id_number, child_name
 */
export async function askInWriting(
  db: Db,
  actor: Actor,
  input: { meetingId: MeetingId; id: QuestionId; text: string; isUnnamed: boolean },
  at: Date,
): Promise<{ seq: number }> {
  const asked = requireSeat(actor)
  requireNoChildDataInChat(asked, input.text, false)
  if (input.isUnnamed) return askUnnamed(db, asked, input, at)
  return changeRoom(db, actor, input.meetingId, 'room.ask-floor', at, async (tx, room, now) => {
    const { seatId } = requireSeat(now)
    const stored = await tx
      .insert(writtenQuestions)
      .values({
        countyId: room.countyId,
        id: input.id,
        meetingId: room.id,
        seatId,
        agendaItemId: room.currentAgendaItemId,
        text: input.text,
        askedAt: at,
      })
      .onConflictDoNothing()
      .returning({ id: writtenQuestions.id })
    if (stored.length === 0) return null
    return { result: input.id, topic: 'seats', event: { verb: 'question.ask', thingId: input.id } }
  })
}

/** Not by changeRoom: its audit line would name who asked, and its refusals too. */
function askUnnamed(
  db: Db,
  asked: ReturnType<typeof requireSeat>,
  input: { meetingId: MeetingId; id: QuestionId; text: string },
  at: Date,
): Promise<{ seq: number }> {
  return db.transaction(async (tx) => {
    const room = await lockMeeting(tx, asked, input.meetingId)
    const row = await readSeat(tx, asked.countyId, asked.seatId, asked.tokenId)
    const now = row && asked.personId === null ? asLinkHolder(row) : row
    if (!now || !room.mayAskUnnamed || !can(now, 'room.ask-floor', meetingThing(room)))
      throw new AppError('not_allowed')
    const minute = new Date(Math.floor(at.getTime() / 60_000) * 60_000)
    const stored = await tx
      .insert(writtenQuestions)
      .values({
        countyId: room.countyId,
        id: input.id,
        meetingId: room.id,
        seatId: null,
        agendaItemId: room.currentAgendaItemId,
        text: input.text,
        askedAt: minute,
      })
      .onConflictDoNothing()
      .returning({ id: writtenQuestions.id })
    if (stored.length === 0) return { seq: room.signalSeq }
    const event = { verb: 'question.ask-unnamed', thingId: room.id }
    return { seq: await publishChange(tx, room, { kind: 'system' }, { topic: 'seats', event }, at) }
  })
}

/** Read out or answered: it leaves the list, the record stays. */
export function markAnswered(db: Db, actor: Actor, input: { meetingId: MeetingId; id: QuestionId }, at: Date) {
  return changeRoom(db, actor, input.meetingId, 'room.run', at, async (tx, room) => {
    const mine = and(
      eq(writtenQuestions.countyId, room.countyId),
      eq(writtenQuestions.meetingId, room.id),
      eq(writtenQuestions.id, input.id),
    )
    const marked = await tx
      .update(writtenQuestions)
      .set({ answeredAt: at })
      .where(and(mine, isNull(writtenQuestions.answeredAt)))
      .returning({ id: writtenQuestions.id })
    if (marked.length === 0) {
      if ((await tx.$count(writtenQuestions, mine)) === 0) throw new AppError('not_found')
      return null
    }
    return { result: input.id, topic: 'seats', event: { verb: 'question.answered', thingId: input.id } }
  })
}
