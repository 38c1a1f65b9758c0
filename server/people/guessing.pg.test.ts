// A thousand tries at one name, under each profile: what is counted, who is refused, and who is not.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { people, sessions } from '@/db/schema/people'
import { countySecurity, passwordDates } from '@/db/schema/security'
import type { PersonActor } from '@/server/access'
import { tick } from '@/server/jobs/tick'
import { readCredentials } from '@/server/credentials'
import { AppError } from '@/server/errors'
import type { CountySecurity } from '@/server/security/contract'
import { defaultSecurity, lockMs } from '@/server/security/model'
import { setCountySecurity } from '@/server/security/set-county-security'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { changePassword } from './change-password'
import { SignInForm } from './contract'
import { endOtherSessions } from './end-session'
import { makeAccountLink } from './make-account-link'
import { hashPassword } from './password'
import { listSessions } from './read'
import { sessionCookieName, sessionCookieValue } from './sessions'
import { signIn } from './sign-in'
import type { SignedIn } from './start-session'
import { useAccountLink } from './use-account-link'

const at = new Date('2026-11-25T01:00:00Z')
const later = (ms: number) => new Date(at.getTime() + ms)
const minute = 60_000
const password = 'a long sentence to remember'
let t: Awaited<ReturnType<typeof createTestDatabase>>
let here: Awaited<ReturnType<typeof makeTestRoom>>
let there: Awaited<ReturnType<typeof makeTestRoom>>

beforeAll(async () => {
  t = await createTestDatabase()
  here = await makeTestRoom(t.db)
  there = await makeTestRoom(t.db)
})
afterAll(() => t.drop())
beforeEach(async () => {
  const passwordHash = await hashPassword(password)
  for (const { secretary, member } of [here, there])
    for (const { personId, name } of [secretary, member])
      await t.db
        .update(people)
        .set({ passwordHash, userName: name === secretary.name ? 'li' : 'zhao', createdAt: at })
        .where(eq(people.id, personId))
  await t.sql`delete from sessions`
  await t.sql`delete from rate_limits`
  await t.sql`delete from county_security`
  await t.sql`delete from password_dates`
})

const told = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const enter = (login: string, typed: string, address: string, when = at, countyId = here.countyId) =>
  signIn(
    t.db,
    SignInForm.parse({ login, password: typed }),
    countyId,
    { address, userAgent: 'test', secure: false },
    when,
  )
const choose = (change: Partial<CountySecurity>) =>
  setCountySecurity(t.db, { kind: 'operator' }, here.countyId, { ...defaultSecurity, ...change }, at)
const tally = (answers: string[]) =>
  Object.fromEntries([...new Set(answers)].sort().map((each) => [each, answers.filter((one) => one === each).length]))
const who = async (s: SignedIn, when = at, isUse = true) => {
  const cookie = `${sessionCookieName(false)}=${await sessionCookieValue({ sid: s.sessionId, cid: s.countyId })}`
  return (await readCredentials(t.db, { cookie, isUse }, null, false, when)).person
}

describe('a thousand tries', () => {
  it('from one address: ten are looked at, and nobody else notices', async () => {
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, n) => told(enter('li', `guess ${n}`, '6.6.6.6'))),
    )
    expect(tally(answers)).toEqual({ too_many_tries: 990, wrong_credentials: 10 })
    expect(await told(enter('li', password, '6.6.6.6'))).toBe('too_many_tries')
    expect(await told(enter('li', password, '10.0.0.1'))).toBe('ok')
    expect(await told(enter('zhao', password, '10.0.0.2'))).toBe('ok')
    expect(await told(enter('li', password, '10.0.0.3', at, there.countyId))).toBe('ok')
  }, 60_000)

  it('from a thousand addresses: a hundred are looked at, and who was here before still comes in from theirs', async () => {
    expect(await told(enter('li', password, '10.0.0.1'))).toBe('ok')
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, n) => told(enter('li', `guess ${n}`, `6.6.${n >> 8}.${n & 255}`))),
    )
    expect(tally(answers)).toEqual({ too_many_tries: 901, wrong_credentials: 99 })
    expect(await told(enter('li', password, '10.9.9.9'))).toBe('too_many_tries')
    expect(await told(enter('li', password, '10.0.0.1'))).toBe('ok')
    expect(await told(enter('zhao', password, '10.9.9.9'))).toBe('ok')
  }, 60_000)
})

