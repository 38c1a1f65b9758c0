import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { people } from '@/db/schema/people'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId } from '@/server/ids'
import { readPlaces } from './places'
import { placeThing } from './read'
import { readCalendarReply } from './read-ics'
import { readSitting } from './read-sitting'
import { reply } from './reply'

/**
 * Records what somebody's calendar program sent back, for each of their places.
 * @returns false where an answer that is newer is known
 * @throws invalid_input file `invalid` (also for another sitting's), `unknown` where nobody of that address was invited
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
  const [person] = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.countyId, actor.countyId), eq(people.email, said.email)))
  const places = (await readPlaces(db, sitting)).filter(({ personId }) => personId === person?.id)
  if (places.length === 0) throw new AppError('invalid_input', { file: 'unknown' })
  // A clock that is ahead must not make its answer the last for ever.
  const answeredAt = said.answeredAt > at ? at : said.answeredAt
  const { answer, proxyName } = said
  let isNew = false
  for (const { membershipId } of places) {
    const whole = { meetingId: sitting.id, membershipId, answer, note: '', proxyName }
    const done = await reply(db, { via: 'ics', actor }, whole, at, answeredAt)
    isNew ||= done.isNew
  }
  return isNew
}
