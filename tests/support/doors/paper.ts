// What leaves on paper.
import { link, shown, type Doors } from './door'

export const paper: Doors = {
  pages: {
    '/meetings/[id]/print': shown('minutes.read', ({ meetingId }) => `/meetings/${meetingId}/print`, 'meeting'),
  },
  routes: {
    '/api/export/minutes/[meetingId]': link(
      'minutes.read',
      ({ meetingId }) => `/api/export/minutes/${meetingId}?format=md`,
    ),
  },
}
