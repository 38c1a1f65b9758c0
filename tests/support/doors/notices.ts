// What one is told, and notices of sittings with their replies.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { UnitId, type MembershipId } from '@/server/ids'
import { sendNotice } from '@/server/notices/send-notice'
import { at } from '../room'
import { about, placeless, shown, type Doors } from './door'
import { makeMeeting, makeMember, makeUnit, type Place } from './place'

const operator = { kind: 'operator' } as const
const toNotice = ({ meetingId }: Place) => `/meetings/${meetingId}/notice`

/** A sitting whose notice is out. */
async function makeNoticed(db: Db, place: Place) {
  const meetingId = await makeMeeting(db, place, false)
  await sendNotice(db, operator, { meetingId, greeting: '', unitIds: Object.values(place.unit) }, at)
  return meetingId
}
const answer = async (db: Db, place: Place, membershipId: MembershipId) => ({
  meetingId: await makeNoticed(db, place),
  membershipId,
  answer: 'attend',
  note: '',
  proxyName: '',
})
/** Somebody of a unit that no asker is of. */
async function secretaryOf(db: Db, place: Place): Promise<MembershipId> {
  const [row] = await db.execute<{ id: MembershipId }>(
    raw`select id from memberships where county_id = ${place.countyId} and person_id = ${place.secretary.personId}`,
  )
  return row!.id
}

export const notices: Doors = {
  pages: {
    '/notifications': { row: 'notification.own', path: () => '/notifications', isPlaceless: true },
    '/settings/notifications': {
      row: 'notification.own',
      path: () => '/settings/notifications',
      isPlaceless: true,
    },
    '/meetings/[id]/notice': shown('notice.read', toNotice, 'meeting'),
    '/meetings/[id]/notice/print': shown(
      'notice.send',
      async (place, db) => `/meetings/${await makeNoticed(db, place)}/notice/print`,
      'unit',
    ),
  },
  routes: {
    '/api/calendar/[secret]': { path: `/api/calendar/${'x'.repeat(32)}.ics`, method: 'GET', alone: 404 },
  },
  served: {
    '/n/[secret]': { path: `/n/${'x'.repeat(32)}`, method: 'GET', alone: 404 },
  },
  actions: {
    markReadAction: placeless('notification.own', '/notifications', () => ({ id: 'all' })),
    // Of one's own alone: what anybody else names is not there.
    openNotificationAction: placeless('signed in', '/notifications', () => ({ id: crypto.randomUUID() })),
    setChoicesAction: placeless('notification.own', '/settings/notifications', () => ({ groups: 'meeting' })),
    makeFeedAction: placeless('calendar.own', '/settings/notifications'),
    revokeFeedAction: placeless('calendar.own', '/settings/notifications'),
    sendNoticeAction: about('notice.send', toNotice, async (place, db) => ({
      meetingId: await makeMeeting(db, place, false),
      greeting: '',
      unitIds: place.unit.school,
    })),
    inviteUnitsAction: about('notice.send', toNotice, async (place, db) => ({
      meetingId: await makeNoticed(db, place),
      unitIds: UnitId.parse(await makeUnit(db, place)),
    })),
    changeSittingAction: about('notice.send', toNotice, async (place, db) => ({
      meetingId: await makeNoticed(db, place),
      day: '2099-01-12',
      from: '09:00',
      until: '10:00',
      place: '',
      reason: '场地',
    })),
    cancelSittingAction: about('notice.send', toNotice, async (place, db) => ({
      meetingId: await makeNoticed(db, place),
      reason: '台风',
    })),
    replyAction: about('notice.reply: for their own unit', toNotice, async (place, db) =>
      answer(db, place, (await makeMember(db, place)).membershipId),
    ),
    recordReplyAction: about('notice.record-reply', toNotice, async (place, db) =>
      answer(db, place, await secretaryOf(db, place)),
    ),
    // Nothing is recorded without a file, which a form of words cannot hold: who may is tested at the command.
    recordIcsAction: placeless('signed in', '/notifications', () => ({ meetingId: crypto.randomUUID() })),
  },
}
