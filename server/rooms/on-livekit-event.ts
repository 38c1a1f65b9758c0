// What LiveKit reports, once per event id: kept as evidence for attendance, and answered at once where somebody is in the
// room whose seat is not. Events come late, twice and out of order; nothing here depends on their order.
import { eq } from 'drizzle-orm'
import type { WebhookEvent } from 'livekit-server-sdk'
import { z } from 'zod'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { mediaEvents } from '@/db/schema/rooms'
import { MeetingId, SeatId } from '@/server/ids'
import { log } from '@/server/log'
import { enforceSeatMedia } from './enforce-media'
import { mediaServer } from './media-server'

const LiveKitEvent = z.object({
  id: z.string().min(1).max(200),
  event: z.string().min(1).max(60),
  /** Seconds since 1970. */
  createdAt: z.bigint().transform(Number),
  room: z.object({ name: z.string() }).optional(),
  participant: z.object({ identity: z.string(), sid: z.string().max(60) }).optional(),
})

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
  const server = mediaServer()
  if (server !== null && participant && parsed.data.event === 'participant_joined') {
    const mayStay = await enforceSeatMedia(db, server, meeting.countyId, meetingId.data, participant.identity)
    if (!mayStay) log.warn({ meetingId: meetingId.data, identity: participant.identity }, 'livekit: dropped, no seat')
  }
  return 'stored'
}
