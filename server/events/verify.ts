// Walks the audit trail of one county from its first line to its head and says what is wrong, in bounded memory: lines are
// read in batches, of faults the first hundred are kept. What it can and cannot find: docs/decisions/007-audit-chain.md.
import { sql as raw, type SQL } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import {
  jsonbText,
  macOf,
  sealCheckpoint,
  sealHead,
  utcText,
  type ChainKey,
  type ChainLine,
  type Link,
} from '@/server/events/chain'
import type { CountyId } from '@/server/ids'

export type Fault = { seq: number | null; what: string }
export type TrailReport = {
  countyId: CountyId
  /** Lines that are there, and among them those from before the trail was chained. */
  lines: number
  unchained: number
  /** Removed by retention, vouched for by a checkpoint. */
  removed: number
  head: { seq: number; mac: string | null } | null
  /** The first hundred. */
  faults: Fault[]
  faultCount: number
}

/** A line as text and null, nothing parsed that could hide a difference. */
export type RawLine = {
  seq: string
  at: string
  actor_kind: string
  actor_id: string | null
  verb: string
  thing_id: string | null
  result: string
  from_address: string | null
  detail: string
  key_id: string | null
  mac: string | null
}
export const lineColumns = `events.seq::text, ${utcText('events.at')} as at, events.actor_kind, events.actor_id::text,
  events.verb, events.thing_id::text, events.result, events.from_address, events.detail::text, events.key_id, events.mac`

const keptFaults = 100
const atOnce = 1000

export type Keys = readonly ChainKey[]

/** Told of each line as it passes, for what else is to be compared with the trail. */
export type OnLine = (line: ChainLine) => void

/** @param keys this house's first, then those of earlier secrets. Call it in one repeatable-read transaction. */
export async function verifyTrail(
  db: Db | Tx,
  countyId: CountyId,
  keys: Keys,
  onLine: OnLine = () => {},
): Promise<TrailReport> {
  const report: TrailReport = { countyId, lines: 0, unchained: 0, removed: 0, head: null, faults: [], faultCount: 0 }
  const fault = (seq: number | null, what: string) => {
    report.faultCount += 1
    if (report.faults.length < keptFaults) report.faults.push({ seq, what })
  }
  const walk = new Walk(countyId, keys, fault)
  const start = await readCheckpoint(db, countyId, keys, fault)
  if (start) {
    report.removed = start.throughSeq
    walk.startAfter(start.throughSeq, start.last)
  }
  for await (const row of readLines(db, raw`county_id = ${countyId}`)) {
    const line = walk.take(row)
    if (line) onLine(line)
  }
  report.lines = walk.lines
  report.unchained = walk.unchained
  report.head = await checkHead(db, walk, fault)
  return report
}

/** Every line for which `where` holds, in order (of the number: `seq` alone would be the text), a thousand at a time. */
export async function* readLines(db: Db | Tx, where: SQL): AsyncGenerator<RawLine> {
  for (let after = '0'; ;) {
    const batch = await textRows<RawLine>(
      db,
      raw`select ${raw.raw(lineColumns)} from events where ${where} and seq > ${after}::bigint order by events.seq limit ${atOnce}`,
    )
    yield* batch
    if (batch.length < atOnce) return
    after = batch.at(-1)!.seq
  }
}

const textRows = async <R>(db: Db | Tx, query: SQL) => (await db.execute(query)) as unknown as R[]

export type OnFault = (seq: number | null, what: string) => void

/** The state between one line and the next. */
export class Walk {
  lines = 0
  unchained = 0
  last = 0
  /** What the next line must be chained to; undefined where the line before is missing, so that nothing can be said. */
  link: Link | undefined = null

  constructor(
    readonly countyId: string,
    readonly keys: Keys,
    private readonly fault: OnFault,
  ) {}

  startAfter(seq: number, link: Link): void {
    this.last = seq
    this.link = link
  }

