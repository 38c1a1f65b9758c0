// The trail as a file for the auditor: CSV to be read, JSON Lines to be checked by `hub verify --file`. Streamed, so that its
// length costs no memory; the export stands in the trail itself, and the file ends with the count and mac of the trail's
// newest line at that moment, to be kept elsewhere and compared later (DECISIONS 11). The lines do not change meanwhile.
import { and, asc, eq, gt, lte, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { eventCheckpoints, eventHeads, events } from '@/db/schema/events'
import { people } from '@/db/schema/people'
import { seats } from '@/db/schema/rooms'
import { requireAccess, type OperatorActor, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { chainKey, sealExport } from '@/server/events/chain'
import { recordEvent } from '@/server/events/record'
import { byteOrderMark, csvLine } from '@/server/export/csv'
import { parsedLine, lineColumns, type RawLine } from '@/server/events/verify'
import type { CountyId } from '@/server/ids'
import { translator } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'
import { conditionsOf, type AuditFilter } from './filter'

export const ExportFormat = z.enum(['csv', 'jsonl'])
export type ExportFormat = z.infer<typeof ExportFormat>

type Asked = { countyId: CountyId; filter: AuditFilter; format: ExportFormat; locale: Locale; from: string | null }
export type TrailExport = {
  fileName: string
  type: string
  head: { seq: number; mac: string }
  text: AsyncGenerator<string>
}

const atOnce = 1000

/** @throws not_allowed. What is refused is in the trail too. */
export async function exportTrail(
  db: Db,
  actor: PersonActor | OperatorActor,
  { countyId, filter, format, locale, from }: Asked,
  at: Date,
): Promise<TrailExport> {
  requireAccess(actor, 'audit.export', { kind: 'county', countyId })
  const [county] = await db.select().from(counties).where(eq(counties.id, countyId))
  if (!county) throw new AppError('not_found')
  const stripped = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
  const isFiltered = Object.keys(stripped).length > 0
  const head = await db.transaction(async (tx) => {
    const event = { verb: 'audit.export', thingId: countyId, from, detail: { format, isFiltered } }
    await recordEvent(tx, countyId, actor, event, at)
    const [row] = await tx.select().from(eventHeads).where(eq(eventHeads.countyId, countyId))
    return { seq: row!.seq, mac: row!.mac!, keyId: row!.keyId! }
  })
  const rows = readRows(db, countyId, head.seq, conditionsOf(filter, county.timeZone), county.timeZone)
  const about = { countyId, exportedAt: at.toISOString(), filter: stripped, head }
  return {
    fileName: `lianxi-audit-${at.toISOString().slice(0, 10)}-${head.seq}.${format}`,
    type: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8',
    head,
    text: format === 'csv' ? asCsv(rows, head, locale) : asJsonLines(rows, countyId, about),
  }
}

type Row = RawLine & { local: string; link_key: string | null; link_mac: string | null; name: string | null }

async function* readRows(db: Db, countyId: CountyId, upTo: number, conditions: (SQL | undefined)[], timeZone: string) {
  for (let after = 0; ;) {
    const where = and(eq(events.countyId, countyId), gt(events.seq, after), lte(events.seq, upTo), ...conditions)
    const rows = (await db.execute(sql`
      select ${sql.raw(lineColumns)}, to_char(${events.at} at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI:SS') as local,
        coalesce(${people.name}, ${seats.name}) as name,
        coalesce("before".key_id, ${eventCheckpoints.lastKeyId}) as link_key,
        coalesce("before".mac, ${eventCheckpoints.lastMac}) as link_mac
      from ${events}
      left join ${people} on ${people.countyId} = ${events.countyId} and ${people.id} = ${events.actorId}
      left join ${seats} on ${seats.countyId} = ${events.countyId} and ${seats.id} = ${events.actorId}
      left join events "before" on "before".county_id = ${events.countyId} and "before".seq = ${events.seq} - 1
      left join ${eventCheckpoints} on ${eventCheckpoints.countyId} = ${events.countyId}
        and ${eventCheckpoints.throughSeq} = ${events.seq} - 1
      where ${where} order by ${asc(events.seq)} limit ${atOnce}`)) as unknown as Row[]
    yield rows
    if (rows.length < atOnce) return
    after = Number(rows.at(-1)!.seq)
  }
}

type Rows = AsyncGenerator<Row[]>

const columns = [
  'seq',
  'when',
  'utc',
  'who',
  'kind',
  'actor',
  'what',
  'thing',
  'result',
  'from',
  'detail',
  'key',
  'mac',
] as const

async function* asCsv(rows: Rows, head: { seq: number; mac: string }, locale: Locale): AsyncGenerator<string> {
  const t = translator(locale, 'audit')
  yield byteOrderMark + csvLine(columns.map((name) => t(`export.columns.${name}`)))
  let lines = 0
  for await (const batch of rows) {
    lines += batch.length
    yield batch
      .map((row) =>
        csvLine([
          row.seq,
          row.local,
          row.at,
          row.name ?? '',
          row.actor_kind,
          row.actor_id ?? '',
          row.verb,
          row.thing_id ?? '',
          row.result,
          row.from_address ?? '',
          row.detail,
          row.key_id ?? '',
          row.mac ?? '',
        ]),
      )
      .join('')
  }
  // A file that was cut off on its way lacks these.
  yield csvLine([])
  yield csvLine([t('export.lines'), String(lines)])
  yield csvLine([t('export.head'), `${head.seq}:${head.mac}`])
}

async function* asJsonLines(rows: Rows, countyId: CountyId, about: object): AsyncGenerator<string> {
  const text = (value: object) => `${JSON.stringify(value)}\n`
  yield text({ kind: 'trail', version: 1, ...about })
  let lines = 0
  for await (const batch of rows) {
    lines += batch.length
    yield batch
      .map((row) => {
        const link = row.link_key && row.link_mac ? { keyId: row.link_key, mac: row.link_mac } : null
        return text({ kind: 'line', link, line: parsedLine(countyId, row), keyId: row.key_id, mac: row.mac })
      })
      .join('')
  }
  const key = chainKey()
  yield text({ kind: 'end', lines, keyId: key.id, seal: sealExport(key, { ...about, lines }) })
}
