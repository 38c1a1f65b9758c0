// LiveKit's signalling on our own origin, so that a phone needs one address and one certificate, and so that a ban is
// exact: the token is verified, the seat's row is asked, and the connection ends when the seat's rights end. Only /rtc and
// its /validate pass; LiveKit's server API never does. The query carries the token and is never logged.
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { eq } from 'drizzle-orm'
import { TokenVerifier, type VideoGrant } from 'livekit-server-sdk'
import type { Db } from '@/db/client'
import { seats } from '@/db/schema/rooms'
import { can, type SeatActor } from '@/server/access'
import type { Notice } from '@/server/bus'
import { MeetingId, SeatId } from '@/server/ids'
import { Lines } from './lines'
import { log } from '@/server/log'
import { meetingThing } from '@/server/meetings/model'
import { ensureMediaRoom, mediaServer, type MediaServer } from '@/server/rooms/media-server'
import { cameByLink } from '@/server/rooms/enforce-media'
import { mayHear, mayTestLine, publishSources } from '@/server/rooms/model'
import { asLinkHolder, readSeat } from '@/server/rooms/read-seat'
import { isLineTestRoom, lineTestRoom } from '@/server/rooms/test-line'

/** isTest: in the room of their own that a test of the line has. */
type Asker = { seat: SeatActor; isTest: boolean }

/** Whether what a token allows is more than its seat may now. */
function allowsMore(video: VideoGrant | undefined, seat: SeatActor): boolean {
  if (video?.canSubscribe !== false && !mayHear(seat)) return true
  if (video?.canPublish === false) return false
  const sources: readonly string[] = publishSources(seat)
  // Written out as words in a token, whatever the library's type says. None named would be all of them.
  const allowed = (video?.canPublishSources ?? []) as unknown as string[]
  return allowed.length === 0 ? sources.length === 0 : allowed.some((source) => !sources.includes(source))
}

const passed = new Set(['/livekit/rtc', '/livekit/rtc/validate', '/livekit/rtc/v1', '/livekit/rtc/v1/validate'])

