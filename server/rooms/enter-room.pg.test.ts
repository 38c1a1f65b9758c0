import { createServer, type Server } from 'node:net'
import { TokenVerifier } from 'livekit-server-sdk'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runtime, setRuntime } from '@/server/env'
import { endMeeting } from '@/server/meetings/end-meeting'
import { MeetingId } from '@/server/ids'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { admit } from './admit'
import { enterRoom } from './enter-room'
import { deviceCookieName } from './read-seat'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
})

const asGuest = (secret: string, meetingId: MeetingId) =>
  enterRoom(test.db, { cookie: `${deviceCookieName(false)}=${secret}` }, meetingId, false, at)
const elsewhere = () => MeetingId.parse(crypto.randomUUID())

describe('who opens the page of a room', () => {
  it('is asked to sign in without any seat', async () => {
    expect(await enterRoom(test.db, {}, room.meetingId, false, at)).toEqual({ kind: 'signIn' })
    expect(await asGuest('x'.repeat(43), room.meetingId)).toEqual({ kind: 'signIn' })
  })

  it('waits at the door as a guest, and is in once admitted', async () => {
    const { seat, secret } = await room.knock('王女士')
    expect(await asGuest(secret, room.meetingId)).toMatchObject({ kind: 'door' })
    await admit(test.db, await room.enter(room.secretary), { meetingId: room.meetingId, seatIds: [seat.seatId] }, at)
    expect(await asGuest(secret, room.meetingId)).toMatchObject({ kind: 'in', countyId: room.countyId })
  })

  it('is told that the seat is for another meeting, as long as that one is not over', async () => {
    const { secret } = await room.knock('王女士')
    expect(await asGuest(secret, elsewhere())).toEqual({ kind: 'refused', code: 'wrong_meeting' })
    await endMeeting(test.db, room.convenor, { meetingId: room.meetingId }, at)
    expect(await asGuest(secret, elsewhere())).toEqual({ kind: 'signIn' })
  })
})

describe('the media that the page of a room brings along', () => {
  const before = runtime().livekit
  let server: Server | undefined
  afterEach(() => {
    setRuntime({ livekit: before })
    server?.close()
  })
  /** In LiveKit's place: makes any room, or never answers. */
  const standIn = async (isSilent: boolean) => {
    const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`
    server = createServer((socket) => {
      socket.on('error', () => {}).on('data', () => isSilent || socket.write(answer))
    })
    const port = await new Promise<number>((resolve) =>
      server!.listen(0, '127.0.0.1', () => resolve((server!.address() as { port: number }).port)),
    )
    setRuntime({ livekit: { httpUrl: `http://127.0.0.1:${port}`, apiKey: 'key', apiSecret: 'secret'.repeat(6) } })
  }
  const comeIn = async () => {
    const { seat, secret } = await room.knock('王女士')
    const waiting = await asGuest(secret, room.meetingId)
    await admit(test.db, await room.enter(room.secretary), { meetingId: room.meetingId, seatIds: [seat.seatId] }, at)
    return { seat, waiting, entry: await asGuest(secret, room.meetingId) }
  }

  it('is a token of this seat alone, and nobody has one before they are admitted', async () => {
    await standIn(false)
    const { seat, waiting, entry } = await comeIn()
    expect(waiting).not.toHaveProperty('media')
    if (entry.kind !== 'in' || entry.media?.state !== 'ready') throw new Error(`no token: ${JSON.stringify(entry)}`)
    const claims = await new TokenVerifier('key', 'secret'.repeat(6)).verify(entry.media.token)
    expect(claims).toMatchObject({ sub: seat.seatId, video: { room: room.meetingId, roomJoin: true } })
    expect(claims.exp! - claims.nbf!).toBeLessThanOrEqual(600)
  })

  it('is said to be missing where there is no LiveKit, and left out where it does not answer', async () => {
    setRuntime({ livekit: null })
    expect((await comeIn()).entry).toMatchObject({ kind: 'in', media: { state: 'missing' } })
    await standIn(true)
    expect((await comeIn()).entry).toMatchObject({ kind: 'in', media: null })
  })
})
