// The signals of the rooms alone, so that their clients take no time from them. node signals-process.mjs '{"databaseUrl": …}'
// Tells its port over IPC, answers any message with its figures; SIGTERM stops in order.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from '@/db/client'
import { attachSignals } from '@/server/live/signals'

export type ToldOfSignals = { databaseUrl: string; origins: string[] }

const told = JSON.parse(process.argv[2]!) as ToldOfSignals
const { sql } = connect(told.databaseUrl, { max: 10 })
const signals = await attachSignals({ sql, origins: told.origins, secure: false })
const http = createServer().on('upgrade', (request, socket, head) => signals.handleUpgrade(request, socket, head))
await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
const { port } = http.address() as AddressInfo
process.on('SIGTERM', () => void signals.close().then(() => process.exit(0)))
process.on('disconnect', () => process.exit(0))
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  const cpuMs = Math.round((user + system) / 1_000)
  process.send!({ ...signals.stats(), residentBytes: process.memoryUsage.rss(), cpuMs, port })
})
process.send!({ port })
