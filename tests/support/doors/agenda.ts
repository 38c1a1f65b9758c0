// The agenda of a sitting, and what is said of open items at its standing point.
import { about, shown, type Doors } from './door'
import { makeItem, makeMeeting, type Place } from './place'

const toAgenda = ({ meetingId }: Place) => `/meetings/${meetingId}/agenda`

export const agenda: Doors = {
  pages: {
    '/meetings/[id]/agenda': shown('meeting.read', toAgenda, 'meeting'),
  },
  actions: {
    setAgendaAction: about('meeting.manage', toAgenda, async (place, db) => ({
      op: 'save',
      meetingId: await makeMeeting(db, place, false),
      version: '1',
      'agenda.0.kind': 'item',
      'agenda.0.title': '其他事项',
      'agenda.0.minutesPlanned': '10',
    })),
    saveTemplateAction: about('meeting.manage', toAgenda, ({ meetingId }) => ({ meetingId })),
    remarkOnItemAction: about('action-item.remark: led by another unit', toAgenda, async (place, db) => ({
      id: await makeItem(db, place, place.unit.department),
      meetingId: place.meetingId,
      remark: '会上催过',
    })),
  },
}
