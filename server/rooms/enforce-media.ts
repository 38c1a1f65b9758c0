// Makes LiveKit agree with the seats: who is not in is dropped, who is in has exactly the rights of their seat now. Run
// when a notice says that rights changed, when LiveKit reports somebody, and again and again by the reconciler, since
// LiveKit neither revokes tokens nor loses no webhook.
import { eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import type { SeatActor } from '@/server/access'
import { SeatId, type CountyId, type MeetingId } from '@/server/ids'
import {
  dropParticipant,
  endMediaRoom,
  listMediaParticipants,
  setParticipantRights,
  trackSources,
  type MediaServer,
} from './media-server'
import { publishSources } from './model'
import { readSeat } from './read-seat'

export const isIn = (seat: SeatActor | null, meetingId: MeetingId): seat is SeatActor =>
  seat !== null &&
  seat.meetingId === meetingId &&
  seat.admission === 'admitted' &&
  !seat.isBanned &&
  seat.meetingState === 'live'

/** One seat, whose identity at LiveKit is its id. True when it may stay. */
export async function enforceSeatMedia(
  db: Db,
  server: MediaServer,
  countyId: CountyId,
  meetingId: MeetingId,
  identity: string,
): Promise<boolean> {
  const seatId = SeatId.safeParse(identity)
  const seat = seatId.success ? await readSeat(db, countyId, seatId.data) : null
  if (!isIn(seat, meetingId)) {
    await dropParticipant(server, meetingId, identity)
    return false
  }
  await setParticipantRights(server, meetingId, identity, publishSources(seat))
  return true
}

/** Everybody LiveKit has in a meeting's room; writes only where something differs. Ends the room of an ended meeting. */
export async function reconcileMedia(db: Db, server: MediaServer, countyId: CountyId, meetingId: MeetingId) {
  const participants = await listMediaParticipants(server, meetingId)
  const [meeting] = await db.select({ state: meetings.state }).from(meetings).where(eq(meetings.id, meetingId))
  if (meeting?.state === 'ended') return endMediaRoom(server, meetingId)
  for (const { identity, permission } of participants) {
    const seatId = SeatId.safeParse(identity)
    const seat = seatId.success ? await readSeat(db, countyId, seatId.data) : null
    if (!isIn(seat, meetingId)) {
      await dropParticipant(server, meetingId, identity)
      continue
    }
    const wanted = publishSources(seat)
    const has = new Set(permission?.canPublish ? permission.canPublishSources : [])
    const agrees = has.size === wanted.length && wanted.every((source) => has.has(trackSources[source]))
    if (!agrees) await setParticipantRights(server, meetingId, identity, wanted)
  }
}
