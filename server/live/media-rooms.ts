// LiveKit follows the seats: after each notice about rights, and again and again for what a notice or LiveKit lost. Every
// node does it, since each call only says what the rows say; two that say it at once say the same.
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import type { Notice } from '@/server/bus'
import { enforceSeatMedia, reconcileMedia } from '@/server/rooms/enforce-media'
import { endMediaRoom, mediaServer } from '@/server/rooms/media-server'

/** Throws when LiveKit does not answer. */
export async function enforceRights(db: Db, { countyId, meetingId, seatId }: Notice & { kind: 'access' }) {
  const server = mediaServer()
  if (server === null || meetingId === undefined) return
  if (seatId !== undefined) await enforceSeatMedia(db, server, countyId, meetingId, seatId)
  else {
    const [meeting] = await db
      .select({ state: meetings.state })
      .from(meetings)
      .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
    if (meeting?.state === 'ended') await endMediaRoom(server, meetingId)
  }
}

/** Everybody LiveKit has in a live room has exactly the rights of their seat. Throws when LiveKit does not answer. */
export async function reconcileRooms(db: Db) {
  const server = mediaServer()
  if (server === null) return
  const live = await db
    .select({ countyId: meetings.countyId, id: meetings.id })
    .from(meetings)
    .where(eq(meetings.state, 'live'))
  for (const { countyId, id } of live) await reconcileMedia(db, server, countyId, id)
}
