import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AccessToken, TokenVerifier } from 'livekit-server-sdk'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { mediaEvents } from '@/db/schema/rooms'
import { setRuntime } from '@/server/env'
import { AppError } from '@/server/errors'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'
import { mintToken } from './mint-token'
import { receiveWebhook } from './receive-webhook'

const apiKey = 'testkey'
const apiSecret = 'testsecrettestsecrettestsecret00'
let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
/** Stands where LiveKit's server API is and keeps what it is asked. */
let livekit: Server
let asked: { method: string; body: Record<string, unknown> }[] = []

beforeAll(async () => {
  test = await createTestDatabase()
  livekit = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      asked.push({ method: request.url!.split('/').at(-1)!, body: JSON.parse(body) as Record<string, unknown> })
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  await new Promise<void>((resolve) => livekit.listen(0, '127.0.0.1', resolve))
  const httpUrl = `http://127.0.0.1:${(livekit.address() as AddressInfo).port}`
  setRuntime({ livekit: { httpUrl, apiKey, apiSecret }, livekitMissing: null })
})
afterAll(async () => {
  setRuntime({ livekit: null, livekitMissing: 'notInstalled' })
  livekit.close()
  await test.drop()
})
beforeEach(async () => {
  room = await makeTestRoom(test.db)
  asked = []
})

async function signed(event: Record<string, unknown>, secret = apiSecret) {
  const body = JSON.stringify({ createdAt: `${Math.floor(Date.now() / 1000)}`, ...event })
  const token = new AccessToken(apiKey, secret)
  token.sha256 = createHash('sha256').update(body).digest('base64')
  return { body, authorization: await token.toJwt() }
}

const receive = async (event: Record<string, unknown>, change: Partial<{ body: string; secret: string }> = {}) => {
  const { body, authorization } = await signed(event, change.secret)
  return receiveWebhook(test.db, change.body ?? body, authorization, new Date()).catch((error: unknown) =>
    error instanceof AppError ? error.code : String(error),
  )
}

const joined = (identity: string, id = crypto.randomUUID()) => ({
  id,
  event: 'participant_joined',
  room: { name: room.meetingId, sid: 'RM_1' },
  participant: { identity, sid: 'PA_1' },
})

it('keeps an event once, whoever is in stays with the rights of the seat', async () => {
  const seat = await room.enter(room.member)
  const event = joined(seat.seatId)
  expect(await receive(event)).toBe('stored')
  expect(await receive(event)).toBe('seen')
  const rows = await test.db.select().from(mediaEvents).where(eq(mediaEvents.meetingId, room.meetingId))
  expect(rows).toMatchObject([{ seatId: seat.seatId, participantSid: 'PA_1', event: 'participant_joined' }])
  expect(asked.map((each) => each.method)).toEqual(['UpdateParticipant'])
  expect(asked[0]!.body).toMatchObject({ identity: seat.seatId, permission: { canPublish: true, canSubscribe: true } })
})

it('drops who has no seat that is in', async () => {
  const { seat } = await room.knock('还在门口')
  await receive(joined(seat.seatId))
  await receive(joined('somebody'))
  expect(asked.map(({ method, body }) => [method, body.identity])).toEqual([
    ['RemoveParticipant', seat.seatId],
    ['RemoveParticipant', 'somebody'],
  ])
})

it('refuses a wrong signature, a changed body and a stale event; leaves foreign rooms alone', async () => {
  const event = joined(crypto.randomUUID())
  expect(await receive(event, { secret: 'another-secret-another-secret-00' })).toBe('not_allowed')
  expect(await receive(event, { body: JSON.stringify({ ...event, createdAt: '1' }) })).toBe('not_allowed')
  expect(await receive({ ...event, createdAt: `${Math.floor(Date.now() / 1000) - 3600}` })).toBe('not_allowed')
  expect(await receive({ ...event, room: { name: 'not ours' } })).toBe('foreign')
  expect(await receive({ ...event, room: { name: crypto.randomUUID() } })).toBe('foreign')
  expect(asked).toEqual([])
})

it('mints a token with the rights of the seat, for ten minutes, and none for who waits', async () => {
  const observer = await mintToken(await room.enter(room.observer))
  const media = await mintToken(await room.enter(room.member))
  if (media.state !== 'ready' || observer.state !== 'ready') throw new Error('no token')
  const verifier = new TokenVerifier(apiKey, apiSecret)
  const claims = await verifier.verify(media.token)
  expect(claims.video).toMatchObject({
    room: room.meetingId,
    roomJoin: true,
    canPublish: true,
    canPublishData: false,
    canUpdateOwnMetadata: false,
    canPublishSources: ['camera', 'microphone', 'screen_share', 'screen_share_audio'],
  })
  expect(claims.video?.roomAdmin).toBeUndefined()
  expect(claims.exp! - Math.floor(Date.now() / 1000)).toBeLessThanOrEqual(600)
  expect((await verifier.verify(observer.token)).video).toMatchObject({ canPublish: false, canSubscribe: true })
  const { seat } = await room.knock('还在门口')
  await expect(mintToken(seat)).rejects.toMatchObject({ code: 'seat_waiting' })
})
