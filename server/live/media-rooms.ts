// LiveKit follows the seats: after each notice about rights, and again every second for what a notice or LiveKit lost. Every
// node does it, since each call only says what the rows say; two that say it at once say the same. Who was seen there is
// the evidence of attendance.
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { noteStays, type SeenStay } from '@/server/attendance/note-stays'
import { Sightings } from '@/server/attendance/sightings'
import type { Notice } from '@/server/bus'
import { clock } from '@/server/clock'
import { reconcileMedia } from '@/server/rooms/enforce-media'
import { endMediaRoom, mediaServer } from '@/server/rooms/media-server'
import { joinedAtOf } from '@/server/rooms/on-livekit-event'

/** Throws when LiveKit does not answer. */
export async function enforceRights(db: Db, { countyId, meetingId, seatId }: Notice & { kind: 'access' }) {
  const server = mediaServer()
  if (server === null || meetingId === undefined) return
  const [meeting] = await db
    .select({ state: meetings.state })
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  if (meeting?.state === 'ended') return endMediaRoom(server, meetingId)
  await reconcileMedia(db, server, countyId, meetingId, seatId)
}

/** One node's look at all live rooms. */
export class MediaRooms {
  readonly #seen = new Sightings()

  constructor(private readonly db: Db) {}

  /** Everybody LiveKit has in a live room has exactly the rights of their seat. Throws when LiveKit does not answer. */
  async reconcile(): Promise<void> {
    const server = mediaServer()
    if (server === null) return
    const live = await this.db
      .select({ countyId: meetings.countyId, id: meetings.id })
      .from(meetings)
      .where(eq(meetings.state, 'live'))
    const due: SeenStay[] = this.#seen.keepOnly(new Set(live.map(({ id }) => id)))
    try {
      for (const { countyId, id } of live) {
        // Before it is asked: who left while it answers and rights are set was not seen after that.
        const seenUntil = clock.now().getTime()
        const here = await reconcileMedia(this.db, server, countyId, id)
        const stays = here.map(({ seat, participant }): SeenStay => {
          const since = joinedAtOf(participant) ?? seenUntil
          return {
            countyId,
            meetingId: id,
            witness: 'media',
            id: participant.sid,
            seatId: seat.seatId,
            since,
            seenUntil,
          }
        })
        due.push(...this.#seen.seen(id, stays))
      }
    } finally {
      await noteStays(this.db, due)
    }
  }
}
