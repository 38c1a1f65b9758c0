// Whose token a request brings: what server/credentials.ts and people/read-person.ts find by three questions, and how often its
// address has missed, as one. It is asked at every request and kept by nobody, so that a token that was taken back, an account
// that was closed and an office that ended open nothing from that moment.
import { and, eq, gt, gte, isNull, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { keep } from '@/db/keep'
import { memberships, units } from '@/db/schema/bodies'
import { counties, rateLimits } from '@/db/schema/counties'
import { accessTokens, people } from '@/db/schema/people'
import type { PersonActor } from '@/server/access'
import { bearerOf } from '@/server/credentials'
import { AppError } from '@/server/errors'
import type { AccessTokenId } from '@/server/ids'
import { readAsker } from '@/server/people/asker'
import { heldBy } from '@/server/people/read-person'
import { countMiss, missesOf, refuseMisses } from '@/server/rooms/door/guess-limit'
import { hashSecret } from '@/server/secrets'

type Found = { misses: number | null } & (
  | ({ tokenId: AccessTokenId; scope: 'full' | 'read' } & Omit<PersonActor, 'kind' | 'sessionId' | 'tokenId'>)
  | { tokenId: null }
)

const at = sql.placeholder('at')
const places = sql`(select coalesce(json_agg(json_build_object('bodyId', ${memberships.bodyId}, 'unitId', ${memberships.unitId},
    'unitKind', ${units.kind}, 'office', ${memberships.office})), '[]')
  from ${memberships} join ${units} on ${and(eq(units.countyId, memberships.countyId), eq(units.id, memberships.unitId))}
  where ${and(eq(memberships.countyId, people.countyId), heldBy(people.countyId, people.id, at))})`
const holder = sql`select ${accessTokens.id} as "tokenId", ${accessTokens.scope} as scope, ${people.countyId} as "countyId",
    ${people.id} as "personId", ${people.name} as name, ${people.adminRoles} as "adminRoles", ${places} as memberships
  from ${accessTokens}
    join ${people} on ${and(eq(people.countyId, accessTokens.countyId), eq(people.id, accessTokens.personId))}
    join ${counties} on ${eq(counties.id, people.countyId)}
  where ${and(
    eq(accessTokens.secretHash, sql.placeholder('secretHash')),
    isNull(accessTokens.revokedAt),
    gt(accessTokens.expiresAt, sql`${at}::timestamptz`),
    isNull(people.disabledAt),
  )}`
const misses = sql`(select ${rateLimits.count} from ${rateLimits} where ${and(
  eq(rateLimits.key, sql.placeholder('missKey')),
  gte(rateLimits.windowStart, sql`${sql.placeholder('missSince')}::timestamptz`),
)})`
const find = keep<Found>(
  sql`select ${misses} as misses, found.* from (select 1) as one left join lateral (${holder}) as found on true`,
)

/** By bearer alone: a browser's cookie opens nothing here. @throws not_signed_in, too_many_tries */
export async function readHolder(
  db: Db,
  headers: { get(name: string): string | null },
  now: Date,
): Promise<PersonActor & { tokenId: AccessTokenId }> {
  const { address } = readAsker(headers)
  const authorization = headers.get('authorization')
  if (authorization === null) throw new AppError('not_signed_in')
  const { key, since } = missesOf(address, now)
  const secret = bearerOf(authorization)
  const [row] = await find(db, {
    at: now.toISOString(),
    // No token has this one: what is not of the form of ours is a miss like any other.
    secretHash: secret === undefined ? '' : hashSecret(secret),
    missKey: key,
    missSince: since.toISOString(),
  })
  refuseMisses(row!.misses)
  if (row!.tokenId === null) {
    await countMiss(db, address, now)
    throw new AppError('not_signed_in')
  }
  const { misses: _, scope, ...person } = row as Extract<Found, { tokenId: AccessTokenId }>
  return { kind: 'person', ...person, sessionId: null, ...(scope === 'read' && { isReadOnly: true }) }
}
