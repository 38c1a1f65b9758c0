// The notice page of one sitting: for whoever runs it, everything; for a member, what was sent and their unit's places.
import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodyUnits, units } from '@/db/schema/bodies'
import { answerMails, noticeUnits } from '@/db/schema/notices'
import { notifications } from '@/db/schema/notifications'
import { people } from '@/db/schema/people'
import { mails } from '@/db/schema/security'
import { can, requireAccess, type PersonActor } from '@/server/access'
import { runtime } from '@/server/env'
import type { MeetingId } from '@/server/ids'
import { stateOfMail } from '@/server/mail/model'
import { liaisonOf } from './move-liaison'
import { oddAnswers, type LetterState, type OddAnswer } from './model'
import { readPlaces, type NoticePlace } from './places'
import { readSitting, readVersions, type Sitting } from './read-sitting'

export const placeThing = (sitting: Sitting, place?: Pick<NoticePlace, 'unit' | 'personId'>) => ({
  kind: 'place' as const,
  countyId: sitting.countyId,
  bodyId: sitting.bodyId,
  meetingId: sitting.id,
  unitId: place?.unit.id ?? null,
  personId: place?.personId ?? null,
})

/** @throws not_found also for another county's, not_allowed */
export async function readNotice(db: Db, actor: PersonActor, meetingId: MeetingId) {
  const sitting = await readSitting(db, actor.countyId, meetingId)
  requireAccess(actor, 'notice.read', placeThing(sitting))
  const [versions, places] = await Promise.all([
    readVersions(db, sitting.countyId, sitting.id),
    readPlaces(db, { ...sitting, id: sitting.id }),
  ])
  const maySend = can(actor, 'notice.send', placeThing(sitting))
  const mine = places.filter((place) => can(actor, 'notice.reply', placeThing(sitting, place)))
  const run = maySend
    ? {
        units: await readUnits(db, sitting),
        letters: await readLetters(db, sitting),
        odd: await readOdd(db, sitting, places),
        hasMail: runtime().mail,
        liaison: await liaisonOf(db, sitting.countyId, sitting.id),
      }
    : null
  return { sitting, versions, mine, run: run && { ...run, places } }
}

/** Units of the body, and whether the notice went to them. */
async function readUnits(db: Db, sitting: Sitting) {
  const rows = await db
    .select({ id: units.id, name: units.name, kind: units.kind, invited: noticeUnits.meetingId })
    .from(bodyUnits)
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .leftJoin(
      noticeUnits,
      and(
        eq(noticeUnits.countyId, bodyUnits.countyId),
        eq(noticeUnits.unitId, bodyUnits.unitId),
        eq(noticeUnits.meetingId, sitting.id),
      ),
    )
    .where(
      and(eq(bodyUnits.countyId, sitting.countyId), eq(bodyUnits.bodyId, sitting.bodyId), isNull(bodyUnits.takenOutAt)),
    )
    .orderBy(asc(units.createdAt), asc(units.name))
  return rows.map(({ invited, ...unit }) => ({ ...unit, isInvited: invited !== null }))
}

export type OddMail = { name: string; outcome: OddAnswer; readAt: Date }

/** Mail that came back and was no answer, of people who have given none since; newest first. */
async function readOdd(db: Db, sitting: Sitting, places: readonly NoticePlace[]): Promise<OddMail[]> {
  const rows = await db
    .select({
      personId: people.id,
      name: people.name,
      outcome: answerMails.outcome,
      readAt: answerMails.readAt,
    })
    .from(answerMails)
    .innerJoin(people, and(eq(people.countyId, answerMails.countyId), eq(people.id, answerMails.personId)))
    .where(
      and(
        eq(answerMails.countyId, sitting.countyId),
        eq(answerMails.meetingId, sitting.id),
        inArray(answerMails.outcome, [...oddAnswers]),
      ),
    )
    .orderBy(desc(answerMails.readAt), asc(answerMails.key))
    .limit(50)
  return rows
    .filter(({ personId, readAt }) =>
      places.every(({ personId: of, reply }) => of !== personId || reply === null || reply.repliedAt < readAt),
    )
    .map(({ name, outcome, readAt }) => ({ name, outcome: outcome as OddAnswer, readAt }))
}

export type LetterView = {
  name: string
  kind: string
  state: LetterState
  hasAddress: boolean
}

/** What became of the letters of this sitting, newest first. */
async function readLetters(db: Db, sitting: Sitting): Promise<LetterView[]> {
  const told = await db
    .select({
      id: notifications.id,
      kind: notifications.kind,
      settledAt: notifications.settledAt,
      sentBy: notifications.sentBy,
      name: people.name,
      email: people.email,
      createdAt: notifications.createdAt,
    })
    .from(notifications)
    .innerJoin(people, and(eq(people.countyId, notifications.countyId), eq(people.id, notifications.personId)))
    .where(
      and(
        eq(notifications.countyId, sitting.countyId),
        eq(notifications.thingId, sitting.id),
        inArray(notifications.kind, ['meeting.notice', 'meeting.changed', 'meeting.cancelled', 'meeting.reminder']),
      ),
    )
    .orderBy(asc(notifications.createdAt), asc(people.name))
    .limit(1000)
  const keys = told.map(({ id }) => `letter/${id}`)
  const sent =
    keys.length === 0
      ? []
      : await db
          .select({ key: mails.key, sentAt: mails.sentAt, nextTryAt: mails.nextTryAt })
          .from(mails)
          .where(and(eq(mails.countyId, sitting.countyId), inArray(mails.key, keys)))
  const byKey = new Map(sent.map((mail) => [mail.key, mail]))
  return told.reverse().map(({ id, kind, settledAt, sentBy, name, email }) => {
    const mail = byKey.get(`letter/${id}`)
    // A settled letter's row goes after a month.
    const state = mail ? stateOfMail(mail) : settledAt === null ? 'held' : sentBy === 'page' ? 'none' : 'sent'
    return { name, kind, state, hasAddress: email !== null }
  })
}
