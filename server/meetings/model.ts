// What access.ts asks about a meeting, from its row. Pure.
import type { Thing } from '@/server/access'
import type { BodyId, CountyId, MeetingId } from '@/server/ids'

export type MeetingFacts = {
  countyId: CountyId
  id: MeetingId
  bodyId: BodyId
  state: 'planned' | 'live' | 'ended'
}

export const meetingThing = (meeting: MeetingFacts): Thing & { kind: 'meeting' } => ({
  kind: 'meeting',
  countyId: meeting.countyId,
  bodyId: meeting.bodyId,
  meetingId: meeting.id,
  state: meeting.state,
})
