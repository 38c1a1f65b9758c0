// What LiveKit reports, once per event id: kept as evidence for attendance, and answered at once where somebody is in the
// room whose seat is not. Events come late, twice and out of order; nothing here depends on their order.
import { and, eq } from 'drizzle-orm'
import type { WebhookEvent } from 'livekit-server-sdk'
import { z } from 'zod'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { mediaEvents, seats } from '@/db/schema/rooms'
import { noteStays } from '@/server/attendance/note-stays'
import { MeetingId, SeatId, type CountyId } from '@/server/ids'
import { log } from '@/server/log'
import { enforceSeatMedia } from './enforce-media'
import { mediaServer } from './media-server'

const LiveKitEvent = z.object({
  id: z.string().min(1).max(200),
  event: z.string().min(1).max(60),
  /** Seconds since 1970. */
  createdAt: z.bigint().transform(Number),
  room: z.object({ name: z.string() }).optional(),
  participant: z
    .object({
      identity: z.string(),
      sid: z.string().max(60),
      metadata: z.string().optional(),
      joinedAt: z.bigint().optional(),
      joinedAtMs: z.bigint().optional(),
    })
    .optional(),
})

/** Milliseconds since 1970; older servers tell full seconds only. */
export function joinedAtOf(participant: { joinedAt?: bigint | undefined; joinedAtMs?: bigint | undefined }) {
  const ms = Number(participant.joinedAtMs ?? 0n)
  const seconds = Number(participant.joinedAt ?? 0n)
  return ms > 0 ? ms : seconds > 0 ? seconds * 1000 : null
}

export type EventOutcome = 'stored' | 'seen' | 'foreign'

/** @param event as verified by WebhookReceiver */
export async function onLiveKitEvent(db: Db, event: WebhookEvent): Promise<EventOutcome> {
  const parsed = LiveKitEvent.safeParse(event)
  const meetingId = MeetingId.safeParse(parsed.data?.room?.name)
  // Rooms that are not ours (a LiveKit shared with another program) are acknowledged and left alone.
  if (!parsed.success || !meetingId.success) return 'foreign'
  const [meeting] = await db
    .select({ countyId: meetings.countyId })
    .from(meetings)
    .where(eq(meetings.id, meetingId.data))
  if (!meeting) return 'foreign'
  const { id, createdAt, participant } = parsed.data
  const seatId = SeatId.safeParse(participant?.identity)
  const stored = await db
    .insert(mediaEvents)
    .values({
      countyId: meeting.countyId,
      id,
      meetingId: meetingId.data,
      seatId: seatId.success ? seatId.data : null,
      participantSid: participant?.sid ?? null,
      event: parsed.data.event,
      at: new Date(createdAt * 1000),
    })
    .onConflictDoNothing()
    .returning({ id: mediaEvents.id })
  if (stored.length === 0) return 'seen'
  const isAboutStay = ['participant_joined', 'participant_left'].includes(parsed.data.event)
  if (participant && seatId.success && isAboutStay) await noteStay(db, meeting.countyId, meetingId.data, parsed.data)
  const server = mediaServer()
  if (server !== null && participant && parsed.data.event === 'participant_joined') {
    const mayStay = await enforceSeatMedia(
      db,
      server,
      meeting.countyId,
      meetingId.data,
      participant.identity,
      participant.metadata,
    )
    if (!mayStay) log.warn({ meetingId: meetingId.data, identity: participant.identity }, 'livekit: dropped, no seat')
  }
  return 'stored'
}

/** Joined says since when, left until when; either widens the stay, whichever comes first or alone. */
async function noteStay(db: Db, countyId: CountyId, meetingId: MeetingId, event: z.infer<typeof LiveKitEvent>) {
  const { sid, identity } = event.participant!
  const [seat] = await db
    .select({ id: seats.id })
    .from(seats)
    .where(and(eq(seats.countyId, countyId), eq(seats.meetingId, meetingId), eq(seats.id, SeatId.parse(identity))))
  if (!seat) return
  const told = event.createdAt * 1000
  const since = Math.min(joinedAtOf(event.participant!) ?? told, told)
  const seenUntil = event.event === 'participant_left' ? told : since
  await noteStays(db, [{ countyId, meetingId, witness: 'media', id: sid, seatId: seat.id, since, seenUntil }])
}