describe('mlps', () => {
  beforeEach(() => choose({ passwordProfile: 'mlps' }))

  it('locks after five failures, for half an hour from the fifth, however many come meanwhile', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => told(enter('li', `guess ${n}`, `6.6.6.${n}`))),
    )
    expect(tally(answers)).toEqual({ too_many_tries: 45, wrong_credentials: 5 })
    expect(await told(enter('li', password, '10.0.0.1', later(lockMs - 1000)))).toBe('too_many_tries')
    expect(await told(enter('li', password, '10.0.0.1', later(lockMs + 1000)))).toBe('ok')
  })

  it('locks a name nobody has in the same way', async () => {
    const answers = []
    for (let n = 0; n < 6; n++) answers.push(await told(enter('nobody', `guess ${n}`, '6.6.6.6')))
    expect(answers.at(-1)).toBe('too_many_tries')
  })

  it('counts anew after a success, and a reset link unlocks', async () => {
    for (let n = 0; n < 4; n++) await told(enter('li', 'wrong', '10.0.0.1'))
    expect(await told(enter('li', password, '10.0.0.1'))).toBe('ok')
    for (let n = 0; n < 5; n++) await told(enter('li', 'wrong', '10.0.0.2'))
    expect(await told(enter('li', password, '10.0.0.3'))).toBe('too_many_tries')
    const { secret } = await makeAccountLink(
      t.db,
      { kind: 'operator' },
      here.countyId,
      here.secretary.personId,
      'reset',
      at,
    )
    const set = { password: 'Fresh 4 reasons', passwordAgain: 'Fresh 4 reasons' }
    await useAccountLink(t.db, secret, set, { address: '10.0.0.3', userAgent: '', secure: false }, at)
    expect(await told(enter('li', set.password, '10.0.0.3'))).toBe('ok')
  })

  it('after ninety days the right password opens only the way to a new one', async () => {
    const when = later(91 * 86_400_000)
    const overdue = await enter('li', password, '10.0.0.1', when).catch((error: unknown) => error as AppError)
    if (!(overdue instanceof AppError)) return expect.unreachable()
    expect(overdue.code).toBe('password_overdue')
    expect(await t.db.select().from(sessions)).toEqual([])
    const use = (typed: string) =>
      useAccountLink(
        t.db,
        overdue.fields.link!,
        { password: typed, passwordAgain: typed },
        { address: 'x', userAgent: '', secure: false },
        when,
      )
    await expect(use(password)).rejects.toMatchObject({ fields: { password: 'passwordClasses' } })
    await use('Another 1 of mine')
    expect(await told(enter('li', 'Another 1 of mine', '10.0.0.1', when))).toBe('ok')
    expect((await t.db.select().from(passwordDates))[0]!.setAt).toEqual(when)
    // The county next door is asvs: nothing there is ever overdue.
    expect(await told(enter('li', password, '10.0.0.1', when, there.countyId))).toBe('ok')
  })
})

describe('a new password', () => {
  it.each([
    ['seven characters', 'k7 dwbq', 'passwordShort'],
    ['ten thousand', 'x'.repeat(10_000), 'passwordLong'],
    ['a breached one', 'Password123', 'passwordCommon'],
    ['sixty-four', 'quiet hill '.repeat(6).slice(0, 64), undefined],
  ])('%s', async (_, typed, problem) => {
    const s = await enter('li', password, '10.0.0.1')
    const me = (await who(s))!
    const work = changePassword(t.db, me, { currentPassword: password, password: typed }, at)
    if (problem === undefined) {
      await work
      expect(await told(enter('li', typed, '10.0.0.1'))).toBe('ok')
    } else {
      await expect(work).rejects.toMatchObject({ code: 'invalid_input', fields: { password: problem } })
      expect(await told(enter('li', password, '10.0.0.1'))).toBe('ok')
    }
  })
})

describe('sessions', () => {
  it('end when unused for as long as the county says, and after its longest time whatever they did', async () => {
    await choose({ idleMinutes: 30, absoluteMinutes: 120 })
    const s = await enter('li', password, '10.0.0.1')
    expect(await who(s, later(29 * minute))).not.toBeNull()
    expect(await who(s, later(58 * minute))).not.toBeNull()
    expect(await who(s, later(89 * minute))).toBeNull()
    const used = await enter('li', password, '10.0.0.1')
    for (let n = 1; n < 6; n++) expect(await who(used, later(n * 20 * minute))).not.toBeNull()
    expect(await who(used, later(120 * minute))).toBeNull()
  })

  it('are not kept by a page that lies open', async () => {
    await choose({ idleMinutes: 30 })
    const s = await enter('li', password, '10.0.0.1')
    for (let n = 1; n < 30; n++) expect(await who(s, later(n * minute), false)).not.toBeNull()
    expect(await who(s, later(31 * minute), false)).toBeNull()
  })

  it('that are open end by times made shorter, and are swept', async () => {
    const s = await enter('li', password, '10.0.0.1')
    const other = await enter('li', password, '10.0.0.1', at, there.countyId)
    await choose({ idleMinutes: 15, absoluteMinutes: 60 })
    expect(await who(s, later(16 * minute), false)).toBeNull()
    await tick(t.db, later(16 * minute), null)
    const rows = await t.db.select().from(sessions)
    expect(rows.filter(({ endedAt }) => endedAt !== null).map(({ id }) => id)).toEqual([s.sessionId])
    expect(await who(other, later(16 * minute))).not.toBeNull()
  })

  it('are listed with where they began, and all others end at once', async () => {
    const mine = await enter('li', password, '10.0.0.1')
    await enter('li', password, '10.0.0.2')
    await enter('zhao', password, '10.0.0.4')
    const me = (await who(mine))!
    const rows = await listSessions(t.db, me, at)
    expect(rows.map(({ fromAddress, isThis }) => [fromAddress, isThis]).sort()).toEqual([
      ['10.0.0.1', true],
      ['10.0.0.2', false],
    ])
    expect(await endOtherSessions(t.db, me, at)).toBe(1)
    expect(await who(mine)).not.toBeNull()
    expect((await listSessions(t.db, me, at)).map(({ isThis }) => isThis)).toEqual([true])
    expect((await t.db.select().from(sessions)).filter(({ endedAt }) => endedAt === null)).toHaveLength(2)
  })
})

it('is set by the county’s own system administrator alone', async () => {
  const actors: [PersonActor, string][] = [
    [here.secretary, 'not_allowed'],
    [{ ...here.stranger, adminRoles: ['security', 'audit'] }, 'not_allowed'],
    [{ ...there.stranger, adminRoles: ['system'] }, 'not_allowed'],
    [{ ...here.stranger, adminRoles: ['system'] }, 'ok'],
  ]
  for (const [actor, answer] of actors)
    expect(await told(setCountySecurity(t.db, actor, here.countyId, defaultSecurity, at))).toBe(answer)
  expect(await t.db.select().from(countySecurity)).toHaveLength(1)
})
