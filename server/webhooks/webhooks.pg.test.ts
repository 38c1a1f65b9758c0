// Real receivers over HTTP, real Postgres: what is told to whom, signed, in which order, and what a bad receiver does not do.
import { and, eq } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { restrictedItems } from '@/db/schema/minutes'
import { webhookDeliveries, webhooks } from '@/db/schema/webhooks'
import type { PersonActor } from '@/server/access'
import { setLabels } from '@/server/action-items/set-labels'
import { setState } from '@/server/action-items/set-state'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, WebhookId } from '@/server/ids'
import { cancelSitting, sendNotice } from '@/server/notices/send-notice'
import { makeItem, makeMeeting } from '@/tests/support/doors/place'
import { createTestDatabase } from '@/tests/support/postgres'
import { startReceiver, type Receiver } from '@/tests/support/receiver'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { collect } from './collect'
import { webhookKinds } from './contract'
import { leaseMs } from './model'
import { makePost } from './post'
import { readWebhook } from './read'
import { sendDue } from './send-due'
import { editWebhook, makeWebhook, pauseWebhook, removeWebhook, resendDelivery, testWebhook } from './set-webhook'

let t: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let admin: PersonActor
let receiver: Receiver
let clockAt: Date

const now = () => clockAt
const pass = (ms: number) => void (clockAt = new Date(clockAt.getTime() + ms))
const post = makePost(['127.0.0.1'])
const named = () => ({ ...room, name: { item: '校门口疏导', topic: '', meeting: '', person: '', unit: '' } as never })

beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t.drop())
beforeEach(async () => {
  clockAt = at
  room = await makeTestRoom(t.db)
  admin = { ...room.stranger, adminRoles: ['system'] }
  receiver = await startReceiver()
})
afterEach(async () => {
  await receiver.close()
  await t.db.delete(webhookDeliveries)
  await t.db.delete(webhooks)
})

const hook = (url = receiver.url) => makeWebhook(t.db, admin, { name: '政务平台', url, kinds: [...webhookKinds] }, at)
const rows = (id?: WebhookId) =>
  t.db
    .select()
    .from(webhookDeliveries)
    .where(id && eq(webhookDeliveries.webhookId, id))
    .orderBy(webhookDeliveries.seq)
const round = async () => {
  await collect(t.db, now())
  return sendDue(t.db, post, now)
}
const item = () => makeItem(t.db, named(), room.unit.school) as Promise<ActionItemId>
/** So many lines about one item, as a command writes them. */
const change = async (id: ActionItemId, times = 1) => {
  for (let n = 0; n < times; n++)
    await t.db.transaction((tx) =>
      recordEvent(tx, room.countyId, room.secretary, { verb: 'action-item.label', thingId: id }, at),
    )
}
const told = () => receiver.heard.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> })

