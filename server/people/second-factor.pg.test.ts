import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { events } from '@/db/schema/events'
import { sessions } from '@/db/schema/people'
import { countySecurity, recoveryCodes, secondFactors } from '@/db/schema/security'
import type { PersonActor } from '@/server/access'
import { readCredentials } from '@/server/credentials'
import { AppError } from '@/server/errors'
import { defaultSecurity } from '@/server/security/model'
import { codeAt } from '@/server/security/totp'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { SecondFactorCode } from './contract'
import {
  beginSecondFactor,
  readSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  resetSecondFactor,
} from './second-factor'
import { enrol, enrolAtSignIn, passSecondStep } from './second-step'
import { readAwaitingSession, sessionCookieName, sessionCookieValue } from './sessions'
import { showSecondFactor } from './show-second-factor'
import { startSession, type SignedIn } from './start-session'

const at = new Date('2026-11-25T01:00:15Z')
const step = (count: number) => new Date(at.getTime() + count * 30_000)
const asker = { address: '10.0.0.1', userAgent: 'test', secure: false }
let t: Awaited<ReturnType<typeof createTestDatabase>>
let here: Awaited<ReturnType<typeof makeTestRoom>>
let there: Awaited<ReturnType<typeof makeTestRoom>>
let secret: string
let codes: string[]

beforeAll(async () => {
  t = await createTestDatabase()
  here = await makeTestRoom(t.db)
  there = await makeTestRoom(t.db)
})
afterAll(() => t.drop())

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? (error.fields.code ?? error.code) : String(error)),
  )
const start = (person: PersonActor, when = at) =>
  startSession(t.db, person.countyId, person.personId, 'password', asker, when)
const cookieOf = (s: SignedIn) => sessionCookieValue({ sid: s.sessionId, cid: s.countyId })
const who = async (s: SignedIn, when = at) =>
  (await readCredentials(t.db, { cookie: `${sessionCookieName(false)}=${await cookieOf(s)}` }, null, false, when))
    .person
const pass = (s: SignedIn, typed: string, when = at) =>
  passSecondStep(
    t.db,
    { countyId: s.countyId, personId: s.personId, id: s.sessionId },
    SecondFactorCode.parse(typed),
    asker,
    when,
  )

beforeEach(async () => {
  await t.sql`delete from recovery_codes`
  await t.sql`delete from second_factors`
  await t.sql`delete from rate_limits`
  secret = await beginSecondFactor(t.db, here.secretary, at)
  codes = await enrol(t.db, here.secretary, codeAt(secret, step(-1)), at)
})

describe('signing in with two steps', () => {
  it('waits for the code: until then the session is nobody’s', async () => {
    const s = await start(here.secretary)
    expect(s.awaits).toBe('code')
    expect(await who(s)).toBeNull()
    expect((await readAwaitingSession(t.db, await cookieOf(s), at))?.awaits).toBe('code')
    expect(await code(pass(s, '000000'))).toBe('codeWrong')
    expect(await who(s)).toBeNull()
    await pass(s, codeAt(secret, at))
    expect((await who(s))?.personId).toBe(here.secretary.personId)
    expect(await readAwaitingSession(t.db, await cookieOf(s), at)).toBeNull()
    const refused = await t.db.select().from(events).where(eq(events.verb, 'session.second-step'))
    expect(refused.map(({ result }) => result)).toEqual(['refused', 'done'])
    expect(JSON.stringify(refused)).not.toContain('000000')
  })

  it('takes a code once, also of twenty at the same moment', async () => {
    const open = await Promise.all(Array.from({ length: 8 }, () => start(here.secretary)))
    const now = codeAt(secret, at)
    const told = await Promise.all(open.map((s) => code(pass(s, now))))
    expect(told.filter((each) => each === 'ok')).toHaveLength(1)
    expect(told.filter((each) => each === 'codeWrong')).toHaveLength(7)
    // Nor one of before it, once a later one was taken.
    expect(await code(pass(await start(here.secretary), codeAt(secret, step(-1))))).toBe('codeWrong')
  })

  it('takes a clock one step off and no more', async () => {
    const s = await start(here.secretary)
    expect(await code(pass(s, codeAt(secret, step(2))))).toBe('codeWrong')
    expect(await code(pass(s, codeAt(secret, step(1))))).toBe('ok')
    const next = await start(here.secretary, step(6))
    expect(await code(pass(next, codeAt(secret, step(4)), step(6)))).toBe('codeWrong')
    expect(await code(pass(next, codeAt(secret, step(5)), step(6)))).toBe('ok')
  })

  it('takes each recovery code once, however it is typed', async () => {
    expect(codes).toHaveLength(10)
    const sessionsOpen = await Promise.all(Array.from({ length: 5 }, () => start(here.secretary)))
    const told = await Promise.all(sessionsOpen.map((s) => code(pass(s, codes[0]!.toUpperCase().replace('-', ' ')))))
    expect(told.filter((each) => each === 'ok')).toHaveLength(1)
    expect((await readSecondFactor(t.db, here.secretary))?.codesLeft).toBe(9)
  })

  it('stops guessing after ten, the right code too', async () => {
    const s = await start(here.secretary)
    for (let n = 0; n < 10; n++) await code(pass(s, String(100_000 + n)))
    expect(await code(pass(s, codeAt(secret, at)))).toBe('too_many_tries')
  })

  it('forgets a session that waits too long', async () => {
    const s = await start(here.secretary)
    const when = new Date(at.getTime() + 10 * 60_000)
    expect(await code(pass(s, codeAt(secret, when), when))).toBe('not_signed_in')
    // And the code was not spent on it.
    const again = await start(here.secretary, when)
    expect(await code(pass(again, codeAt(secret, when), when))).toBe('ok')
  })

  it('keeps neither secret nor codes as they are', async () => {
    const stored = JSON.stringify([await t.db.select().from(secondFactors), await t.db.select().from(recoveryCodes)])
    expect(stored).not.toContain(secret)
    for (const each of codes) expect(stored).not.toContain(each.replace('-', ''))
  })
})

