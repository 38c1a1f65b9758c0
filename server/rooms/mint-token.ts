// The only way to a media token. Identity is the seat's id: LiveKit keeps one connection per identity, so a second tab or
// device of one seat takes the media over and the first is told DUPLICATE_IDENTITY. The first must say so and offer "use
// it here"; it must never reconnect by itself, or two tabs fight for ever. Nothing personal is in identity or room name,
// which go to LiveKit's log. LiveKit does not revoke tokens: what a token allows is asked again at its webhook, by the
// signalling proxy and by the reconciler.
import { AccessToken } from 'livekit-server-sdk'
import { requireAccess, type SeatActor } from '@/server/access'
import { meetingThing } from '@/server/meetings/model'
import type { MediaAccess } from './contract'
import { ensureMediaRoom, mediaServer, trackSources, whyNoMediaServer } from './media-server'
import { mayHear, publishSources } from './model'

/** Minutes. It bounds the first connection only; LiveKit hands a connected client fresh ones. */
const ttl = '10m'

/** @throws what requireAccess says of a seat that is not in */
export async function mintToken(seat: SeatActor): Promise<MediaAccess> {
  requireAccess(seat, 'room.enter', meetingThing({ ...seat, id: seat.meetingId, state: seat.meetingState }))
  const server = mediaServer()
  if (server === null) return { state: 'missing', reason: whyNoMediaServer() }
  if (!(await ensureMediaRoom(server, seat.meetingId))) return { state: 'missing', reason: 'unreachable' }
  const sources = publishSources(seat)
  const token = new AccessToken(server.apiKey, server.apiSecret, {
    identity: seat.seatId,
    name: seat.name,
    ttl,
    metadata: JSON.stringify({ seatId: seat.seatId, byLink: seat.personId === null }),
  })
  token.addGrant({
    roomJoin: true,
    room: seat.meetingId,
    canSubscribe: mayHear(seat),
    canPublish: sources.length > 0,
    canPublishData: false,
    canUpdateOwnMetadata: false,
    ...(sources.length > 0 && { canPublishSources: sources.map((source) => trackSources[source]) }),
  })
  return { state: 'ready', path: '/livekit', token: await token.toJwt() }
}
