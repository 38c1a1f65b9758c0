import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { people } from '@/db/schema/people'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId } from '@/server/ids'
import { readPlaces, type OfMeeting } from './places'
import { placeThing } from './read'
import { readCalendarReply, type CalendarReply } from './read-ics'
import { readSitting } from './read-sitting'
import { reply, type Replier } from './reply'

/**
 * Records the file of what somebody's calendar program sent back.
 * @returns false where an answer that is newer is known
 * @throws invalid_input file `invalid` (also for another sitting's), `tentative`, `unknown` where nobody of that address was
 * invited
 */
export async function recordCalendarReply(
  db: Db,
  actor: PersonActor,
  input: { meetingId: MeetingId; text: string },
  at: Date,
): Promise<boolean> {
  const sitting = await readSitting(db, actor.countyId, input.meetingId)
  requireAccess(actor, 'notice.record-reply', placeThing(sitting))
  const said = readCalendarReply(input.text)
  if (said.meetingId !== sitting.id) throw new AppError('invalid_input', { file: 'invalid' })
  return recordSaid(db, { via: 'ics', actor }, sitting, said, at)
}

/** For each place of whoever said it, by their address. However it came, these are the rules. */
export async function recordSaid(
  db: Db | Tx,
  by: Replier,
  sitting: OfMeeting,
  said: CalendarReply,
  at: Date,
): Promise<boolean> {
  const [person] = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.countyId, sitting.countyId), eq(people.email, said.email)))
  const places = (await readPlaces(db, sitting)).filter(({ personId }) => personId === person?.id)
  if (places.length === 0) throw new AppError('invalid_input', { file: 'unknown' })
  const { answer, proxyName, answeredAt, sequence } = said
  let isNew = false
  for (const { membershipId } of places) {
    const whole = { meetingId: sitting.id, membershipId, answer, note: '', proxyName }
    const done = await reply(db, by, whole, at, { at: answeredAt, sequence })
    isNew ||= done.isNew
  }
  return isNew
}
