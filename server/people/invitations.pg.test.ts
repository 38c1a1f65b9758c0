import { and, count, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { events } from '@/db/schema/events'
import { accountLinks, people, sessions } from '@/db/schema/people'
import type { PersonActor } from '@/server/access'
import { setRuntime } from '@/server/env'
import { AppError } from '@/server/errors'
import type { PersonId } from '@/server/ids'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { NewPerson, SignInForm } from './contract'
import { invitePerson } from './invite-person'
import { makeAccountLink, revokeInvitation } from './make-account-link'
import { makeSheet } from './make-sheet'
import { verifyPassword } from './password'
import { listInvitations } from './read-invitations'
import { signIn } from './sign-in'
import { readAccountLink, useAccountLink } from './use-account-link'

const at = new Date('2026-11-25T01:00:00Z')
const later = (ms: number) => new Date(at.getTime() + ms)
const day = 86_400_000
const asker = { address: '10.0.0.1', userAgent: 'test', secure: false }
let t: Awaited<ReturnType<typeof createTestDatabase>>
let here: Awaited<ReturnType<typeof makeTestRoom>>
let there: Awaited<ReturnType<typeof makeTestRoom>>
let admin: PersonActor
let number = 0

beforeAll(async () => {
  t = await createTestDatabase()
  here = await makeTestRoom(t.db)
  there = await makeTestRoom(t.db)
  admin = { ...here.stranger, adminRoles: ['security'] }
})
afterAll(() => t.drop())
beforeEach(() => setRuntime({ mail: false }))

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const fields = (work: Promise<unknown>) =>
  work.then(
    () => ({}),
    (error: unknown) => (error as AppError).fields,
  )
async function invite(email: string | null = null, when = at) {
  const input = NewPerson.parse({ name: `新来的${++number}`, userName: `new.${number}`, email: email ?? '', phone: '' })
  const link = await invitePerson(t.db, admin, here.countyId, input, null, when)
  const { personId } = await readAccountLink(t.db, link.secret, when)
  return { ...link, personId }
}
const personRow = async (id: PersonId) =>
  (
    await t.db
      .select()
      .from(people)
      .where(and(eq(people.countyId, here.countyId), eq(people.id, id)))
  )[0]!

describe('an invitation', () => {
  it('accepted fifty times at once makes one person with one password and one session', async () => {
    const { secret, personId } = await invite()
    const [before] = await t.db.select({ people: count() }).from(people)
    const typed = Array.from({ length: 50 }, (_, n) => `the ${n} sentence of fifty`)
    const told = await Promise.all(
      typed.map((password) =>
        code(useAccountLink(t.db, secret, { userName: '', password, passwordAgain: password }, asker, at)),
      ),
    )
    expect(told.filter((each) => each === 'ok')).toHaveLength(1)
    expect(told.filter((each) => each === 'link_used')).toHaveLength(49)
    const winner = typed[told.indexOf('ok')]!
    const { passwordHash } = await personRow(personId)
    expect(await verifyPassword(passwordHash, winner)).toBe(true)
    expect((await t.db.select({ people: count() }).from(people))[0]).toEqual(before)
    expect(await t.db.select().from(sessions).where(eq(sessions.personId, personId))).toHaveLength(1)
    const lines = await t.db
      .select()
      .from(events)
      .where(and(eq(events.verb, 'account-link.use'), eq(events.thingId, personId)))
    expect(lines).toHaveLength(1)
    expect(JSON.stringify(lines)).not.toContain(secret)
    const form = SignInForm.parse({ login: `new.${number}`, password: winner })
    expect(await code(signIn(t.db, form, here.countyId, asker, at))).toBe('ok')
  }, 30_000)

  it('is opened as often as anybody likes, and sent again ends the old one', async () => {
    const old = await invite()
    for (let n = 0; n < 3; n++) await readAccountLink(t.db, old.secret, at)
    const fresh = await makeAccountLink(t.db, admin, here.countyId, old.personId, 'invitation', at)
    expect(await code(readAccountLink(t.db, old.secret, at))).toBe('link_revoked')
    expect(await code(readAccountLink(t.db, fresh.secret, at))).toBe('ok')
    expect(await code(readAccountLink(t.db, fresh.secret, later(14 * day)))).toBe('link_expired')
    expect(await code(readAccountLink(t.db, fresh.secret.slice(0, 20), at))).toBe('link_cut')
    expect(await code(readAccountLink(t.db, `${fresh.secret.slice(0, -1)}!`, at))).toBe('link_unknown')
  })

  it('sent again twice at once leaves one that works', async () => {
    const { personId } = await invite()
    const made = await Promise.all(
      Array.from({ length: 8 }, () => makeAccountLink(t.db, admin, here.countyId, personId, 'invitation', at)),
    )
    const open = await Promise.all(made.map(({ secret }) => code(readAccountLink(t.db, secret, at))))
    expect(open.filter((each) => each === 'ok')).toHaveLength(1)
  })

  it('is taken back, once', async () => {
    const { secret, personId } = await invite()
    await revokeInvitation(t.db, admin, here.countyId, personId, at)
    expect(await code(readAccountLink(t.db, secret, at))).toBe('link_revoked')
    const set = { userName: '', password: 'a long enough one', passwordAgain: 'a long enough one' }
    expect(await code(useAccountLink(t.db, secret, set, asker, at))).toBe('link_revoked')
    expect(await code(revokeInvitation(t.db, admin, here.countyId, personId, at))).toBe('not_found')
    expect((await personRow(personId)).passwordHash).toBeNull()
  })

  it('stands in the list with its state, and whoever was never invited does too', async () => {
    const [open, used, gone, back] = [
      await invite(),
      await invite(),
      await invite(null, later(-20 * day)),
      await invite(),
    ]
    const set = { userName: '', password: 'a long enough one', passwordAgain: 'a long enough one' }
    await useAccountLink(t.db, used.secret, set, asker, later(1000))
    await revokeInvitation(t.db, admin, here.countyId, back.personId, at)
    const list = await listInvitations(t.db, admin, later(2000))
    const state = (id: PersonId) => list.find(({ personId }) => personId === id)?.link?.state
    expect([open, used, gone, back].map(({ personId }) => state(personId))).toEqual([
      'open',
      'used',
      'expired',
      'revoked',
    ])
    expect(list.find(({ personId }) => personId === here.member.personId)?.link).toBeNull()
    // Nobody of another county, and nothing of a link but its days.
    expect(list.map(({ personId }) => personId)).not.toContain(there.member.personId)
    expect(JSON.stringify(list)).not.toContain(open.secret)
  })

  it('is made, listed, sent and taken back by the security administrator of this county alone', async () => {
    const { personId, secret } = await invite()
    const elsewhere: PersonActor = { ...there.stranger, adminRoles: ['security', 'system', 'audit'] }
    const others = [here.secretary, { ...here.stranger, adminRoles: ['system', 'audit'] as const }, elsewhere]
    const links = async () => (await t.db.select({ links: count() }).from(accountLinks))[0]
    const before = await links()
    for (const actor of others) {
      expect(await code(makeAccountLink(t.db, actor, here.countyId, personId, 'invitation', at))).toBe('not_allowed')
      expect(await code(revokeInvitation(t.db, actor, here.countyId, personId, at))).toBe('not_allowed')
      expect(await code(Promise.resolve().then(() => makeSheet(t.db, actor, here.countyId, [personId], at)))).toBe(
        'not_allowed',
      )
    }
    // Another county's person under one's own county.
    const alien = there.member.personId
    expect(await code(makeAccountLink(t.db, admin, here.countyId, alien, 'invitation', at))).toBe('not_found')
    expect(await code(revokeInvitation(t.db, admin, here.countyId, alien, at))).toBe('not_found')
    expect(await code(makeSheet(t.db, admin, here.countyId, [personId, alien], at))).toBe('not_found')
    expect(await links()).toEqual(before)
    expect(await code(readAccountLink(t.db, secret, at))).toBe('ok')
  })
})

it('says in the list how its mail fares', async () => {
  setRuntime({ mail: true })
  const { personId } = await invite('fares@county.example')
  const [row] = (await listInvitations(t.db, admin, at)).filter((each) => each.personId === personId)
  expect(row!.mail).toEqual({ state: 'waiting', tries: 0, problem: null })
})

describe('a sheet', () => {
  it('gives each their own link and ends the one they had; all or nobody', async () => {
    const [a, b, used] = [await invite(), await invite(), await invite()]
    const set = { userName: '', password: 'a long enough one', passwordAgain: 'a long enough one' }
    await useAccountLink(t.db, used.secret, set, asker, at)
    expect(await code(makeSheet(t.db, admin, here.countyId, [a.personId, used.personId], at))).toBe('not_found')
    expect(await code(readAccountLink(t.db, a.secret, at))).toBe('ok')
    const slips = await makeSheet(t.db, admin, here.countyId, [a.personId, b.personId, a.personId], at)
    expect(slips.map(({ personId }) => personId).sort()).toEqual([a.personId, b.personId].sort())
    for (const { path, personId } of slips)
      expect((await readAccountLink(t.db, path.split('/').at(-1)!, at)).personId).toBe(personId)
    expect(await code(readAccountLink(t.db, a.secret, at))).toBe('link_revoked')
  })
})

describe('e-mail addresses', () => {
  it('are one whatever their case and width, and free in another county', async () => {
    await invite('Zhao@County.Example')
    for (const again of ['zhao@county.example', 'ZHAO@COUNTY.EXAMPLE', 'ｚｈａｏ＠ｃｏｕｎｔｙ．ｅｘａｍｐｌｅ'])
      expect(await fields(invite(again))).toEqual({ email: 'taken' })
    const input = NewPerson.parse({ name: '邻县的', userName: '', email: 'zhao@county.example', phone: '' })
    const neighbour: PersonActor = { ...there.stranger, adminRoles: ['security'] }
    expect(await code(invitePerson(t.db, neighbour, there.countyId, input, null, at))).toBe('ok')
  })

  it('of two at once one is stored', async () => {
    const made = await Promise.all([
      code(invite('same@county.example')),
      code(invite('Same@county.example')),
      code(invite('SAME@county.example')),
    ])
    expect(made.filter((each) => each === 'ok')).toHaveLength(1)
    const rows = await t.db.select().from(people).where(eq(people.email, 'same@county.example'))
    expect(rows).toHaveLength(1)
  })
})
