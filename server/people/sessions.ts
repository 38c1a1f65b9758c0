// Sessions are rows (DECISIONS 14): the cookie's JWT only names one, and the row is asked at every request and socket.
import { and, eq, gt, isNull } from 'drizzle-orm'
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import type { Db, Tx } from '@/db/client'
import { sessions } from '@/db/schema/people'
import { notify } from '@/server/bus'
import { runtime } from '@/server/env'
import { CountyId, SessionId, type PersonId } from '@/server/ids'

export const sessionMaxAgeS = 12 * 3600
const idleMaxMs = 8 * 3600_000

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
): Promise<SessionId> {
  const id = SessionId.parse(crypto.randomUUID())
  await tx.insert(sessions).values({
    countyId,
    id,
    personId,
    createdAt: at,
    lastSeenAt: at,
    expiresAt: new Date(at.getTime() + sessionMaxAgeS * 1000),
    userAgent: userAgent.slice(0, 300),
  })
  return id
}

/** The live session a cookie value names, or null. Touches last_seen at most once a minute. */
export async function readSession(db: Db, cookie: string, at: Date) {
  const parsed = SessionToken.safeParse(await decode({ token: cookie, secret: runtime().authSecret }).catch(() => null))
  if (!parsed.success) return null
  const { sid, cid } = parsed.data
  const [row] = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.countyId, cid), eq(sessions.id, sid), isNull(sessions.endedAt), gt(sessions.expiresAt, at)))
  if (!row || at.getTime() - row.lastSeenAt.getTime() > idleMaxMs) return null
  if (at.getTime() - row.lastSeenAt.getTime() > 60_000) {
    await db
      .update(sessions)
      .set({ lastSeenAt: at })
      .where(and(eq(sessions.countyId, cid), eq(sessions.id, sid)))
  }
  return row
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
