// What somebody who opens the room's page gets: the room, the door, the sign-in page, or why not. A signed-in member of
// the body without a place yet asks for entry here; everybody else was let in at the door.
import { eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import type { SeatActor } from '@/server/access'
import { parseCookies, readCredentials } from '@/server/credentials'
import { toAppError, type ErrorCode } from '@/server/errors'
import type { CountyId, MeetingId } from '@/server/ids'
import { log } from '@/server/log'
import type { MediaAccess, RoomSnapshot } from './contract'
import { mintToken } from './mint-token'
import { readRoom } from './read-room'
import { deviceCookieName, deviceHasSeat } from './read-seat'
import { requestEntry } from './request-entry'

export type RoomEntry =
  | {
      kind: 'in'
      snapshot: RoomSnapshot
      countyId: CountyId
      /** As `media:token` would answer; null when that takes longer than a page waits. */
      media: MediaAccess | null
    }
  | { kind: 'door'; path: string }
  | { kind: 'signIn' }
  | { kind: 'refused'; code: ErrorCode }

export async function enterRoom(
  db: Db,
  headers: { cookie?: string },
  meetingId: MeetingId,
  secure: boolean,
  at: Date,
): Promise<RoomEntry> {
  try {
    let { person, seat } = await readCredentials(db, headers, meetingId, secure, at)
    const isGuest = seat !== null && seat.personId === null
    if (person && !isGuest && (seat === null || seat.admission !== 'admitted')) {
      await requestEntry(db, person, { entrance: 'member', meetingId }, at)
      ;({ person, seat } = await readCredentials(db, headers, meetingId, secure, at))
    }
    if (!seat) {
      // Signing in would not help a guest who followed the address of another meeting.
      const secret = parseCookies(headers.cookie ?? '').get(deviceCookieName(secure))
      if (!person && secret && (await deviceHasSeat(db, secret))) return { kind: 'refused', code: 'wrong_meeting' }
      return { kind: 'signIn' }
    }
    // A guest who is not in yet waits at the door, which knows this device's seat. Members have no door.
    if (isGuest && !seat.isBanned && seat.admission !== 'admitted') {
      const [meeting] = await db.select({ code: meetings.joinCode }).from(meetings).where(eq(meetings.id, meetingId))
      if (meeting?.code) return { kind: 'door', path: `/join/${encodeURIComponent(meeting.code)}?wait=1` }
    }
    const [snapshot, media] = await Promise.all([readRoom(db, seat, at), firstAccess(seat)])
    return { kind: 'in', snapshot, countyId: seat.countyId, media }
  } catch (error) {
    const known = toAppError(error)
    if (known.code === 'internal') throw error
    return { kind: 'refused', code: known.code }
  }
}

/** Milliseconds that a page waits for LiveKit: where it is silent, the page stands without it and asks again by itself. */
const mediaWaitMs = 400

async function firstAccess(seat: SeatActor): Promise<MediaAccess | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, mediaWaitMs, null)))
  const minted = mintToken(seat).catch((error: unknown) => {
    if (toAppError(error).code === 'internal')
      log.warn({ error: String(error) }, 'a room’s page came without a media token')
    return null
  })
  return Promise.race([minted, late]).finally(() => clearTimeout(timer))
}
