// That minutes were issued, as other systems learn it: by a webhook, once, and by the API, to whom the body's minutes are open.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeOwnToken } from '@/server/api-tokens/own'
import { answerApi } from '@/server/api/answer'
import { usePaperThread } from '@/server/paper/render'
import { collect } from '@/server/webhooks/collect'
import { webhookKinds } from '@/server/webhooks/contract'
import { makePost } from '@/server/webhooks/post'
import { sendDue } from '@/server/webhooks/send-due'
import { makeWebhook } from '@/server/webhooks/set-webhook'
import { buildWorker } from '@/tests/support/build-worker'
import { issueRoom } from '@/tests/support/issued'
import { createTestDatabase } from '@/tests/support/postgres'
import { startReceiver, type Receiver } from '@/tests/support/receiver'
import { later, makeTestRoom, type TestRoom } from '@/tests/support/room'

const issuedAt = later(90_000)
const after = later(90_060)
const origin = 'https://hub.example.org'
let database: Awaited<ReturnType<typeof createTestDatabase>>
let thread: Awaited<ReturnType<typeof buildWorker>>
let receiver: Receiver
let room: TestRoom

beforeAll(async () => {
  database = await createTestDatabase()
  thread = await buildWorker('server/paper/paper.worker.ts')
  usePaperThread(thread.file)
  room = await makeTestRoom(database.db)
  receiver = await startReceiver()
  const hook = { name: '政务平台', url: receiver.url, kinds: [...webhookKinds] }
  await makeWebhook(database.db, { ...room.stranger, adminRoles: ['system'] }, hook, later(0))
  await issueRoom(database.db, room, ['会议同意错时放学。'], 'internal')
}, 120_000)
afterAll(async () => {
  await receiver.close()
  await thread.drop()
  await database.drop()
})

test('a webhook says which, once, and nothing of the text', async () => {
  const post = makePost(['127.0.0.1'])
  for (let round = 0; round < 3; round++) {
    await collect(database.db, after)
    await sendDue(database.db, post, () => after)
  }
  const heard = receiver.heard.map(({ body }) => JSON.parse(body) as { type: string })
  expect(heard.filter(({ type }) => type === 'minutes.issued')).toEqual([
    {
      type: 'minutes.issued',
      timestamp: issuedAt.toISOString(),
      data: { id: room.documentId, meetingId: room.meetingId, bodyId: room.bodyId },
    },
  ])
  expect(JSON.stringify(receiver.heard)).not.toContain('错时放学')
})

test('the API lists it to a member, and to nobody who sits in no body of theirs', async () => {
  const ask = async (who: TestRoom['member']) => {
    const token = await makeOwnToken(database.db, who, { name: '同步', days: 30 }, after)
    const headers = new Headers({ authorization: `Bearer ${token}` })
    const url = new URL(`${origin}/api/v1/minutes`)
    const { status, json } = await answerApi(database.db, { url, headers }, origin, after)
    return [status, JSON.parse(json) as unknown]
  }
  expect(await ask(room.member)).toMatchObject([
    200,
    {
      items: [
        {
          id: room.documentId,
          meetingId: room.meetingId,
          bodyId: room.bodyId,
          title: '2026年第三次联席会议',
          visibility: 'internal',
        },
      ],
      next: null,
    },
  ])
  expect(await ask(room.stranger)).toEqual([200, { items: [], next: null }])
})
