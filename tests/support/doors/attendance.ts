// Who was at a sitting: its page, its list as a file, and what is done there.
import { addOnSite } from '@/server/attendance/add-on-site'
import { at } from '../room'
import { about, link, shown, type Doors } from './door'
import { makeMeeting, type Place } from './place'

const toAttendance = ({ meetingId }: Place) => `/meetings/${meetingId}/attendance`
const hall = { membershipId: null, name: '陈老师', unitId: null, sharesWithSeatId: null }

export const attendance: Doors = {
  pages: { '/meetings/[id]/attendance': shown('attendance.read', toAttendance, 'meeting') },
  routes: {
    '/api/export/attendance': link(
      'attendance.read',
      ({ meetingId }) => `/api/export/attendance?meetingId=${meetingId}`,
    ),
  },
  actions: {
    confirmAttendanceAction: about('attendance.confirm', toAttendance, async (place, db) => ({
      meetingId: await makeMeeting(db, place, true),
      base: '0',
    })),
    addOnSiteAction: about('attendance.confirm', toAttendance, async (place, db) => ({
      meetingId: await makeMeeting(db, place, true),
      membershipId: '',
      name: '陈老师',
      unitId: '',
      sharesWithSeatId: '',
    })),
    leaveSiteAction: about('attendance.confirm', toAttendance, async (place, db) => {
      const meetingId = await makeMeeting(db, place, true)
      return { meetingId, seatId: await addOnSite(db, { kind: 'operator' }, { meetingId, ...hall }, at) }
    }),
  },
}
