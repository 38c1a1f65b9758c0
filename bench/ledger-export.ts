// The whole ledger as a file, in a process that does nothing else: its peak is the export's.
import fs from 'node:fs'
import { connect } from '@/db/client'
import { LedgerExport, exportLedger } from '@/server/action-items/export'
import { setRuntime } from '@/server/env'
import type { CountyId, PersonId } from '@/server/ids'
import { readPerson } from '@/server/people/read-person'

export type ExportAsk = {
  runtime: Parameters<typeof setRuntime>[0] & { databaseUrl: string }
  countyId: CountyId
  personId: PersonId
}
/** Memory in MiB. */
export type Exported = { seconds: number; before: number; peak: number; bytes: number; rows: number }

const resident = (line: 'VmRSS' | 'VmHWM') =>
  Number(new RegExp(`${line}:\\s+(\\d+) kB`).exec(fs.readFileSync('/proc/self/status', 'utf8'))![1]) / 1024

process.once('message', (message) => void answer(message as ExportAsk & { format: 'xlsx' | 'csv' }))

async function answer({ runtime, countyId, personId, format }: ExportAsk & { format: 'xlsx' | 'csv' }): Promise<void> {
  setRuntime(runtime)
  const { db, sql, end } = connect(runtime.databaseUrl, { name: 'bench-export' })
  const at = new Date()
  const actor = (await readPerson(db, countyId, personId, { sessionId: null, tokenId: null }, at))!
  const before = resident('VmRSS')
  const begun = performance.now()
  const asked = { ...LedgerExport.parse({ view: 'all', format }), locale: 'zh-Hans' as const }
  const { body } = await exportLedger(db, actor, asked, at)
  let bytes = 0
  for await (const piece of body as unknown as AsyncIterable<Uint8Array>) bytes += piece.byteLength
  const seconds = (performance.now() - begun) / 1000
  const peak = resident('VmHWM')
  const [event] = await sql`select detail->>'count' as rows from events where verb = 'ledger.export'
    order by seq desc limit 1`
  await end()
  process.send!({ seconds, before, peak, bytes, rows: Number(event?.rows) } satisfies Exported)
}
