import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events } from '@/db/schema/events'
import { people, sessions } from '@/db/schema/people'
import { readCredentials } from '@/server/credentials'
import { AppError } from '@/server/errors'
import { createCounty, type CreatedCounty } from '@/server/setup/create-county'
import { createTestDatabase } from '@/tests/support/postgres'
import { SignInForm, TakeUpForm } from './contract'
import { endOwnSession } from './end-session'
import { makeAccountLink } from './make-account-link'
import { readPerson } from './read-person'
import { sessionCookieName, sessionCookieValue } from './sessions'
import { signIn } from './sign-in'
import type { SignedIn } from './start-session'
import { readAccountLink, useAccountLink } from './use-account-link'
import { changePassword } from './change-password'

const at = new Date('2026-11-24T01:00:00Z')
const later = (ms: number) => new Date(at.getTime() + ms)
const asker = (address = '10.0.0.1') => ({ address, userAgent: 'test', secure: false })
const password = 'a long sentence to remember'
const operator = { kind: 'operator' } as const
let t: Awaited<ReturnType<typeof createTestDatabase>>
let county: CreatedCounty

beforeAll(async () => {
  t = await createTestDatabase()
  county = await createCounty(
    t.db,
    {
      countyName: 'Qingshi',
      level: 'county',
      timeZone: 'Asia/Shanghai',
      locale: 'en',
      personName: 'Li Ming',
      userName: 'li.ming',
      password,
      passwordAgain: password,
      bodyName: 'Joint Body',
      leadUnitName: 'Education Bureau',
      leadUnitKind: 'department',
    },
    at,
  )
})
afterAll(() => t.drop())

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const form = (login: string, typed: string) => SignInForm.parse({ login, password: typed })
const who = async (signedIn: SignedIn, when = at) => {
  const value = await sessionCookieValue({ sid: signedIn.sessionId, cid: signedIn.countyId })
  const { person } = await readCredentials(t.db, { cookie: `${sessionCookieName(false)}=${value}` }, null, false, when)
  return person
}

describe('sign-in by password', () => {
  it('signs in whatever way the name is typed, and the cookie is a person', async () => {
    const signedIn = await signIn(t.db, form('  LI.Ming ', password), null, asker(), at)
    const person = await who(signedIn)
    expect(person?.personId).toBe(county.personId)
    expect(person?.memberships.map((m) => m.office)).toEqual(['secretary'])
    expect(person?.adminRoles).toEqual(['system', 'security'])
  })

  it('tells a wrong password and an unknown name apart for nobody, and leaves a line without either', async () => {
    expect(await code(signIn(t.db, form('li.ming', 'wrong sentence'), null, asker('10.0.0.2'), at))).toBe(
      'wrong_credentials',
    )
    expect(await code(signIn(t.db, form('nobody', password), null, asker('10.0.0.2'), at))).toBe('wrong_credentials')
    const refused = await t.db
      .select()
      .from(events)
      .where(and(eq(events.countyId, county.countyId), eq(events.result, 'refused')))
    expect(refused).toHaveLength(2)
    expect(JSON.stringify(refused)).not.toContain('wrong sentence')
    expect(refused.every((row) => row.from === '10.0.0.2')).toBe(true)
  })

  it('stops the eleventh try of one address on one name, also with the right password', async () => {
    const when = later(3600_000)
    const tries = Array.from({ length: 10 }, (_, n) =>
      code(signIn(t.db, form('li.ming', `guess number ${n}`), null, asker('10.1.0.9'), when)),
    )
    expect(new Set(await Promise.all(tries))).toEqual(new Set(['wrong_credentials']))
    expect(await code(signIn(t.db, form('li.ming', password), null, asker('10.1.0.9'), when))).toBe('too_many_tries')
    // The next window is open again, and from elsewhere it was never shut.
    expect(await code(signIn(t.db, form('li.ming', password), null, asker('10.1.0.99'), when))).toBe('ok')
    const next = new Date(when.getTime() + 15 * 60_000)
    expect(await code(signIn(t.db, form('li.ming', password), null, asker('10.1.0.9'), next))).toBe('ok')
  })

  it('ends with the session, at once', async () => {
    const signedIn = await signIn(t.db, form('li.ming', password), null, asker(), at)
    const person = (await who(signedIn))!
    await endOwnSession(t.db, person, signedIn.sessionId, later(1000))
    expect(await who(signedIn, later(1000))).toBeNull()
  })

  it('ends after twelve hours, and after eight idle ones', async () => {
    const signedIn = await signIn(t.db, form('li.ming', password), null, asker(), at)
    expect(await who(signedIn, later(7 * 3600_000))).not.toBeNull()
    expect(await who(signedIn, later(12 * 3600_000 + 1))).toBeNull()
    const idle = await signIn(t.db, form('li.ming', password), null, asker(), at)
    expect(await who(idle, later(8 * 3600_000 + 1))).toBeNull()
  })

  it('refuses a disabled account and shuts its open sessions', async () => {
    const signedIn = await signIn(t.db, form('li.ming', password), null, asker(), at)
    const row = and(eq(people.countyId, county.countyId), eq(people.id, county.personId))
    await t.db.update(people).set({ disabledAt: at }).where(row)
    expect(await who(signedIn)).toBeNull()
    expect(await code(signIn(t.db, form('li.ming', password), null, asker('10.9.9.9'), later(7200_000)))).toBe(
      'wrong_credentials',
    )
    await t.db.update(people).set({ disabledAt: null }).where(row)
  })

  it('changing the password ends every other session and asks for the old one', async () => {
    const other = await signIn(t.db, form('li.ming', password), null, asker('10.5.0.1'), at)
    const own = await signIn(t.db, form('li.ming', password), null, asker('10.5.0.1'), at)
    const me = (await who(own))!
    const next = 'another long sentence'
    expect(await code(changePassword(t.db, me, { currentPassword: 'not it at all', password: next }, at))).toBe(
      'invalid_input',
    )
    await changePassword(t.db, me, { currentPassword: password, password: next }, at)
    expect(await who(other)).toBeNull()
    expect(await who(own)).not.toBeNull()
    await changePassword(t.db, me, { currentPassword: next, password }, at)
  })
})

