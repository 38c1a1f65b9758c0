// How the signed records of a body hold together: each carries an HMAC over itself and the record before, with a key that is
// not in the database; the head is sealed, so that none can be cut off the end. The form is that of the audit trail
// (server/events/chain.ts, docs/decisions/007-audit-chain.md), with a key of its own.
import { createHash, createHmac } from 'node:crypto'
import canonicalize from 'canonicalize'
import { and, eq } from 'drizzle-orm'
import { minutesHeads, minutesRecords } from '@/db/schema/signing'
import type { Tx } from '@/db/client'
import { runtime } from '@/server/env'
import { deriveKey } from '@/server/secrets'

export type RecordKey = { id: string; key: Buffer }
export type RecordRow = typeof minutesRecords.$inferSelect
export type RecordLink = { keyId: string; mac: string } | null

let kept: { secret: string; key: RecordKey } | undefined

/** The key of this house. */
export function recordKey(secret = runtime().authSecret): RecordKey {
  if (kept?.secret === secret) return kept.key
  const bytes = deriveKey(secret, 'lianxi minutes chain')
  const id = createHash('sha256').update('lianxi minutes key id').update(bytes).digest('hex').slice(0, 12)
  kept = { secret, key: { id, key: bytes } }
  return kept.key
}

const mac = ({ id, key }: RecordKey, kind: 'record' | 'head', value: object) =>
  createHmac('sha256', key)
    .update(`${kind}\n${canonicalize({ ...value, keyId: id })}`)
    .digest('hex')

/** Over every column but the mac itself. */
export const macOfRecord = (key: RecordKey, link: RecordLink, { at, mac: _, keyId: __, ...rest }: RecordRow): string =>
  mac(key, 'record', { link, record: { ...rest, at: at.toISOString() } })

export const sealRecords = (key: RecordKey, countyId: string, bodyId: string, number: number, last: string): string =>
  mac(key, 'head', { countyId, bodyId, number, mac: last })

type NewRecord = Omit<RecordRow, 'number' | 'keyId' | 'mac'>

/**
 * Appends to the body's chain, whose head stays locked until commit: records are dense and in commit order. A head that does
 * not fit its seal is refused, so that nothing is signed on top of a forgery.
 * @throws Error when the head was changed by somebody without the key
 */
export async function appendRecord(tx: Tx, input: NewRecord): Promise<RecordRow> {
  const { countyId, bodyId } = input
  const key = recordKey()
  // Takes the lock also where there is no head yet: the first two of a body wait for each other here.
  await tx
    .insert(minutesHeads)
    .values({ countyId, bodyId, number: 0, keyId: '', mac: '', seal: '' })
    .onConflictDoNothing()
  const here = and(eq(minutesHeads.countyId, countyId), eq(minutesHeads.bodyId, bodyId))
  const [head] = await tx.select().from(minutesHeads).where(here).for('update')
  if (!head) throw new Error('minutes: no head')
  if (
    head.number > 0 &&
    head.keyId === key.id &&
    head.seal !== sealRecords(key, countyId, bodyId, head.number, head.mac)
  )
    throw new Error('minutes: the head of the chain does not fit its seal: run hub verify')
  const link = head.number === 0 ? null : { keyId: head.keyId, mac: head.mac }
  const bare = { ...input, number: head.number + 1, keyId: key.id, mac: '' }
  const record = { ...bare, mac: macOfRecord(key, link, bare) }
  await tx.insert(minutesRecords).values(record)
  await tx
    .update(minutesHeads)
    .set({
      number: record.number,
      keyId: key.id,
      mac: record.mac,
      seal: sealRecords(key, countyId, bodyId, record.number, record.mac),
    })
    .where(here)
  return record
}