describe('what is told', () => {
  it('is signed so that a library none of us wrote takes it, and refuses it changed', async () => {
    const { secret } = await hook()
    const id = await item()
    await setState(t.db, room.member, room.countyId, id, { from: 'todo', to: 'doing', remark: '' }, at)
    clockAt = new Date()
    expect(await round()).toBe(1)
    const [{ headers, body }] = receiver.heard as [Receiver['heard'][number]]
    const signed = headers as Record<string, string>
    expect(new Webhook(secret).verify(body, signed)).toMatchObject({
      type: 'action-item.changed',
      data: { id, change: 'set-state', state: 'doing', bodyId: room.bodyId, leadUnitId: room.unit.school },
    })
    expect(() => new Webhook(secret).verify(body.replace('doing', 'done'), signed)).toThrow()
    expect(() => new Webhook(`whsec_${'A'.repeat(43)}=`).verify(body, signed)).toThrow()
    expect(body).not.toContain('疏导')
    const stored =
      await t.sql`select count(*)::int as n from webhooks where position(${secret.slice(6)}::bytea in sealed) > 0`
    expect(stored[0]!.n).toBe(0)
  })

  it('is what was asked for: sittings planned, changed and cancelled, and nothing from before', async () => {
    const { id } = await hook()
    const meetingId = await makeMeeting(t.db, room, false)
    await sendNotice(t.db, room.secretary, { meetingId, greeting: '', unitIds: [room.unit.school] }, at)
    await cancelSitting(t.db, room.secretary, { meetingId, reason: '台风' }, at)
    await round()
    expect(told().map(({ type, data }) => [type, data.id, data.isCancelled])).toEqual([
      ['meeting.planned', meetingId, true],
      ['meeting.cancelled', meetingId, true],
    ])
    await editWebhook(t.db, admin, { id, name: '平台', url: receiver.url, kinds: ['meeting.cancelled'] }, at)
    await makeMeeting(t.db, room, false)
    expect(await round()).toBe(0)
    await pauseWebhook(t.db, admin, { id, isPaused: true }, at)
    await editWebhook(t.db, admin, { id, name: '平台', url: receiver.url, kinds: [...webhookKinds] }, at)
    await makeMeeting(t.db, room, false)
    expect(await round()).toBe(0)
    await pauseWebhook(t.db, admin, { id, isPaused: false }, at)
    expect(await round()).toBe(0)
    await change(await item())
    expect(await round()).toBe(1)
  })

  it('holds nothing of a restricted item: not its text, not its ids, not that there is one', async () => {
    await hook()
    const list = [room.secretary.personId]
    const meetingId = await makeMeeting(t.db, room, false, list)
    const [hidden] = await t.db.select().from(restrictedItems).where(eq(restrictedItems.countyId, room.countyId))
    const secretItem = await makeItem(t.db, { ...named(), documentId: hidden!.documentId, meetingId }, room.unit.school)
    await setLabels(
      t.db,
      room.secretary,
      room.countyId,
      secretItem,
      { priority: 'urgent', tags: ['金丝雀'] } as never,
      at,
    )
    for (const verb of ['minutes.settle', 'minutes.issue'])
      await t.db.transaction((tx) =>
        recordEvent(tx, room.countyId, room.secretary, { verb, thingId: hidden!.documentId }, at),
      )
    const open = await item()
    await change(open)
    await round()
    expect(told().map(({ type, data }) => [type, data.id])).toEqual([
      ['meeting.planned', meetingId],
      ['action-item.changed', open],
    ])
    const all = JSON.stringify([receiver.heard, (await rows()).map(({ body }) => body)])
    for (const canary of ['金丝雀', '其他', secretItem, hidden!.documentId, hidden!.agendaItemId])
      expect(all).not.toContain(canary)
  })

  it('is every item that the text of the minutes changed', async () => {
    await hook()
    const items = await Promise.all([item(), item()])
    await t.db.transaction((tx) =>
      recordEvent(tx, room.countyId, { kind: 'system' }, { verb: 'minutes.settle', thingId: room.documentId }, at),
    )
    expect(await round()).toBe(2)
    expect(
      told()
        .map(({ data }) => data.id)
        .sort(),
    ).toEqual([...items].sort())
  })

  it('is another county’s business of nobody here', async () => {
    const there = await makeTestRoom(t.db)
    await hook()
    await makeMeeting(t.db, there, false)
    expect(await round()).toBe(0)
  })
})

