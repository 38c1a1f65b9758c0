import { and, eq } from 'drizzle-orm'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { people } from '@/db/schema/people'
import { mails } from '@/db/schema/security'
import type { PersonActor } from '@/server/access'
import { setRuntime } from '@/server/env'
import { NewPerson } from '@/server/people/contract'
import { invitePerson } from '@/server/people/invite-person'
import { sendAskedLink } from '@/server/people/ask-link'
import { makeAccountLink } from '@/server/people/make-account-link'
import { readAccountLink } from '@/server/people/use-account-link'
import { startMailServer } from '@/tests/support/mail-server'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { leaseMs, nextTry } from './model'
import { sendAllDue, sendDue, type Letter, type Transport } from './send-due'
import { smtpTransport } from './smtp'

const at = new Date('2026-11-25T01:00:00Z')
const later = (ms: number) => new Date(at.getTime() + ms)
let t: Awaited<ReturnType<typeof createTestDatabase>>
let here: Awaited<ReturnType<typeof makeTestRoom>>
let admin: PersonActor
let number = 0

beforeAll(async () => {
  t = await createTestDatabase()
  here = await makeTestRoom(t.db)
  admin = { ...here.stranger, adminRoles: ['security'] }
  setRuntime({ addresses: { local: 'http://localhost:3000', lan: [], public: 'https://county.example' } })
})
afterAll(() => t.drop())
beforeEach(() => setRuntime({ mail: true }))
afterEach(() => t.db.delete(mails))

const invite = (email: string | null = `person${++number}@county.example`) => {
  const input = NewPerson.parse({ name: '赵校长', userName: '', email: email ?? '', phone: '' })
  return invitePerson(t.db, admin, here.countyId, input, null, at)
}
const rows = () => t.db.select().from(mails)
const collect = (): Transport & { letters: Letter[] } => {
  const letters: Letter[] = []
  return { letters, send: async (letter) => void letters.push(letter) }
}
const broken = (error: object): Transport => ({ send: () => Promise.reject(Object.assign(new Error('x'), error)) })

