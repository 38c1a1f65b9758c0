// An export in JSON Lines, checked without the database: each line by its mac, and where nothing was filtered out, that none
// is missing and the last is the one the file ends with.
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { macOf, sealExport, type Link } from '@/server/events/chain'
import type { Keys } from '@/server/events/verify'

const LinkShape = z.object({ keyId: z.string(), mac: z.string() }).nullable()
const Row = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('trail'),
    version: z.literal(1),
    countyId: z.string(),
    filter: z.record(z.string(), z.string()),
    exportedAt: z.string(),
    head: z.object({ seq: z.number(), mac: z.string(), keyId: z.string() }),
  }),
  z.object({
    kind: z.literal('line'),
    link: LinkShape,
    line: z.strictObject({
      countyId: z.string(),
      seq: z.number(),
      at: z.string(),
      actorKind: z.string(),
      actorId: z.string().nullable(),
      verb: z.string(),
      thingId: z.string().nullable(),
      result: z.string(),
      from: z.string().nullable(),
      detail: z.record(z.string(), z.unknown()),
    }),
    keyId: z.string().nullable(),
    mac: z.string().nullable(),
  }),
  z.object({ kind: z.literal('end'), lines: z.number(), keyId: z.string(), seal: z.string() }),
])

export type ExportReport = { lines: number; isWholeTrail: boolean; faults: string[] }

const keptFaults = 100

export async function verifyExport(file: Readable, keys: Keys): Promise<ExportReport> {
  const report: ExportReport = { lines: 0, isWholeTrail: false, faults: [] }
  const fault = (what: string) => void (report.faults.length < keptFaults && report.faults.push(what))
  let about: Extract<z.infer<typeof Row>, { kind: 'trail' }> | undefined
  let last: { seq: number; link: Link } | undefined
  let isEnded = false
  let number = 0
  for await (const text of createInterface({ input: file, crlfDelay: Infinity })) {
    number += 1
    const row = parse(text)
    if (!row || isEnded || (row.kind === 'trail') !== (number === 1) || (number > 1 && !about))
      fault(`row ${number} of the file is not of an export`)
    else if (row.kind === 'trail') {
      about = row
      report.isWholeTrail = Object.keys(row.filter).length === 0
    } else if (row.kind === 'end') {
      isEnded = true
      if (row.lines !== report.lines) fault(`the file says ${row.lines} lines, ${report.lines} are there`)
      const key = keys.find(({ id }) => id === row.keyId)
      const { countyId, exportedAt, filter, head } = about!
      if (!key || row.seal !== sealExport(key, { countyId, exportedAt, filter, head, lines: row.lines }))
        fault('what the file says of itself is not what was written')
    } else {
      report.lines += 1
      const { link, line, keyId, mac } = row
      const key = keys.find(({ id }) => id === keyId)
      if (!key)
        fault(`line ${line.seq} was chained with another key (${keyId ?? 'none'}): give its secret with --old-secret`)
      else if (mac !== macOf(key, link, line)) fault(`line ${line.seq} is not what was written`)
      if (line.countyId !== about?.countyId) fault(`line ${line.seq} is of another county`)
      if (last && report.isWholeTrail && (line.seq !== last.seq + 1 || !isSame(link, last.link)))
        fault(`line ${line.seq} does not follow line ${last.seq}`)
      else if (last && line.seq <= last.seq) fault(`line ${line.seq} stands after line ${last.seq}`)
      last = { seq: line.seq, link: keyId !== null && mac !== null ? { keyId, mac } : null }
    }
  }
  if (!isEnded) fault('the end of the file is missing')
  if (report.isWholeTrail && (last?.seq !== about?.head.seq || last?.link?.mac !== about?.head.mac))
    fault('the last line is not the one that the file names')
  return report
}

const isSame = (a: Link, b: Link) => a?.mac === b?.mac && a?.keyId === b?.keyId

function parse(text: string): z.infer<typeof Row> | null {
  try {
    return Row.parse(JSON.parse(text))
  } catch {
    return null
  }
}
