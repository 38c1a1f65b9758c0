// The second step of signing in: a session that waits becomes its person's, by a code or by setting one up.
import type { Db } from '@/db/client'
import { AppError } from '@/server/errors'
import { recordEvent, type EventInput } from '@/server/events/record'
import type { CountyId, PersonId, SessionId } from '@/server/ids'
import type { PersonActor } from '@/server/access'
import type { Asker } from './asker'
import { countTry } from './rate-limit'
import { confirmSecondFactor, takeCode } from './second-factor'
import { completeSession } from './sessions'

export type AwaitingSession = { countyId: CountyId; personId: PersonId; id: SessionId }

const windowMs = 15 * 60_000
/** Three of a million codes are right at any moment: ten tries in a quarter of an hour leave a guesser no hope. */
const tries = 10

/** @throws invalid_input (code), too_many_tries, not_signed_in where the session no longer waits */
export async function passSecondStep(
  db: Db,
  session: AwaitingSession,
  code: string,
  asker: Asker,
  at: Date,
): Promise<void> {
  const { countyId, personId, id } = session
  await countTry(db, `second-step:${countyId}:${personId}`, tries, windowMs, at)
  const by = await db.transaction(async (tx) => {
    const by = await takeCode(tx, session, code, at)
    if (by && !(await completeSession(tx, countyId, id, 'code', at))) throw new AppError('not_signed_in')
    const verb = 'session.second-step'
    const from = asker.address
    const line: EventInput = by
      ? { verb, thingId: id, from, detail: { by } }
      : { verb, thingId: personId, from, result: 'refused' }
    await recordEvent(tx, countyId, { kind: 'anonymous' }, line, at)
    return by
  })
  // Thrown outside: a throw inside would take the refusal's line back.
  if (!by) throw new AppError('invalid_input', { code: 'codeWrong' })
}

/** @returns the recovery codes, told this once. @throws invalid_input (code), too_many_tries, conflict, not_signed_in */
export async function enrolAtSignIn(
  db: Db,
  session: AwaitingSession,
  actor: PersonActor,
  code: string,
  at: Date,
): Promise<string[]> {
  const { countyId, personId, id } = session
  await countTry(db, `second-step:${countyId}:${personId}`, tries, windowMs, at)
  return db.transaction(async (tx) => {
    if (!(await completeSession(tx, countyId, id, 'enrolment', at))) throw new AppError('not_signed_in')
    return confirmSecondFactor(tx, actor, session, code, at)
  })
}

/** In one's own settings. @returns the recovery codes, told this once. @throws invalid_input (code), too_many_tries, conflict */
export async function enrol(db: Db, actor: PersonActor, code: string, at: Date): Promise<string[]> {
  await countTry(db, `second-step:${actor.countyId}:${actor.personId}`, tries, windowMs, at)
  return db.transaction((tx) => confirmSecondFactor(tx, actor, actor, code, at))
}
