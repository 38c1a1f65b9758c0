// A letter that came back for a sitting. Its sender proves nothing: what it answers for is what the token of our own letter
// opens, and only under the address that letter went to. In one transaction with its answer it is noted that it was read, so
// it counts once (answer_mails_county_id_key_pk) though it lies in the mailbox unflagged after a kill, or a hundred times.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { answerMails, type AnswerOutcome } from '@/db/schema/notices'
import { AppError } from '@/server/errors'
import type { MailIn } from '@/server/mail/imap'
import { lockMeeting } from '@/server/rooms/change-room'
import { hashSecret } from '@/server/secrets'
import { findTokens, type MailHolder } from './links'
import { readCalendarReply, type CalendarReply } from './read-ics'
import { recordSaid } from './record-ics'

/** foreign: without a token of ours, nothing is kept of it. robot: an absence note. known: counted before. flood: not kept. */
export type Taken = AnswerOutcome | 'foreign' | 'robot' | 'known' | 'flood'

/** Letters of one person for one sitting that were no answer; a loop of two programs ends here. */
const mostOfOne = 50

export async function takeMail(db: Db, mail: MailIn, at: Date): Promise<Taken> {
  const holders = await findTokens(db, `${mail.head}\n${mail.calendar?.text ?? ''}`)
  const [first] = holders
  if (!first) return 'foreign'
  // Calendar services answer by robots too: what has an answer in it is one.
  if (mail.kind === 'robot' && mail.calendar === null) return 'robot'
  const read = readAnswer(mail)
  const said = typeof read === 'string' ? null : read
  // Of two letters that a reply refers to, the one that was to whoever answers.
  const holder =
    holders.find(({ meetingId, email }) => said?.meetingId === meetingId && said.email === email) ??
    holders.find(({ meetingId }) => said?.meetingId === meetingId) ??
    first
  const key = hashSecret(`${mail.id}\n${mail.calendar?.text ?? ''}`)
  return db.transaction(async (tx) => {
    // First of all: the row below would hold the sitting's just enough to stand in the way of two that both want it.
    const room = await lockMeeting(tx, { kind: 'system' }, holder.meetingId)
    const { countyId, personId } = holder
    const mine = and(eq(answerMails.countyId, countyId), eq(answerMails.key, key))
    const made = await tx
      .insert(answerMails)
      .values({ countyId, key, meetingId: room.id, personId, outcome: said ? 'recorded' : 'unreadable', readAt: at })
      .onConflictDoNothing({ target: [answerMails.countyId, answerMails.key] })
      .returning({ key: answerMails.key })
    if (made.length === 0) return 'known'
    const outcome = said === null ? (read as AnswerOutcome) : await record(tx, holder, said, room, at)
    if (outcome !== 'recorded' && (await isFlood(tx, holder))) {
      await tx.delete(answerMails).where(mine)
      return 'flood'
    }
    await tx.update(answerMails).set({ outcome }).where(mine)
    return outcome
  })
}

function readAnswer({ kind, calendar }: MailIn): CalendarReply | AnswerOutcome {
  if (calendar === null) return kind === 'bounce' ? 'bounced' : 'words'
  if (calendar.text === null) return 'unreadable'
  try {
    return readCalendarReply(calendar.text)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.fields.file === 'tentative' ? 'tentative' : 'unreadable'
  }
}

async function record(
  tx: Tx,
  holder: MailHolder,
  said: CalendarReply,
  room: Awaited<ReturnType<typeof lockMeeting>>,
  at: Date,
): Promise<AnswerOutcome> {
  // A token opens its own sitting alone, and nobody else's places there.
  if (said.meetingId !== room.id) return 'unreadable'
  if (said.email !== holder.email) return 'stranger'
  try {
    // A transaction of its own: what is refused halfway leaves nothing but the note that the letter was read.
    const isNew = await tx.transaction((inner) => recordSaid(inner, { via: 'mail', link: holder }, room, said, at))
    return isNew ? 'recorded' : 'old'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // Begun, over, cancelled, or a place that was given up since; else a proxy whose name is none.
    const isClosed = error.code !== 'invalid_input' || error.fields.file === 'unknown'
    return isClosed ? 'closed' : 'unreadable'
  }
}

const isFlood = async (tx: Tx, { countyId, meetingId, personId }: MailHolder) =>
  (await tx.$count(
    answerMails,
    and(eq(answerMails.countyId, countyId), eq(answerMails.meetingId, meetingId), eq(answerMails.personId, personId)),
  )) > mostOfOne