describe('setting up', () => {
  it('is shown the same secret until it is confirmed, and none afterwards', async () => {
    const first = await showSecondFactor(t.db, here.member, at)
    expect((await showSecondFactor(t.db, here.member, at)).secret).toBe(first.secret)
    expect(await code(enrol(t.db, here.member, '000000', at))).toBe('codeWrong')
    await enrol(t.db, here.member, codeAt(first.secret, at), at)
    expect(await code(showSecondFactor(t.db, here.member, at))).toBe('conflict')
    expect(await code(enrol(t.db, here.member, codeAt(first.secret, step(1)), at))).toBe('conflict')
  })

  it('is asked of staff where the county requires it, before they are in', async () => {
    const security = { ...defaultSecurity, requiresSecondFactor: true }
    await t.db.insert(countySecurity).values({ countyId: here.countyId, ...security })
    const plain = await start(here.member)
    expect(plain.awaits).toBeNull()
    const s = await start(here.convenor)
    expect(s.awaits).toBe('enrolment')
    expect(await who(s)).toBeNull()
    const { secret: begun } = await showSecondFactor(t.db, here.convenor, at)
    const session = { countyId: s.countyId, personId: s.personId, id: s.sessionId }
    expect(await code(enrolAtSignIn(t.db, session, here.convenor, '000000', at))).toBe('codeWrong')
    expect(await who(s)).toBeNull()
    expect(await enrolAtSignIn(t.db, session, here.convenor, codeAt(begun, at), at)).toHaveLength(10)
    expect((await who(s))?.personId).toBe(here.convenor.personId)
    // It cannot be put off again, right code or not.
    expect(await code(removeSecondFactor(t.db, here.convenor, codeAt(begun, step(1)), step(1)))).toBe('not_allowed')
    // A waiting session of one kind is no good for the other.
    expect(await code(pass(await start(here.convenor), codeAt(begun, step(1)), step(1)))).toBe('ok')
    await t.db.delete(countySecurity)
  })

  it('makes new recovery codes and is turned off with a code alone', async () => {
    expect(await code(renewRecoveryCodes(t.db, here.secretary, '000000', at))).toBe('codeWrong')
    const fresh = await renewRecoveryCodes(t.db, here.secretary, codeAt(secret, at), at)
    expect(fresh.filter((each) => codes.includes(each))).toEqual([])
    expect(await code(pass(await start(here.secretary), codes[3]!))).toBe('codeWrong')
    expect(await code(removeSecondFactor(t.db, here.secretary, codeAt(secret, at), at))).toBe('codeWrong')
    await removeSecondFactor(t.db, here.secretary, codeAt(secret, step(1)), at)
    expect((await start(here.secretary)).awaits).toBeNull()
  })
})

it('stops guessing in the settings too', async () => {
  for (let n = 0; n < 9; n++) await code(removeSecondFactor(t.db, here.secretary, String(100_000 + n), at))
  expect(await code(removeSecondFactor(t.db, here.secretary, codeAt(secret, at), at))).toBe('too_many_tries')
  expect(await readSecondFactor(t.db, here.secretary)).not.toBeNull()
})

describe('a reset', () => {
  const admin = (): PersonActor => ({ ...here.stranger, adminRoles: ['security'] })

  it('by the security administrator puts everybody out who is signed in as them', async () => {
    const s = await start(here.secretary)
    await pass(s, codeAt(secret, at))
    await resetSecondFactor(t.db, admin(), here.countyId, here.secretary.personId, at)
    expect(await who(s)).toBeNull()
    expect((await start(here.secretary)).awaits).toBeNull()
    const [line] = await t.db.select().from(events).where(eq(events.verb, 'person.factor-reset'))
    expect(line).toMatchObject({ actorId: here.stranger.personId, thingId: here.secretary.personId })
    expect(await code(resetSecondFactor(t.db, admin(), here.countyId, here.secretary.personId, at))).toBe('not_found')
  })

  it('is refused to everybody else, and over the county’s border', async () => {
    const elsewhere: PersonActor = { ...there.stranger, adminRoles: ['security'] }
    const others: PersonActor[] = [here.secretary, { ...here.stranger, adminRoles: ['system', 'audit'] }, elsewhere]
    for (const actor of others)
      expect(await code(resetSecondFactor(t.db, actor, here.countyId, here.secretary.personId, at))).toBe('not_allowed')
    expect(await code(resetSecondFactor(t.db, elsewhere, there.countyId, here.secretary.personId, at))).toBe(
      'not_found',
    )
    // The very session, with another county's name on it.
    const s = await start(here.secretary)
    const moved = { countyId: there.countyId, personId: s.personId, id: s.sessionId }
    expect(await code(passSecondStep(t.db, moved, codeAt(secret, at), asker, at))).toBe('codeWrong')
    expect(await readSecondFactor(t.db, here.secretary)).not.toBeNull()
    const [row] = await t.db.select().from(sessions).where(eq(sessions.id, s.sessionId))
    expect(row!.awaits).toBe('code')
  })
})
