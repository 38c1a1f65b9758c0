// Sessions are rows (DECISIONS 14): the cookie's JWT only names one, and the row is asked at every request and socket.
import { and, eq, gt, inArray, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm'
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import type { Db, Tx } from '@/db/client'
import { people, sessions } from '@/db/schema/people'
import { countySecurity } from '@/db/schema/security'
import { notify } from '@/server/bus'
import { runtime } from '@/server/env'
import { CountyId, SessionId, type PersonId } from '@/server/ids'
import { defaultSecurity } from '@/server/security/model'
import { readCountySecurity } from '@/server/security/read'

/** Of the cookie: the longest a county may allow. The row ends earlier, by the county's own times. */
export const sessionMaxAgeS = 7 * 86_400
/** To find the phone and type a code, or to set one up. */
const awaitingMs = 10 * 60_000

export type Awaits = 'code' | 'enrolment'

/** `__Host-` where the browser accepts it: over https, path /, no domain. Plain http is loopback only. */
export const sessionCookieName = (secure: boolean) => (secure ? '__Host-lianxi-session' : 'lianxi-session')

export const SessionToken = z.object({ sid: SessionId, cid: CountyId })
export type SessionToken = z.infer<typeof SessionToken>

export async function createSession(
  tx: Db | Tx,
  countyId: CountyId,
  personId: PersonId,
  userAgent: string,
  at: Date,
  { fromAddress = '', awaits = null }: { fromAddress?: string; awaits?: Awaits | null } = {},
): Promise<SessionId> {
  const { absoluteMinutes } = await readCountySecurity(tx, countyId)
  const id = SessionId.parse(crypto.randomUUID())
  await tx.insert(sessions).values({
    countyId,
    id,
    personId,
    createdAt: at,
    lastSeenAt: at,
    expiresAt: new Date(at.getTime() + (awaits ? awaitingMs : absoluteMinutes * 60_000)),
    userAgent: userAgent.slice(0, 300),
    fromAddress: fromAddress.slice(0, 64),
    awaits,
  })
  return id
}

/** The row is over by the county's own two times, whatever was promised when it began. */
export const isPast = (at: Date) => {
  const now = sql`${at.toISOString()}::timestamptz`
  const { idleMinutes, absoluteMinutes } = defaultSecurity
  return sql<boolean>`(${sessions.expiresAt} <= ${now}
    or ${sessions.createdAt} <= ${now} - coalesce(${countySecurity.absoluteMinutes}, ${absoluteMinutes}::int) * interval '1 minute'
    or ${sessions.lastSeenAt} < ${now} - coalesce(${countySecurity.idleMinutes}, ${idleMinutes}::int) * interval '1 minute')`
}

async function parseToken(cookie: string): Promise<SessionToken | null> {
  const token = await decode({ token: cookie, secret: runtime().authSecret }).catch(() => null)
  return SessionToken.safeParse(token).data ?? null
}

/**
 * The live session a cookie value names, or null; never one that still waits for something.
 * @param isUse whether somebody is doing something: then last_seen moves, at most once a minute
 */
export async function readSession(db: Db, cookie: string, at: Date, { isUse = true }: { isUse?: boolean } = {}) {
  const token = await parseToken(cookie)
  if (!token) return null
  const mine = and(eq(sessions.countyId, token.cid), eq(sessions.id, token.sid))
  const [row] = await db
    .select({ session: sessions, isPast: isPast(at) })
    .from(sessions)
    .leftJoin(countySecurity, eq(countySecurity.countyId, sessions.countyId))
    .where(and(mine, isNull(sessions.endedAt), isNull(sessions.awaits)))
  if (!row || row.isPast) return null
  if (isUse && at.getTime() - row.session.lastSeenAt.getTime() > 60_000)
    await db.update(sessions).set({ lastSeenAt: at }).where(mine)
  return row.session
}

/** Whose live sessions these are, of many at once; not of people whose account was closed. `last_seen` does not move. */
export async function readPeopleOfSessions(
  db: Db | Tx,
  countyId: CountyId,
  ids: readonly SessionId[],
  at: Date,
): Promise<ReadonlyMap<SessionId, PersonId>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: sessions.id, personId: sessions.personId, isPast: isPast(at) })
    .from(sessions)
    .innerJoin(people, and(eq(people.countyId, sessions.countyId), eq(people.id, sessions.personId)))
    .leftJoin(countySecurity, eq(countySecurity.countyId, sessions.countyId))
    .where(
      and(
        eq(sessions.countyId, countyId),
        inArray(sessions.id, [...ids]),
        isNull(sessions.endedAt),
        isNull(sessions.awaits),
        isNull(people.disabledAt),
      ),
    )
  return new Map(rows.flatMap(({ id, personId, isPast }) => (isPast ? [] : [[id, personId] as const])))
}

