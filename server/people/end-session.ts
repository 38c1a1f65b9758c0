import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { sessions } from '@/db/schema/people'
import type { PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { SessionId } from '@/server/ids'
import { endSession, endSessionsOf } from './sessions'

/** Ends one of the person's own sessions. Another's is not found, since it is nobody's business that it exists. */
export async function endOwnSession(db: Db, actor: PersonActor, id: SessionId, at: Date): Promise<void> {
  const { countyId, personId } = actor
  const [own] = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.countyId, countyId), eq(sessions.id, id), eq(sessions.personId, personId)))
  if (!own) throw new AppError('not_found')
  await endSession(db, countyId, id, at)
  await db.transaction((tx) => recordEvent(tx, countyId, actor, { verb: 'session.end', thingId: id }, at))
}

/** Ends all of the person's sessions but this one. @returns how many */
export async function endOtherSessions(db: Db, actor: PersonActor, at: Date): Promise<number> {
  const { countyId, personId, sessionId } = actor
  if (sessionId === null) throw new AppError('not_allowed')
  return db.transaction(async (tx) => {
    const count = await endSessionsOf(tx, countyId, personId, at, sessionId)
    const detail = { count }
    await recordEvent(tx, countyId, actor, { verb: 'session.end-others', thingId: personId, detail }, at)
    return count
  })
}
