// How the lines of the trail hold together: each carries an HMAC over itself and the line before, so that whoever has the
// database and not the key can change, add or take nothing unnoticed. The key is derived from the secret of AUTH_SECRET or
// DATA_DIR, the one way for server, commands, demo and tests. Why it is so: docs/decisions/007-audit-chain.md.
import { createHash, createHmac } from 'node:crypto'
import canonicalize from 'canonicalize'
import { runtime } from '@/server/env'
import { deriveKey } from '@/server/secrets'

export type ChainKey = { id: string; key: Buffer }

/** One line as the mac sees it: every column, ids in lower case, the time in UTC to the microsecond as Postgres keeps it. */
export type ChainLine = {
  countyId: string
  seq: number
  at: string
  actorKind: string
  actorId: string | null
  verb: string
  thingId: string | null
  result: string
  from: string | null
  detail: Record<string, unknown>
}

/** What a line is chained to. Null: the first of a trail, or the first after lines that were never chained. */
export type Link = { keyId: string; mac: string } | null

/** Instead of a link, where the head had been changed by somebody without the key: the break stays to be found. */
export const brokenHead = 'broken head'

let kept: { secret: string; key: ChainKey } | undefined

/** The key of this house. */
export function chainKey(secret = runtime().authSecret): ChainKey {
  if (kept?.secret === secret) return kept.key
  const bytes = deriveKey(secret, 'lianxi audit chain')
  // Names the key in each line without telling it, so that a change of secret is said and not taken for a forgery.
  const id = createHash('sha256').update('lianxi audit key id').update(bytes).digest('hex').slice(0, 12)
  kept = { secret, key: { id, key: bytes } }
  return kept.key
}

/** Any two kinds of text that are authenticated differ in their first word: none can stand for another. */
const mac = ({ key, id }: ChainKey, kind: 'line' | 'head' | 'checkpoint' | 'export', value: object): string =>
  createHmac('sha256', key)
    .update(`${kind}\n${canonicalize({ ...value, keyId: id })}`)
    .digest('hex')

export const macOf = (key: ChainKey, link: Link | typeof brokenHead, line: ChainLine): string =>
  mac(key, 'line', { link, line })

export type Head = { countyId: string; seq: number; mac: string }

/** Whoever cuts lines off the end cannot say the shorter trail is whole. */
export const sealHead = (key: ChainKey, { countyId, seq, mac: last }: Head): string =>
  mac(key, 'head', { countyId, seq, mac: last })

export type Checkpoint = { countyId: string; throughSeq: number; at: string; last: Link }

export const sealCheckpoint = (key: ChainKey, { countyId, throughSeq, at, last }: Checkpoint): string =>
  mac(key, 'checkpoint', { countyId, throughSeq, at, last })

/** What a file says of itself (whose, which filter, what end, how many lines), so that no line can be left out of it. */
export const sealExport = (key: ChainKey, about: object): string => mac(key, 'export', about)

/** 2026-09-16T06:30:00.000000Z: as `utcText` reads it back. */
export const instantText = (at: Date): string => at.toISOString().replace('Z', '000Z')

/** The same of a column, in SQL: a Date would drop its last three digits, which nobody could then check. */
export const utcText = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/**
 * A detail as Postgres writes its jsonb: what was read is compared with it byte for byte, because parsing takes 1.0 for 1
 * and 9007199254740993 for 9007199254740992.
 */
export function jsonbText(detail: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(detail).map(([name, value]) => [Buffer.from(name), name, value] as const)
  entries.sort(([a], [b]) => a.length - b.length || Buffer.compare(a, b))
  return `{${entries.map(([, name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(', ')}}`
}
