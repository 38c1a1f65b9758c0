import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessTokens } from '@/db/schema/people'
import { events } from '@/db/schema/events'
import { readCredentials } from '@/server/credentials'
import { hashSecret } from '@/server/secrets'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { parseLine } from '../parse-line'
import { UsageError } from '../verb'
import { verbs } from '../verbs'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
beforeAll(async () => {
  test = await createTestDatabase()
  room = await makeTestRoom(test.db)
})
afterAll(() => test.drop())

async function run(...words: string[]) {
  const line = parseLine(words, verbs)
  if (line.kind !== 'run') throw new Error('help')
  return (await line.verb.run({ ...test, args: line.args, at, out: () => {} })) as Record<string, string> & {
    tokens: string[]
  }
}
const asks = (token: string, when = at) =>
  readCredentials(test.db, { authorization: `Bearer ${token}` }, room.meetingId, false, when)

it('makes a seat with a token that acts from it until its time is over', async () => {
  const { token, seatId } = await run(
    ...['seat', 'token', '--meeting', room.meetingId, '--name', '机器一', '--unit', room.unit.family],
    ...['--role', 'listener', '--write', '--ttl', '30m', '--json'],
  )
  const { seat, person } = await asks(token!)
  expect(person).toBeNull()
  expect(seat).toMatchObject({ seatId, name: '机器一', role: 'listener', mayWrite: true, admission: 'admitted' })
  expect((await asks(token!, later(1801))).seat).toBeNull()
  const [audit] = await test.db.select().from(events).where(eq(events.verb, 'seat.token'))
  expect(audit).toMatchObject({ actorKind: 'operator', thingId: seatId })
})

it('makes several tokens for a person, kept as hashes, revocable and audited', async () => {
  const { tokens } = await run('person', 'token', '--person', room.member.personId, '--count', '3', '--ttl', '1h')
  expect(new Set(tokens).size).toBe(3)
  expect((await asks(tokens[0]!)).person).toMatchObject({ personId: room.member.personId, sessionId: null })
  const mine = eq(accessTokens.secretHash, hashSecret(tokens[0]!))
  await test.db.update(accessTokens).set({ revokedAt: at }).where(mine)
  expect((await asks(tokens[0]!)).person).toBeNull()
  expect((await asks(tokens[1]!)).person).not.toBeNull()
  const all = await test.db.select().from(accessTokens).where(eq(accessTokens.personId, room.member.personId))
  expect(JSON.stringify(all)).not.toContain(tokens[1])
  const audit = await test.db
    .select()
    .from(events)
    .where(and(eq(events.verb, 'person.token'), eq(events.thingId, room.member.personId)))
  expect(audit).toHaveLength(1)
})

it('says what is wrong with a line, and what is not there', async () => {
  const seat = ['seat', 'token', '--meeting', room.meetingId, '--name', '甲']
  await expect(run(...seat, '--ttl', 'soon')).rejects.toBeInstanceOf(UsageError)
  await expect(run(...seat, '--ttl', '31d')).rejects.toBeInstanceOf(UsageError)
  await expect(run(...seat, '--role', 'chair')).rejects.toBeInstanceOf(UsageError)
  await expect(run('seat', 'token', '--meeting', 'x', '--name', '甲')).rejects.toBeInstanceOf(UsageError)
  await expect(run('person', 'token', '--person', crypto.randomUUID())).rejects.toMatchObject({ code: 'not_found' })
  await expect(run('seat', 'token', '--meeting', crypto.randomUUID(), '--name', '甲')).rejects.toMatchObject({
    code: 'not_found',
  })
})
