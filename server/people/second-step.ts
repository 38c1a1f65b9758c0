// The second step of signing in: a session that waits becomes its person's, by a code or by setting one up.
import type { Db } from '@/db/client'
import { AppError } from '@/server/errors'
import { recordEvent, type EventInput } from '@/server/events/record'
import type { CountyId, PersonId, SessionId } from '@/server/ids'
import type { PersonActor } from '@/server/access'
import type { Asker } from './asker'
import { confirmSecondFactor, countCodeTry, takeCode } from './second-factor'
import { completeSession } from './sessions'

export type AwaitingSession = { countyId: CountyId; personId: PersonId; id: SessionId }

/** @throws invalid_input (code), too_many_tries, not_signed_in where the session no longer waits */
export async function passSecondStep(
  db: Db,
  session: AwaitingSession,
  code: string,
  asker: Asker,
  at: Date,
): Promise<void> {
  const { countyId, personId, id } = session
  await countCodeTry(db, session, at)
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
  const { countyId, id } = session
  await countCodeTry(db, session, at)
  return db.transaction(async (tx) => {
    if (!(await completeSession(tx, countyId, id, 'enrolment', at))) throw new AppError('not_signed_in')
    return confirmSecondFactor(tx, actor, session, code, at)
  })
}

/** In one's own settings. @returns the recovery codes, told this once. @throws invalid_input (code), too_many_tries, conflict */
export async function enrol(db: Db, actor: PersonActor, code: string, at: Date): Promise<string[]> {
  await countCodeTry(db, actor, at)
  return db.transaction((tx) => confirmSecondFactor(tx, actor, actor, code, at))
}
