// Who is asking, from one request's headers. Precedence (DECISIONS 14): a bearer token, else the signed-in person and that
// person's seat in this meeting, else the guest seat of this device. Nothing here decides; access.ts does.
import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { accessTokens } from '@/db/schema/people'
import type { Actor, PersonActor, SeatActor } from '@/server/access'
import type { MeetingId, SeatId, SessionId } from '@/server/ids'
import { readPerson } from '@/server/people/read-person'
import { readPeopleOfSessions, readSession, sessionCookieName } from '@/server/people/sessions'
import {
  deviceCookieName,
  readSeat,
  readSeatOfDevice,
  readSeatOfPerson,
  readSeatsByDevice,
} from '@/server/rooms/read-seat'
import { hashSecret } from '@/server/secrets'

export type Credentials = { person: PersonActor | null; seat: SeatActor | null }

type Headers = {
  cookie?: string | undefined
  authorization?: string | undefined
  /** False where a gate asks again by itself: an open page alone does not keep a session from being idle. */
  isUse?: boolean
}

/** What somebody holds their seat by, where many can be asked at once whether they still do. */
export type Hold = { by: 'session'; sessionId: SessionId } | { by: 'device'; secretHash: string }

/** Null where it takes more than one look: programs, and a device that also has somebody's session. */
export function holdOf({ person, seat }: Credentials, headers: Headers, secure: boolean): Hold | null {
  if (headers.authorization !== undefined || seat === null) return null
  if (seat.personId !== null) return person?.sessionId ? { by: 'session', sessionId: person.sessionId } : null
  const cookies = parseCookies(headers.cookie ?? '')
  const secret = cookies.get(deviceCookieName(secure))
  return secret && !cookies.has(sessionCookieName(secure)) ? { by: 'device', secretHash: hashSecret(secret) } : null
}

type Holder = { hold: Hold | null; seat: Pick<SeatActor, 'countyId' | 'meetingId' | 'seatId' | 'personId'> }

/**
 * Those of one room for whom `readCredentials` would find the same seat again; what the seat may do is not asked here. Whoever
 * has no hold is left out.
 */
export async function whoStillHolds<H extends Holder>(db: Db | Tx, holders: readonly H[], at: Date): Promise<Set<H>> {
  const [first] = holders
  if (!first) return new Set()
  const { countyId, meetingId } = first.seat
  const sessionIds = holders.flatMap(({ hold }) => (hold?.by === 'session' ? hold.sessionId : []))
  const hasDevices = holders.some(({ hold }) => hold?.by === 'device')
  const [people, taken] = await Promise.all([
    readPeopleOfSessions(db, countyId, sessionIds, at),
    hasDevices ? readSeatsByDevice(db, countyId, meetingId) : new Map<string, SeatId>(),
  ])
  return new Set(
    holders.filter(({ hold, seat }) =>
      hold?.by === 'session'
        ? seat.personId !== null && people.get(hold.sessionId) === seat.personId
        : hold?.by === 'device' && taken.get(hold.secretHash) === seat.seatId,
    ),
  )
}

/** The actors of a credential, most specific first; anonymous when there is none. */
export const actorsOf = ({ person, seat }: Credentials): Actor[] => {
  const actors = [seat, person].filter((actor) => actor !== null)
  return actors.length > 0 ? actors : [{ kind: 'anonymous' }]
}

/** @param meetingId the meeting whose seat is wanted, or null where no room is concerned. */
export async function readCredentials(
  db: Db,
  headers: Headers,
  meetingId: MeetingId | null,
  secure: boolean,
  at: Date,
): Promise<Credentials> {
  if (headers.authorization !== undefined) return readBearer(db, headers.authorization, meetingId, at)
  const cookies = parseCookies(headers.cookie ?? '')
  const sessionCookie = cookies.get(sessionCookieName(secure))
  const session = sessionCookie ? await readSession(db, sessionCookie, at, { isUse: headers.isUse ?? true }) : null
  if (session) {
    const via = { sessionId: session.id, tokenId: null }
    const person = await readPerson(db, session.countyId, session.personId, via, at)
    const seat = person && meetingId ? await readSeatOfPerson(db, person.countyId, meetingId, person.personId) : null
    // A signed-in person without a seat here may still be somebody's guest on this device (a parent who also has an account).
    if (person && (seat || !meetingId)) return { person, seat }
    return { person, seat: await guestSeat(db, cookies, meetingId, secure) }
  }
  return { person: null, seat: await guestSeat(db, cookies, meetingId, secure) }
}

const guestSeat = async (db: Db, cookies: Map<string, string>, meetingId: MeetingId | null, secure: boolean) => {
  const secret = cookies.get(deviceCookieName(secure))
  return secret && meetingId ? readSeatOfDevice(db, secret, meetingId) : null
}

/** The secret of an authorization header, where it is of the form of ours. */
export const bearerOf = (header: string): string | undefined => /^Bearer ([A-Za-z0-9_-]{16,100})$/.exec(header)?.[1]

async function readBearer(db: Db, header: string, meetingId: MeetingId | null, at: Date): Promise<Credentials> {
  const nobody = { person: null, seat: null }
  const secret = bearerOf(header)
  if (!secret) return nobody
  const [token] = await db
    .select()
    .from(accessTokens)
    .where(
      and(
        eq(accessTokens.secretHash, hashSecret(secret)),
        isNull(accessTokens.revokedAt),
        gt(accessTokens.expiresAt, at),
      ),
    )
  if (!token) return nobody
  if (token.seatId) {
    const seat = await readSeat(db, token.countyId, token.seatId, token.id)
    return { person: null, seat: meetingId === null || seat?.meetingId === meetingId ? seat : null }
  }
  if (!token.personId) return nobody
  const isReading = token.scope === 'read'
  const via = { sessionId: null, tokenId: token.id, ...(isReading && { isReadOnly: true as const }) }
  const person = await readPerson(db, token.countyId, token.personId, via, at)
  // A seat acts in the room: not with a token that only reads.
  const seat =
    person && meetingId && !isReading
      ? await readSeatOfPerson(db, person.countyId, meetingId, person.personId, token.id)
      : null
  return { person, seat }
}

/** Cookie header → name → value. The first of two with one name wins, as browsers send the narrowest path first. */
export function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const part of header.split(';')) {
    const split = part.indexOf('=')
    if (split < 1) continue
    const name = part.slice(0, split).trim()
    const value = part.slice(split + 1).trim()
    if (!cookies.has(name)) cookies.set(name, safeDecode(value))
  }
  return cookies
}

function safeDecode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
