// Sign-in by an OpenID Connect provider, against a real one on loopback: whom an identity opens an account of, and everything
// that must open none.
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { events } from '@/db/schema/events'
import { people, sessions } from '@/db/schema/people'
import { countySecurity, identityRequests, personIdentities } from '@/db/schema/security'
import type { PersonActor } from '@/server/access'
import { setRuntime } from '@/server/env'
import { AppError } from '@/server/errors'
import { hashPassword } from '@/server/people/password'
import { createSession } from '@/server/people/sessions'
import { seal, unseal } from '@/server/seal'
import { defaultSecurity } from '@/server/security/model'
import { clientId, clientSecret, startProvider, type TestProvider } from '@/tests/support/oidc'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { beginBinding, beginSignIn } from './begin'
import { finish } from './finish'
import { listIdentities, unbindIdentity } from './unbind'

const at = new Date()
const later = (ms: number) => new Date(at.getTime() + ms)
const asker = { address: '10.0.0.1', userAgent: 'test', secure: false }
const redirectUri = 'http://lianxi.test/api/oidc/callback'
const way = { redirectUri, asker }
const password = 'a sentence nobody would guess'
let t: Awaited<ReturnType<typeof createTestDatabase>>
let provider: TestProvider
let here: Awaited<ReturnType<typeof makeTestRoom>>
let there: Awaited<ReturnType<typeof makeTestRoom>>

beforeAll(async () => {
  t = await createTestDatabase()
  provider = await startProvider([redirectUri], {})
})
afterAll(async () => {
  await provider.stop()
  await t.drop()
})
beforeEach(async () => {
  setRuntime({ oidc: { issuer: provider.issuer, clientId, clientSecret, name: '县政务认证' } })
  for (const name of Object.keys(provider.accounts)) delete provider.accounts[name]
  here = await makeTestRoom(t.db)
  there = await makeTestRoom(t.db)
})

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const setEmail = (who: PersonActor, email: string) =>
  t.db
    .update(people)
    .set({ email })
    .where(and(eq(people.countyId, who.countyId), eq(people.id, who.personId)))
const identitiesOf = (who: PersonActor) =>
  t.db
    .select()
    .from(personIdentities)
    .where(and(eq(personIdentities.countyId, who.countyId), eq(personIdentities.personId, who.personId)))
const sessionsOf = (who: PersonActor) =>
  t.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.countyId, who.countyId), eq(sessions.personId, who.personId)))
const countPeople = () => t.db.$count(people)

async function goAndReturn(subject: string | null, countyId = here.countyId) {
  const off = await beginSignIn(t.db, countyId, '/topics', way, at)
  return { ...off, returned: await provider.visit(off.url, subject) }
}
async function signIn(subject: string, countyId = here.countyId) {
  const { returned, cookie } = await goAndReturn(subject, countyId)
  return finish(t.db, returned, cookie, null, asker, at)
}
async function inSession(who: PersonActor): Promise<PersonActor> {
  return { ...who, sessionId: await createSession(t.db, who.countyId, who.personId, 'test', at) }
}
async function bind(who: PersonActor, subject: string, typed = password) {
  const { url, cookie } = await beginBinding(t.db, who, typed, way, at)
  return finish(t.db, await provider.visit(url, subject), cookie, who, asker, at)
}

