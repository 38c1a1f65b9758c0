// Sittings, their minutes and who comes, topics, and action items.
import { nameProxy } from '@/server/rooms/name-proxy'
import { at } from '../room'
import { about, shown, type Doors } from './door'
import { makeItem, makeMeeting, makeMember, type Place } from './place'

const toMeeting = ({ meetingId }: Place) => `/meetings/${meetingId}`
const toProxies = (place: Place) => `${toMeeting(place)}/proxies`

export const meetings: Doors = {
  pages: {
    '/meetings': shown('meeting.read', '/meetings', 'meeting'),
    '/meetings/new': shown('meeting.manage', '/meetings/new', 'unit'),
    '/meetings/[id]': shown('meeting.read', toMeeting, 'meeting'),
    '/meetings/[id]/history': shown('minutes.history', (place) => `${toMeeting(place)}/history`, 'meeting'),
    '/meetings/[id]/proxies': shown('meeting.manage', toProxies, 'meeting'),
    '/rooms/[meetingId]': shown('meeting.attend', ({ meetingId }) => `/rooms/${meetingId}`, 'meeting'),
    '/action-items': shown('action-item.read', '/action-items?view=all', 'item'),
    '/action-items/[id]': shown('action-item.read', ({ items }) => `/action-items/${items.own}`, 'item'),
  },
  actions: {
    planMeetingAction: about('meeting.manage', '/meetings/new', ({ seriesId }) => ({
      op: 'save',
      seriesId,
      title: '第四次会议',
      place: '',
      day: '2027-01-12',
      from: '14:30',
      until: '16:00',
      'agenda.0.title': '落实情况',
      'agenda.0.minutesPlanned': '15',
      'agenda.0.topicId': '',
      'agenda.0.presenterUnitId': '',
    })),
    openMeetingAction: about('meeting.manage', toMeeting, async (place, db) => ({
      meetingId: await makeMeeting(db, place, false),
    })),
    endMeetingAction: about('meeting.manage', toMeeting, async (place, db) => ({
      meetingId: await makeMeeting(db, place, true),
    })),
    guestLinkAction: about('meeting.manage', toMeeting, ({ meetingId }) => ({
      op: 'make',
      meetingId,
      name: '陈家长',
      unitId: '',
      role: 'listener',
    })),
    nameProxyAction: about('meeting.manage', toProxies, async (place, db) => ({
      meetingId: place.meetingId,
      membershipId: (await makeMember(db, place)).membershipId,
      personId: '',
      name: '陈老师',
    })),
    withdrawProxyAction: about('meeting.manage', toProxies, async (place, db) => {
      const { meetingId } = place
      const { membershipId } = await makeMember(db, place)
      const input = { meetingId, membershipId, proxy: { name: '陈老师' } }
      return { meetingId, proxyId: (await nameProxy(db, { kind: 'operator' }, input, at)).proxyId }
    }),
    restoreVersionAction: about('minutes.write', toMeeting, ({ meetingId }) => ({ meetingId, seq: '1' })),
    setStateAction: about('action-item.set-state: led by another unit', '/action-items', async (place, db) => ({
      id: await makeItem(db, place, place.unit.department),
      from: 'todo',
      to: 'doing',
      remark: '已开始',
    })),
  },
}
