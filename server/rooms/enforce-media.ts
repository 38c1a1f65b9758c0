// Makes LiveKit agree with the seats: who is not in is dropped, who is in has exactly the rights of their seat now. Run
// when a notice says that rights changed, when LiveKit reports somebody, and again and again by the reconciler, since
// LiveKit neither revokes tokens nor loses no webhook.
import { eq } from 'drizzle-orm'
import type { ParticipantInfo } from 'livekit-server-sdk'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import type { SeatActor } from '@/server/access'
import { SeatId, type CountyId, type MeetingId } from '@/server/ids'
import { ParticipantMetadata } from './contract'
import {
  dropParticipant,
  endMediaRoom,
  listMediaParticipants,
  setParticipantRights,
  trackSources,
  type MediaServer,
} from './media-server'
import { mayHear, publishSources } from './model'
import { asLinkHolder, readSeat, readSeatsOfMeeting } from './read-seat'

export const isIn = (seat: SeatActor | null, meetingId: MeetingId): seat is SeatActor =>
  seat !== null &&
  seat.meetingId === meetingId &&
  seat.admission === 'admitted' &&
  !seat.isBanned &&
  seat.meetingState === 'live'

/** Whether this participant took their token as somebody with a link: written by us at mint-token, and nobody else may. */
function cameByLink(metadata: string | undefined): boolean {
  try {
    return ParticipantMetadata.parse(JSON.parse(metadata ?? '')).byLink
  } catch {
    return true
  }
}

/** One participant, whose identity at LiveKit is the seat's id. True when they may stay. */
export async function enforceSeatMedia(
  db: Db,
  server: MediaServer,
  countyId: CountyId,
  meetingId: MeetingId,
  identity: string,
  metadata: string | undefined,
): Promise<boolean> {
  const seatId = SeatId.safeParse(identity)
  const row = seatId.success ? await readSeat(db, countyId, seatId.data) : null
  const seat = row && cameByLink(metadata) ? asLinkHolder(row) : row
  if (!isIn(seat, meetingId)) {
    await dropParticipant(server, meetingId, identity)
    return false
  }
  await setParticipantRights(server, meetingId, identity, publishSources(seat), mayHear(seat))
  return true
}

/**
 * Everybody LiveKit has in a meeting's room; writes only where something differs. Ends the room of an ended meeting.
 * @param only where given, this seat alone @returns who is there and may be
 */
export async function reconcileMedia(
  db: Db,
  server: MediaServer,
  countyId: CountyId,
  meetingId: MeetingId,
  only?: SeatId,
): Promise<{ seat: SeatActor; participant: ParticipantInfo }[]> {
  const participants = (await listMediaParticipants(server, meetingId)).filter(
    ({ identity }) => only === undefined || identity === only,
  )
  const [meeting] = await db.select({ state: meetings.state }).from(meetings).where(eq(meetings.id, meetingId))
  if (meeting?.state === 'ended') {
    await endMediaRoom(server, meetingId)
    return []
  }
  if (participants.length === 0) return []
  const seats = await readSeatsOfMeeting(db, countyId, meetingId)
  const here: { seat: SeatActor; participant: ParticipantInfo }[] = []
  for (const participant of participants) {
    const { identity, permission } = participant
    const row = seats.get(identity as SeatId) ?? null
    const seat = row && cameByLink(participant.metadata) ? asLinkHolder(row) : row
    if (!isIn(seat, meetingId)) {
      await dropParticipant(server, meetingId, identity)
      continue
    }
    here.push({ seat, participant })
    const wanted = publishSources(seat)
    const has = new Set(permission?.canPublish ? permission.canPublishSources : [])
    const agrees =
      has.size === wanted.length &&
      wanted.every((source) => has.has(trackSources[source])) &&
      permission?.canSubscribe === mayHear(seat)
    if (!agrees) await setParticipantRights(server, meetingId, identity, wanted, mayHear(seat))
  }
  return here
}