describe('a first sign-in', () => {
  it('finds its person by the verified address, however it is written, and the identity alone afterwards', async () => {
    await setEmail(here.member, 'zhao.min@county.example')
    provider.accounts.zhao = { email: 'Zhao.Min@County.Example', email_verified: true }
    const before = await countPeople()
    const first = await signIn('zhao')
    expect(first).toMatchObject({ back: '/topics', did: 'signed-in', signedIn: { personId: here.member.personId } })
    expect(await identitiesOf(here.member)).toMatchObject([{ subject: 'zhao', boundBy: 'email' }])
    // The address may change on both sides: the subject is who they are.
    provider.accounts.zhao = {}
    await setEmail(here.member, 'other@county.example')
    expect(await signIn('zhao')).toMatchObject({ signedIn: { personId: here.member.personId, awaits: null } })
    expect(await countPeople()).toBe(before)
    const lines = await t.db.select().from(events).where(eq(events.countyId, here.countyId))
    expect(lines.filter(({ verb }) => verb === 'identity.bind')).toHaveLength(1)
    expect(JSON.stringify(lines)).not.toContain('zhao')
  })

  it('makes nobody: unknown, unverified, without an address, a look-alike', async () => {
    await setEmail(here.member, 'zhao.min@county.example')
    const wanted = { email: 'zhao.min@county.example' }
    Object.assign(provider.accounts, {
      unknown: { email: 'nobody@county.example', email_verified: true },
      unverified: { ...wanted, email_verified: false },
      unsaid: wanted,
      word: { ...wanted, email_verified: 'true' },
      none: { email_verified: true },
      // The а is Cyrillic.
      alike: { email: 'zh\u0430o.min@county.example', email_verified: true },
    })
    const before = await countPeople()
    const told: Record<string, string> = {}
    for (const name of Object.keys(provider.accounts)) told[name] = await code(signIn(name))
    expect(told).toEqual({
      unknown: 'identity_unknown',
      unverified: 'identity_unverified',
      unsaid: 'identity_unverified',
      word: 'identity_unverified',
      none: 'identity_unknown',
      alike: 'identity_unknown',
    })
    expect(await countPeople()).toBe(before)
    expect(await identitiesOf(here.member)).toEqual([])
    expect(await sessionsOf(here.member)).toEqual([])
  })

  it('is not somebody else’s who was given the address later', async () => {
    await setEmail(here.member, 'desk@county.example')
    provider.accounts.first = { email: 'desk@county.example', email_verified: true }
    provider.accounts.second = { email: 'desk@county.example', email_verified: true }
    await signIn('first')
    expect(await code(signIn('second'))).toBe('identity_taken')
    expect(await identitiesOf(here.member)).toMatchObject([{ subject: 'first' }])
  })

  it('twice at once binds once and lets both in', async () => {
    await setEmail(here.member, 'twice@county.example')
    provider.accounts.twice = { email: 'twice@county.example', email_verified: true }
    const ways = await Promise.all(Array.from({ length: 6 }, () => goAndReturn('twice')))
    const told = await Promise.all(
      ways.map(({ returned, cookie }) => code(finish(t.db, returned, cookie, null, asker, at))),
    )
    expect(told).toEqual(Array(6).fill('ok'))
    expect(await identitiesOf(here.member)).toHaveLength(1)
  })

  it('opens no disabled account and none of another county', async () => {
    await setEmail(here.member, 'here@county.example')
    provider.accounts.here = { email: 'here@county.example', email_verified: true }
    expect(await code(signIn('here', there.countyId))).toBe('identity_unknown')
    await signIn('here')
    // Bound in this county, and still nobody in the other.
    expect(await code(signIn('here', there.countyId))).toBe('identity_unknown')
    await t.db.update(people).set({ disabledAt: at }).where(eq(people.id, here.member.personId))
    expect(await code(signIn('here'))).toBe('wrong_credentials')
    expect(await sessionsOf(here.member)).toHaveLength(1)
  })

  it('leaves the county’s second step in force, whatever the provider says of its own', async () => {
    await t.db
      .insert(countySecurity)
      .values({ countyId: here.countyId, ...defaultSecurity, requiresSecondFactor: true })
    await setEmail(here.secretary, 'secretary@county.example')
    provider.accounts.staff = { email: 'secretary@county.example', email_verified: true }
    expect(await signIn('staff')).toMatchObject({ signedIn: { awaits: 'enrolment' } })
  })
})