/** Somebody is at these pages: `last_seen` moves, at most once a minute. */
export async function noteUse(db: Db, countyId: CountyId, ids: readonly SessionId[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await db
    .update(sessions)
    .set({ lastSeenAt: at })
    .where(
      and(
        eq(sessions.countyId, countyId),
        inArray(sessions.id, [...ids]),
        lt(sessions.lastSeenAt, new Date(at.getTime() - 60_000)),
      ),
    )
}

/** The session a cookie value names while it waits for a code or for setting one up; good for nothing else. */
export async function readAwaitingSession(db: Db, cookie: string, at: Date) {
  const token = await parseToken(cookie)
  if (!token) return null
  const [row] = await db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.countyId, token.cid),
        eq(sessions.id, token.sid),
        isNull(sessions.endedAt),
        isNotNull(sessions.awaits),
        gt(sessions.expiresAt, at),
      ),
    )
  return row?.awaits ? { ...row, awaits: row.awaits } : null
}

/** Nothing is asked any more: from now on it is the person's. Of two at once one is told true. */
export async function completeSession(
  tx: Tx,
  countyId: CountyId,
  id: SessionId,
  awaited: Awaits,
  at: Date,
): Promise<boolean> {
  const { absoluteMinutes } = await readCountySecurity(tx, countyId)
  const done = await tx
    .update(sessions)
    .set({
      awaits: null,
      lastSeenAt: at,
      expiresAt: sql`${sessions.createdAt} + ${absoluteMinutes}::int * interval '1 minute'`,
    })
    .where(
      and(
        eq(sessions.countyId, countyId),
        eq(sessions.id, id),
        eq(sessions.awaits, awaited),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, at),
      ),
    )
    .returning({ id: sessions.id })
  return done.length === 1
}

/** The cookie value for a session; the same form next-auth writes, so programs and tests may make one through commands. */
export const sessionCookieValue = (token: SessionToken) =>
  encode({ token, secret: runtime().authSecret, maxAge: sessionMaxAgeS })

/** Ends one session; its sockets close within a second through the bus. */
export async function endSession(db: Db, countyId: CountyId, id: SessionId, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(sessions)
      .set({ endedAt: at })
      .where(and(eq(sessions.countyId, countyId), eq(sessions.id, id), isNull(sessions.endedAt)))
      .returning({ personId: sessions.personId })
    if (row) await notify(tx, { kind: 'access', countyId, personId: row.personId })
  })
}

/** Ends all sessions of a person, but `except`; their sockets close within a second. @returns how many */
export async function endSessionsOf(
  tx: Tx,
  countyId: CountyId,
  personId: PersonId,
  at: Date,
  except: SessionId | null = null,
): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: at })
    .where(
      and(
        eq(sessions.countyId, countyId),
        eq(sessions.personId, personId),
        except ? ne(sessions.id, except) : undefined,
        isNull(sessions.endedAt),
      ),
    )
    .returning({ id: sessions.id })
  await notify(tx, { kind: 'access', countyId, personId })
  return ended.length
}