export function makeLivekitProxy(db: Db) {
  const open = new Map<Duplex, Asker>()
  const lines = new Lines(db, 'line')

  const askerOf = async (req: IncomingMessage, url: URL): Promise<Asker | null> => {
    const server = mediaServer()
    const token = url.searchParams.get('access_token') ?? /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1]
    if (!server || !token) return null
    try {
      const claims = await new TokenVerifier(server.apiKey, server.apiSecret).verify(token)
      const seatId = SeatId.parse(claims.sub)
      const [row] = await db.select({ countyId: seats.countyId }).from(seats).where(eq(seats.id, seatId))
      const known = row ? await readSeat(db, row.countyId, seatId) : null
      const seat = known && cameByLink(claims.metadata) ? asLinkHolder(known) : known
      if (!seat) return null
      if (isLineTestRoom(claims.video?.room)) {
        return claims.video?.room === lineTestRoom(seatId) && mayTestLine(seat) ? { seat, isTest: true } : null
      }
      if (seat.meetingId !== MeetingId.parse(claims.video?.room) || !mayEnter(seat)) return null
      // A token from before a restricted item, or before the floor or an office was lost, would be sent the others' sound or
      // be heard until LiveKit is told: a fresh one is asked for.
      return allowsMore(claims.video, seat) ? null : { seat, isTest: false }
    } catch {
      return null
    }
  }

  /** `server` as it was when this was asked: LiveKit may be gone by the time that rights were read. */
  const upstream = (server: MediaServer, req: IncomingMessage, url: URL) => {
    const target = new URL(server.httpUrl)
    const make = target.protocol === 'https:' ? httpsRequest : httpRequest
    const { cookie: _ours, 'x-forwarded-for': _way, ...headers } = req.headers
    return make({
      hostname: target.hostname,
      port: target.port,
      method: 'GET',
      path: url.pathname.slice('/livekit'.length) + url.search,
      headers: { ...headers, host: target.host },
    })
  }

  return {
    async handleRequest(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
      const refuse = (status: number, code: string) => {
        res.writeHead(status, { 'content-type': 'application/problem+json' })
        res.end(JSON.stringify({ status, code }))
      }
      if (!passed.has(url.pathname) || req.method !== 'GET') return refuse(404, 'not_found')
      const server = mediaServer()
      if (!server) return refuse(503, 'video_unavailable')
      if (!(await askerOf(req, url))) return refuse(403, 'not_allowed')
      const asked = upstream(server, req, url)
      asked.once('response', (answer) => {
        res.writeHead(answer.statusCode ?? 502, { 'content-type': answer.headers['content-type'] ?? 'text/plain' })
        answer.pipe(res)
      })
      asked.once('error', () => refuse(503, 'video_unavailable'))
      asked.end()
    },

    async handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer, url: URL): Promise<void> {
      const refuse = (status: string) =>
        socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
      socket.on('error', () => socket.destroy())
      if (!passed.has(url.pathname)) return void refuse('404 Not Found')
      const server = mediaServer()
      if (!server) return void refuse('503 Service Unavailable')
      const asker = await askerOf(req, url)
      if (!asker) return void refuse('403 Forbidden')
      const { seat } = asker
      // The room of a test was made when its token was.
      if (!asker.isTest) await ensureMediaRoom(server, seat.meetingId)
      const asked = upstream(server, req, url)
      asked.once('error', () => refuse('503 Service Unavailable'))
      asked.once('response', (answer) => {
        // LiveKit refused the upgrade: pass its status on, not its body.
        answer.resume()
        refuse(`${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`)
      })
      asked.once('upgrade', (answer, far: Duplex, farHead: Buffer) => {
        const head101 = [`HTTP/1.1 101 Switching Protocols`]
        for (let i = 0; i < answer.rawHeaders.length; i += 2)
          head101.push(`${answer.rawHeaders[i]}: ${answer.rawHeaders[i + 1]}`)
        socket.write(`${head101.join('\r\n')}\r\n\r\n`)
        if (farHead.length > 0) socket.write(farHead)
        if (head.length > 0) far.write(head)
        open.set(socket, asker)
        // A test is no presence at the sitting.
        const line = asker.isTest ? null : lines.open(seat)
        const end = (isProof: boolean) => () => {
          open.delete(socket)
          line?.end(isProof)
          socket.destroy()
          far.destroy()
        }
        socket.on('data', () => line?.heard())
        // Whoever's machine still closes the line was there until now.
        socket.once('end', end(true)).once('close', end(true)).once('error', end(true))
        far.once('close', end(false)).once('error', end(false))
        socket.pipe(far)
        far.pipe(socket)
      })
      asked.end()
    },

    /** Rights may have ended: whoever may no longer be in the room loses the line at once. */
    async onAccess(notice: Extract<Notice, { kind: 'access' }>): Promise<void> {
      for (const [socket, { seat, isTest }] of open) {
        const concerned =
          seat.countyId === notice.countyId &&
          (notice.seatId === seat.seatId || notice.personId === seat.personId || notice.meetingId === seat.meetingId)
        if (!concerned) continue
        const now = await readSeat(db, seat.countyId, seat.seatId).catch((error: unknown) => {
          log.warn({ error: String(error) }, 'livekit proxy: a seat could not be asked')
          return seat
        })
        if (!now || !(isTest ? mayTestLine(now) : mayEnter(now))) socket.destroy()
      }
    },

    async close(): Promise<void> {
      await lines.close()
      for (const socket of open.keys()) socket.destroy()
    },
  }
}

const mayEnter = (seat: SeatActor) =>
  can(seat, 'room.enter', meetingThing({ ...seat, id: seat.meetingId, state: seat.meetingState }))