  /** The line, where its form can be read. */
  take(row: RawLine): ChainLine | null {
    const seq = Number(row.seq)
    this.lines += 1
    if (seq <= this.last) this.fault(seq, 'is there, though a checkpoint says that retention removed it')
    else if (seq !== this.last + 1) {
      const first = this.last + 1
      this.fault(first, seq - 1 === first ? 'is missing' : `to ${seq - 1} are missing`)
      this.link = undefined
    }
    this.last = Math.max(seq, this.last)
    const line = parsedLine(this.countyId, row)
    if (!line) this.fault(seq, 'has a detail that nobody wrote so')
    else this.check(seq, line, row)
    if (row.mac !== null && row.key_id !== null) this.link = { keyId: row.key_id, mac: row.mac }
    return line
  }

  private check(seq: number, line: ChainLine, { key_id: keyId, mac }: RawLine): void {
    if (mac === null && keyId === null && this.link === null) {
      this.unchained += 1
      return
    }
    if (mac === null || keyId === null) return this.fault(seq, 'has lost its mac')
    const key = this.keys.find(({ id }) => id === keyId)
    if (!key) return this.fault(seq, `was chained with another key (${keyId}): give its secret with --old-secret`)
    if (this.link === undefined) return this.fault(seq, 'cannot be checked: the line before it is missing')
    if (mac !== macOf(key, this.link, line)) this.fault(seq, 'is not what was written, or the line before it is not')
  }
}

/** Null where its detail is not in the form in which it was written. */
export function parsedLine(countyId: string, row: RawLine): ChainLine | null {
  try {
    const detail = JSON.parse(row.detail) as Record<string, unknown>
    if (jsonbText(detail) !== row.detail) return null
    return {
      countyId,
      seq: Number(row.seq),
      at: row.at,
      actorKind: row.actor_kind,
      actorId: row.actor_id,
      verb: row.verb,
      thingId: row.thing_id,
      result: row.result,
      from: row.from_address,
      detail,
    }
  } catch {
    return null
  }
}

type CheckpointRow = {
  through: string
  at: string
  last_key_id: string | null
  last_mac: string | null
  key_id: string
  seal: string
}

async function readCheckpoint(db: Db | Tx, countyId: CountyId, keys: Keys, fault: OnFault) {
  const rows = await textRows<CheckpointRow>(
    db,
    raw`select through_seq::text as through, ${raw.raw(utcText('at'))} as at, last_key_id, last_mac, key_id, seal
      from event_checkpoints where county_id = ${countyId} order by through_seq`,
  )
  const points = rows.map((row) => {
    const last = row.last_key_id && row.last_mac ? { keyId: row.last_key_id, mac: row.last_mac } : null
    const point = { countyId, throughSeq: Number(row.through), at: row.at, last }
    const key = keys.find(({ id }) => id === row.key_id)
    const isSound = key !== undefined && row.seal === sealCheckpoint(key, point)
    if (!isSound) fault(point.throughSeq, 'the checkpoint through this line does not fit its seal')
    return point
  })
  return points.at(-1)
}

async function checkHead(db: Db | Tx, walk: Walk, fault: OnFault): Promise<TrailReport['head']> {
  const [row] = await textRows<{ seq: string; key_id: string | null; mac: string | null; seal: string | null }>(
    db,
    raw`select seq::text, key_id, mac, seal from event_heads where county_id = ${walk.countyId}`,
  )
  if (!row) {
    fault(null, walk.last > 0 ? 'the head is missing' : 'there is no trail, not even of the making of the county')
    return null
  }
  const head = { seq: Number(row.seq), mac: row.mac }
  if (head.seq !== walk.last) fault(null, `the head says ${head.seq} lines, the last one there is ${walk.last}`)
  else if (
    walk.link !== undefined &&
    (row.mac !== (walk.link?.mac ?? null) || row.key_id !== (walk.link?.keyId ?? null))
  )
    fault(head.seq, 'the head is not that of the last line')
  const key = walk.keys.find(({ id }) => id === row.key_id)
  const isSealed =
    row.mac !== null && key && row.seal === sealHead(key, { countyId: walk.countyId, seq: head.seq, mac: row.mac })
  if (!isSealed && (row.mac !== null || row.seal !== null || row.key_id !== null))
    fault(null, 'the head does not fit its seal')
  return head
}