describe('links used once', () => {
  const link = (purpose: 'sign-in' | 'reset' | 'invitation', when = at) =>
    makeAccountLink(t.db, operator, county.countyId, county.personId, purpose, when)
  const use = (secret: string, when = at, typed: Record<string, unknown> = {}) =>
    useAccountLink(t.db, secret, typed, asker('10.3.0.1'), when)

  it('is not used by looking, and signs in once', async () => {
    const { secret } = await link('sign-in')
    for (let n = 0; n < 3; n++) expect((await readAccountLink(t.db, secret, at)).personName).toBe('Li Ming')
    expect((await who(await use(secret)))?.personId).toBe(county.personId)
    expect(await code(use(secret))).toBe('link_used')
  })

  it('lets one of fifty taps at once in', async () => {
    const { secret } = await link('sign-in')
    const answers = await Promise.all(Array.from({ length: 50 }, () => code(use(secret))))
    expect(answers.filter((each) => each === 'ok')).toHaveLength(1)
    expect(answers.filter((each) => each === 'link_used')).toHaveLength(49)
  })

  it('says expired, replaced, unknown and forged apart', async () => {
    const old = await link('sign-in')
    const { secret } = await link('sign-in')
    expect(await code(use(old.secret))).toBe('link_revoked')
    expect(await code(use(secret, later(8 * 86_400_000)))).toBe('link_expired')
    expect(await code(use('A'.repeat(32)))).toBe('link_unknown')
    expect(await code(use('../../etc/passwd'))).toBe('link_unknown')
    expect(await code(use(secret, later(2 * 3600_000)))).toBe('ok')
  })

  it('sets a new password, and whoever had the old one is out', async () => {
    const before = await signIn(t.db, form('li.ming', password), null, asker('10.3.0.2'), later(4 * 3600_000))
    const { secret } = await link('reset')
    const differs = { password: 'one long sentence', passwordAgain: 'another sentence' }
    const refused = await use(secret, later(3600_000), differs).catch((error: unknown) => error)
    expect((refused as AppError).fields).toEqual({ passwordAgain: 'passwordsDiffer' })
    const set = { password: 'fresh long sentence', passwordAgain: 'fresh long sentence' }
    await use(secret, later(3600_000), set)
    expect(await who(before, later(4 * 3600_000))).toBeNull()
    expect(await code(signIn(t.db, form('li.ming', set.password), null, asker('10.3.0.3'), later(5 * 3600_000)))).toBe(
      'ok',
    )
  })

  it('is made only by who manages people', async () => {
    const person = (await readPerson(t.db, county.countyId, county.personId, { sessionId: null, tokenId: null }, at))!
    const plain = { ...person, adminRoles: [] }
    expect(await code(makeAccountLink(t.db, plain, county.countyId, county.personId, 'reset', at))).toBe('not_allowed')
    const elsewhere = { ...person, countyId: crypto.randomUUID() as typeof person.countyId }
    expect(await code(makeAccountLink(t.db, elsewhere, county.countyId, county.personId, 'reset', at))).toBe(
      'not_allowed',
    )
  })

  it('keeps no secret in the database', async () => {
    const { secret } = await link('invitation')
    const rows = await t.sql`select secret_hash from account_links`
    expect(JSON.stringify(rows)).not.toContain(secret)
    expect((await t.db.select().from(sessions)).length).toBeGreaterThan(0)
  })
})

it('wants both passwords the same, and judges neither by itself', () => {
  const take = (first: string, second = first) =>
    TakeUpForm.safeParse({ password: first, passwordAgain: second }).success
  expect(take('')).toBe(false)
  expect(take('密'.repeat(10))).toBe(true)
  expect(take('1234567890', '1234567891')).toBe(false)
})