describe('a receiver that', () => {
  it('says no is asked again, later each time, in the order of the item; others go on meanwhile', async () => {
    const { id } = await hook()
    const [one, other] = [await item(), await item()]
    await change(one, 2)
    await change(other, 1)
    receiver.answer = ({ body }, response) => void response.writeHead(body.includes(one) ? 500 : 200).end()
    expect(await round()).toBe(1)
    // The second about the same item was not even tried.
    expect((await rows(id)).map(({ tries, status }) => [tries, status])).toEqual([
      [1, 500],
      [0, null],
      [1, 200],
    ])
    expect(await round()).toBe(0)
    pass(5_000)
    expect(await round()).toBe(0)
    expect((await rows(id))[0]).toMatchObject({
      tries: 2,
      problem: 'answer',
      nextTryAt: new Date(at.getTime() + 35_000),
    })
    receiver.answer = (_, response) => void response.writeHead(200).end()
    pass(30_000)
    expect(await round()).toBe(2)
    const ids = receiver.heard.map(({ headers }) => headers['webhook-id'])
    // Three tries of the first under one id, then the second.
    expect(ids.filter((each) => each === ids[0])).toHaveLength(3)
    expect(await t.db.$count(webhookDeliveries, eq(webhookDeliveries.webhookId, id))).toBe(3)
  })

  it('is given up after three days, and then what followed leaves', async () => {
    await hook()
    const one = await item()
    await change(one, 2)
    receiver.answer = (_, response) => void response.writeHead(410).end()
    await round()
    for (let n = 0; n < 12; n++) {
      pass(24 * 3_600_000)
      await sendDue(t.db, post, now)
    }
    expect((await rows())[0]).toMatchObject({ tries: 13, nextTryAt: null, deliveredAt: null })
    receiver.answer = (_, response) => void response.writeHead(200).end()
    pass(24 * 3_600_000)
    expect(await sendDue(t.db, post, now)).toBe(1)
  })

  it('redirects inward leads nowhere', async () => {
    const inside = await startReceiver()
    receiver.answer = (_, response) => void response.writeHead(307, { location: inside.url }).end()
    const { id } = await hook()
    await change(await item())
    await round()
    expect(inside.heard).toEqual([])
    expect((await rows(id))[0]).toMatchObject({ status: 307, problem: 'redirect' })
    await inside.close()
  })

  it('dies is left alone, and told everything in order when it is back', async () => {
    const { id } = await hook()
    const one = await item()
    await receiver.close()
    await change(one, 5)
    await round()
    // One try told that nobody is there: the other four were not spent on it.
    expect((await rows(id)).map(({ tries }) => tries)).toEqual([1, 0, 0, 0, 0])
    expect((await readWebhook(t.db, admin, id)).webhook).toMatchObject({ failures: 1, waiting: 5 })
    await receiver.again()
    pass(5_000)
    expect(await round()).toBe(5)
    const order = (await rows(id)).map((row) => row.id)
    expect(receiver.heard.map(({ headers }) => headers['webhook-id'])).toEqual(order)
  })

  it('is slow holds up nobody else', async () => {
    const slow = await startReceiver()
    slow.answer = () => {}
    await hook(slow.url)
    await hook()
    await change(await item(), 3)
    await collect(t.db, now())
    const quick = makePost(['127.0.0.1'], undefined, 400)
    const all = sendDue(t.db, quick, now)
    // The quick one has all of it while the slow one still has the first of its own.
    await expect.poll(() => receiver.heard.length).toBe(3)
    expect(slow.heard.length).toBe(1)
    expect(await all).toBe(3)
    expect((await t.db.select().from(webhookDeliveries).where(eq(webhookDeliveries.problem, 'timeout'))).length).toBe(1)
    await slow.close()
  })
})

describe('several nodes', () => {
  it('send each once, and what is of one item in its order, however many they are', async () => {
    const { id } = await hook()
    const items = await Promise.all(Array.from({ length: 6 }, item))
    for (let n = 0; n < 8; n++) for (const each of items) await change(each)
    await Promise.all(Array.from({ length: 4 }, () => collect(t.db, now())))
    receiver.answer = (_, response) => void setTimeout(() => response.writeHead(200).end(), Math.random() * 5)
    const workers = () => Promise.all(Array.from({ length: 4 }, () => sendDue(t.db, post, now)))
    let taken = 0
    for (let n = 0; n < 20 && taken < 48; n++) taken += (await workers()).reduce((sum, each) => sum + each, 0)
    expect(receiver.heard.length).toBe(48)
    const kept = await rows(id)
    expect(kept).toHaveLength(48)
    const heard = receiver.heard.map(({ headers }) => String(headers['webhook-id']))
    for (const each of items) {
      const order = kept.filter(({ thingId }) => thingId === each).map((row) => row.id)
      expect(heard.filter((one) => order.includes(one))).toEqual(order)
    }
  })

  it('take up what one died over', async () => {
    await hook()
    await change(await item())
    await collect(t.db, now())
    void sendDue(t.db, () => new Promise(() => {}), now)
    await expect.poll(async () => (await rows())[0]!.tries).toBe(1)
    pass(leaseMs - 1)
    expect(await sendDue(t.db, post, now)).toBe(0)
    pass(1)
    expect(await sendDue(t.db, post, now)).toBe(1)
  })
})