describe('the outbox', () => {
  it('sends what was queued once, however many workers look, and keeps none of its words', async () => {
    const links = await Promise.all(Array.from({ length: 12 }, () => invite()))
    const stored = JSON.stringify(await rows())
    for (const { secret } of links) {
      expect(stored).not.toContain(secret)
      // Nor as the bytes of the column.
      const [found] = await t.sql`select count(*)::int as n from mails where position(${secret}::bytea in sealed) > 0`
      expect(found!.n).toBe(0)
    }
    const transport = collect()
    await Promise.all(Array.from({ length: 4 }, () => sendDue(t.db, transport, later(1000))))
    expect(transport.letters).toHaveLength(12)
    expect(new Set(transport.letters.map(({ to }) => to)).size).toBe(12)
    for (const { path } of links)
      expect(transport.letters.filter(({ text }) => text.includes(`https://county.example${path}`))).toHaveLength(1)
    expect((await rows()).every((row) => row.sentAt !== null && row.sealed === null)).toBe(true)
  })

  it('waits, longer each time, while the mail server is away, and loses nothing', async () => {
    await invite()
    let now = at
    for (const tries of [1, 2, 3, 4]) {
      expect(await sendDue(t.db, broken({ code: 'ECONNREFUSED' }), now)).toEqual({ sent: 0, waiting: 1 })
      const [row] = await rows()
      expect([row!.tries, row!.problem]).toEqual([tries, 'ECONNREFUSED'])
      expect(row!.nextTryAt).toEqual(nextTry(tries, now))
      const transport = collect()
      // Not before its time.
      expect((await sendDue(t.db, transport, new Date(row!.nextTryAt!.getTime() - 1))).sent).toBe(0)
      now = row!.nextTryAt!
    }
    expect(await sendDue(t.db, collect(), now)).toEqual({ sent: 1, waiting: 0 })
  })

  it('is taken up by another when a worker died over it', async () => {
    await invite()
    const stuck: Transport = { send: () => new Promise(() => {}) }
    void sendDue(t.db, stuck, at)
    await expect.poll(async () => (await rows())[0]!.tries).toBe(1)
    expect((await sendDue(t.db, collect(), later(leaseMs - 1))).sent).toBe(0)
    expect((await sendDue(t.db, collect(), later(leaseMs))).sent).toBe(1)
  })

  it('gives up what the server refuses for good, and what carries a link that ended', async () => {
    await invite()
    await sendDue(t.db, broken({ responseCode: 550 }), at)
    expect((await rows())[0]).toMatchObject({ nextTryAt: null, sealed: null, problem: '550', sentAt: null })
    await t.db.delete(mails)
    const { secret } = await invite()
    const { personId } = await readAccountLink(t.db, secret, at)
    await makeAccountLink(t.db, admin, here.countyId, personId, 'invitation', at, { byMail: true })
    const transport = collect()
    await sendDue(t.db, transport, at)
    expect(transport.letters).toHaveLength(1)
    expect(transport.letters[0]!.text).not.toContain(secret)
    expect((await rows()).map(({ problem }) => problem).sort()).toEqual(['link revoked', null])
  })

  it('queues nothing without an address or a mail server, and then says what would have gone', async () => {
    expect((await invite(null)).mail).toBeNull()
    setRuntime({ mail: false })
    const { mail, path } = await invite()
    expect(mail).toMatchObject({ isQueued: false })
    expect(mail!.text).toContain(path)
    expect(await rows()).toEqual([])
  })

  it('for a link asked at the sign-in page: only to who is known, and what was made before stays', async () => {
    await t.db.update(people).set({ email: 'known@county.example' }).where(eq(people.id, here.member.personId))
    const before = await makeAccountLink(t.db, { kind: 'system' }, here.countyId, here.member.personId, 'sign-in', at)
    await sendAskedLink(t.db, here.countyId, { email: 'nobody@county.example', purpose: 'sign-in' }, at)
    expect(await rows()).toEqual([])
    await sendAskedLink(t.db, here.countyId, { email: 'known@county.example', purpose: 'sign-in' }, at)
    const transport = collect()
    await sendDue(t.db, transport, at)
    const secret = /\/invite\/(\S+)/.exec(transport.letters[0]!.text)![1]!
    expect((await readAccountLink(t.db, secret, later(14 * 60_000))).personId).toBe(here.member.personId)
    await expect(readAccountLink(t.db, secret, later(15 * 60_000))).rejects.toMatchObject({ code: 'link_expired' })
    expect((await readAccountLink(t.db, before.secret, at)).personId).toBe(here.member.personId)
    await t.db
      .update(people)
      .set({ disabledAt: at })
      .where(and(eq(people.countyId, here.countyId), eq(people.id, here.member.personId)))
    await t.db.delete(mails)
    await sendAskedLink(t.db, here.countyId, { email: 'known@county.example', purpose: 'sign-in' }, at)
    expect(await rows()).toEqual([])
  })
})

it('hands a letter to a real mail server, in any script, from the address that is set', async () => {
  const heard: { from: string; to: string[]; data: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
        heard.push({
          from,
          to: session.envelope.rcptTo.map(({ address }) => address),
          data: Buffer.concat(parts).toString(),
        })
        done()
      })
    },
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.server.address() as { port: number }
  const transport = smtpTransport(`smtp://127.0.0.1:${port}`, 'hub@county.example', 'county.example')
  await invite('zhao@county.example')
  expect(await sendDue(t.db, transport, at)).toEqual({ sent: 1, waiting: 0 })
  transport.close()
  await new Promise<void>((done) => server.close(done))
  expect(heard).toHaveLength(1)
  expect(heard[0]).toMatchObject({ from: 'hub@county.example', to: ['zhao@county.example'] })
  expect(heard[0]!.data).toMatch(/^Subject: =\?UTF-8\?/m)
  expect(heard[0]!.data).toMatch(/^Message-ID: <[0-9a-f-]{36}@county\.example>/m)
})

it('empties the outbox over one line, stops where it is told to, and goes on after the line was cut', async () => {
  const server = await startMailServer()
  const transport = smtpTransport(server.url, 'hub@county.example', 'county.example')
  for (let n = 0; n < 35; n++) await invite()
  let rounds = 0
  await sendAllDue(
    t.db,
    transport,
    () => at,
    () => ++rounds > 2,
  )
  expect(server.received).toHaveLength(20)
  await sendAllDue(t.db, transport, () => at)
  expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(35)
  expect(server.lines()).toBe(1)
  server.cut()
  await invite()
  // Nothing was in the line when it broke: the next letter has a line of its own.
  await expect.poll(() => server.open()).toBe(0)
  await sendAllDue(t.db, transport, () => at)
  expect(server.received).toHaveLength(36)
  expect(server.lines()).toBe(2)
  transport.close()
  await server.stop()
})
