// "Test my line": a media room of the seat's own, for a minute, in which nobody else can be: the test never touches the
// meeting, its attendance or the seat's own connection there.
import { AccessToken } from 'livekit-server-sdk'
import type { Db } from '@/db/client'
import type { SeatActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { SeatId } from '@/server/ids'
import { countTry } from '@/server/people/rate-limit'
import type { MediaAccess } from './contract'
import { ensureMediaRoom, mediaServer, trackSources, whyNoMediaServer } from './media-server'
import { mayTestLine } from './model'

const prefix = 'line-'
export const lineTestRoom = (seatId: SeatId) => `${prefix}${seatId}`
export const isLineTestRoom = (room: unknown) => typeof room === 'string' && room.startsWith(prefix)

/** Each test fills the line for some seconds: a person repeats it, a program does not make it a load. */
const maxTests = 12
const windowMs = 10 * 60_000

/** @throws not_allowed for a seat that is neither at the door nor in; too_many_tries */
export async function testLine(db: Db, seat: SeatActor, at: Date): Promise<MediaAccess> {
  if (!mayTestLine(seat)) throw new AppError(seat.isBanned ? 'seat_banned' : 'not_allowed')
  await countTry(db, `line:${seat.seatId}`, maxTests, windowMs, at)
  const server = mediaServer()
  if (server === null) return { state: 'missing', reason: whyNoMediaServer() }
  const room = lineTestRoom(seat.seatId)
  if (!(await ensureMediaRoom(server, room, { emptyTimeout: 30, departureTimeout: 10, maxParticipants: 2 }))) {
    return { state: 'missing', reason: 'unreachable' }
  }
  const token = new AccessToken(server.apiKey, server.apiSecret, { identity: seat.seatId, ttl: '3m' })
  token.addGrant({
    roomJoin: true,
    room,
    canSubscribe: false,
    canPublish: true,
    canPublishData: false,
    canUpdateOwnMetadata: false,
    canPublishSources: [trackSources.camera],
  })
  return { state: 'ready', path: '/livekit', token: await token.toJwt() }
}