describe('addresses inside', () => {
  const to = (url: string) => ({ url, headers: {}, body: '{}' })
  const names =
    (...answers: string[][]) =>
    (_: string, done: (error: null, found: { address: string; family: number }[]) => void) =>
      done(
        null,
        (answers.shift() ?? []).map((address) => ({ address, family: 4 })),
      )

  it('are refused, also by another spelling and by name', async () => {
    const strict = makePost([])
    for (const url of [
      receiver.url,
      `http://localhost:${receiver.port}/`,
      `https://127.1:${receiver.port}/`,
      `http://0x7f000001:${receiver.port}/`,
      `http://[::ffff:127.0.0.1]:${receiver.port}/`,
      'http://169.254.169.254/latest/meta-data/',
    ])
      expect(await strict(to(url)), url).toEqual({ problem: 'address' })
    expect(receiver.heard).toEqual([])
  })

  it('are refused where a name has them among others, or changes to them between two tries', async () => {
    const url = `https://hook.example:${receiver.port}/`
    const mixed = makePost([], names(['93.184.216.34', '127.0.0.1']))
    expect(await mixed(to(url))).toEqual({ problem: 'address' })
    const changing = makePost([], names(['127.0.0.1'], []))
    expect(await changing(to(url))).toEqual({ problem: 'address' })
    expect(await changing(to(url))).toEqual({ problem: 'name' })
    expect(receiver.heard).toEqual([])
  })

  it('are reached where the operator named them, by name too, resolved once', async () => {
    let asked = 0
    const byName = (_: string, done: (error: null, found: { address: string; family: number }[]) => void) => {
      asked++
      done(null, [{ address: '127.0.0.1', family: 4 }])
    }
    expect(await makePost(['127.0.0.0/8'], byName)(to(`http://hook.example:${receiver.port}/`))).toEqual({
      status: 204,
    })
    expect(asked).toBe(1)
  })

  it('outside, nothing goes in the clear', async () => {
    expect(await makePost([])(to('http://93.184.216.34/'))).toEqual({ problem: 'insecure' })
  })
})

describe('by hand', () => {
  it('sends again under the same id, a test, and forgets what is removed', async () => {
    const { id } = await hook()
    await testWebhook(t.db, admin, id, at)
    expect(await round()).toBe(1)
    const [row] = await rows(id)
    await resendDelivery(t.db, admin, { id, deliveryId: row!.id }, at)
    expect(await round()).toBe(1)
    expect(receiver.heard.map(({ headers }) => headers['webhook-id'])).toEqual([row!.id, row!.id])
    expect((await readWebhook(t.db, admin, id)).log).toMatchObject([{ state: 'delivered', kind: 'webhook.test' }])
    await removeWebhook(t.db, admin, id, at)
    expect(await rows(id)).toEqual([])
    await expect(readWebhook(t.db, admin, id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is for the system administrator in person alone, and of the own county', async () => {
    const { id } = await hook()
    const there = await makeTestRoom(t.db)
    const elsewhere: PersonActor = { ...there.stranger, adminRoles: ['system'] }
    for (const nobody of [room.secretary, room.convenor, { ...admin, tokenId: crypto.randomUUID() as never }])
      await expect(testWebhook(t.db, nobody, id, at)).rejects.toMatchObject({ code: 'not_allowed' })
    for (const work of [
      () => testWebhook(t.db, elsewhere, id, at),
      () => removeWebhook(t.db, elsewhere, id, at),
      () => readWebhook(t.db, elsewhere, id),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'not_found' })
    expect(await t.db.$count(webhooks, and(eq(webhooks.id, id)))).toBe(1)
  })
})
