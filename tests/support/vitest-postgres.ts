// Set-up of every vitest project that needs a database: one cluster for the whole run, its address in TEST_CLUSTER_URL.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setRuntime } from '@/server/env'
import { startTestPostgres } from './postgres'

export default async function setup() {
  const cluster = await startTestPostgres()
  const dataDir = mkdtempSync(join(tmpdir(), 'lx-data-'))
  process.env.TEST_CLUSTER_URL = cluster.url
  setRuntime({
    databaseUrl: cluster.url,
    authSecret: 'only-for-tests-only-for-tests-000',
    dataDir,
    addresses: { local: 'http://localhost:3000', lan: [], public: null },
  })
  return async () => {
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