describe('what comes back', () => {
  beforeEach(async () => {
    await setEmail(here.member, 'back@county.example')
    provider.accounts.back = { email: 'back@county.example', email_verified: true }
  })
  const nobodyIn = async () => expect(await sessionsOf(here.member)).toEqual([])

  it('works once: the same return again, and the same code under a new state', async () => {
    const { returned, cookie } = await goAndReturn('back')
    const told = await Promise.all([0, 1, 2].map(() => code(finish(t.db, returned, cookie, null, asker, at))))
    expect(told.sort()).toEqual(['ok', 'provider_expired', 'provider_expired'])
    const next = await goAndReturn('back')
    next.returned.searchParams.set('code', returned.searchParams.get('code')!)
    expect(await code(finish(t.db, next.returned, next.cookie, null, asker, at))).toBe('identity_invalid')
    expect(await sessionsOf(here.member)).toHaveLength(1)
  })

  it('with a wrong nonce, a wrong verifier or a wrong issuer is refused', async () => {
    const forge = async (change: (parts: { returned: URL; checks: Record<string, string> }) => void) => {
      const { returned, cookie } = await goAndReturn('back')
      const checks = JSON.parse(unseal('oidc', 'cookie', Buffer.from(cookie, 'base64url'))) as Record<string, string>
      change({ returned, checks })
      const sealed = Buffer.from(seal('oidc', 'cookie', JSON.stringify(checks))).toString('base64url')
      return code(finish(t.db, returned, sealed, null, asker, at))
    }
    expect(await forge(({ checks }) => void (checks.nonce = 'another-nonce'))).toBe('identity_invalid')
    expect(await forge(({ checks }) => void (checks.verifier = 'v'.repeat(43)))).toBe('identity_invalid')
    expect(await forge(({ returned }) => returned.searchParams.set('iss', 'https://evil.example'))).toBe(
      'identity_invalid',
    )
    expect(await forge(({ returned }) => returned.searchParams.delete('iss'))).toBe('identity_invalid')
    await nobodyIn()
    expect(await forge(() => {})).toBe('ok')
  })

  it('from another provider is refused, though that one knows the person', async () => {
    const evil = await startProvider([redirectUri], { back: { email: 'back@county.example', email_verified: true } })
    try {
      setRuntime({ oidc: { issuer: evil.issuer, clientId, clientSecret, name: 'evil' } })
      const off = await beginSignIn(t.db, here.countyId, '/', way, at)
      const returned = await evil.visit(off.url, 'back')
      setRuntime({ oidc: { issuer: provider.issuer, clientId, clientSecret, name: 'ours' } })
      expect(await code(finish(t.db, returned, off.cookie, null, asker, at))).toBe('identity_invalid')
      // One that calls itself otherwise than it was configured is none at all.
      setRuntime({
        oidc: { issuer: `${evil.issuer.replace('localhost', '127.0.0.1')}`, clientId, clientSecret, name: '' },
      })
      expect(await code(beginSignIn(t.db, here.countyId, '/', way, at))).toBe('provider_unavailable')
    } finally {
      await evil.stop()
    }
    await nobodyIn()
  })

  it('late, in another browser, with a broken cookie or a made-up state opens nothing', async () => {
    const [mine, other] = [await goAndReturn('back'), await goAndReturn('back')]
    const at11 = later(11 * 60_000)
    expect(await code(finish(t.db, mine.returned, mine.cookie, null, asker, at11))).toBe('provider_expired')
    expect(await code(finish(t.db, mine.returned, other.cookie, null, asker, at))).toBe('provider_expired')
    expect(await code(finish(t.db, mine.returned, undefined, null, asker, at))).toBe('provider_expired')
    expect(await code(finish(t.db, mine.returned, 'x'.repeat(80), null, asker, at))).toBe('provider_expired')
    await nobodyIn()
  })

  it('may be a no, and is told as one', async () => {
    const { returned, cookie } = await goAndReturn(null)
    expect(await code(finish(t.db, returned, cookie, null, asker, at))).toBe('provider_refused')
    await nobodyIn()
  })

  it('is told when the provider is away', async () => {
    setRuntime({ oidc: { issuer: 'http://localhost:1', clientId, clientSecret, name: 'away' } })
    expect(await code(beginSignIn(t.db, here.countyId, '/', way, at))).toBe('provider_unavailable')
    expect(await t.db.select().from(identityRequests).where(eq(identityRequests.countyId, here.countyId))).toEqual([])
  })
})

describe('binding in the settings', () => {
  beforeEach(async () => {
    await t.db
      .update(people)
      .set({ passwordHash: await hashPassword(password) })
      .where(eq(people.id, here.member.personId))
    provider.accounts.mine = {}
    provider.accounts.another = {}
  })

  it('asks for the password, needs no address, and signs in from then on; let go, no more', async () => {
    const me = await inSession(here.member)
    expect(await code(bind(me, 'mine', 'not this one'))).toBe('invalid_input')
    expect(await bind(me, 'mine')).toEqual({ back: '/settings', did: 'bound' })
    expect(await signIn('mine')).toMatchObject({ signedIn: { personId: me.personId } })
    expect(await listIdentities(t.db, me)).toMatchObject([{ issuer: provider.issuer, boundBy: 'person' }])
    // Again is the same; another one is not.
    expect(await code(bind(me, 'mine'))).toBe('ok')
    expect(await code(bind(me, 'another'))).toBe('identity_taken')
    expect(await code(unbindIdentity(t.db, here.secretary, provider.issuer, at))).toBe('not_found')
    await unbindIdentity(t.db, me, provider.issuer, at)
    expect(await code(signIn('mine'))).toBe('identity_unknown')
  })

  it('gives nobody what is somebody else’s, and of two at once one has it', async () => {
    const [a, b] = [await inSession(here.convenor), await inSession(here.secretary)]
    const told = await Promise.all([code(bind(a, 'mine', '')), code(bind(b, 'mine', ''))])
    expect(told.sort()).toEqual(['identity_taken', 'ok'])
    expect([...(await identitiesOf(a)), ...(await identitiesOf(b))]).toHaveLength(1)
  })

  it('is finished only by the session that began it', async () => {
    const me = await inSession(here.member)
    for (const who of [null, await inSession(here.member), await inSession(here.secretary)]) {
      const { url, cookie } = await beginBinding(t.db, me, password, way, at)
      expect(await code(finish(t.db, await provider.visit(url, 'mine'), cookie, who, asker, at))).toBe(
        'provider_expired',
      )
    }
    expect(await identitiesOf(me)).toEqual([])
    const program = { ...here.member, tokenId: 'x' as never }
    expect(await code(beginBinding(t.db, program, password, way, at))).toBe('not_allowed')
  })
})
