// What access.ts asks about a meeting, from its row, and how a form names who is on an item's list. Pure.
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

/** A person on an item's list, as the name of a form's field: letters and digits alone. */
export const readerField = (personId: string) => `reader${personId.replaceAll('-', '')}`

/** The ids among the names of a row's fields. */
export const readersOf = (fields: readonly string[]): string[] =>
  fields.flatMap((field) => {
    const found = /^reader([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(field)
    return found ? [found.slice(1).join('-')] : []
  })

/** Issue number of what is no sitting: where items stand that a body had before its first one (server/ledger-import). */
export const beforeFirst = 0
