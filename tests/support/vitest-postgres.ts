// Set-up of every vitest project that needs a database: one cluster for the whole run, its address in TEST_CLUSTER_URL.
import { setRuntime } from '@/server/env'
import { startTestPostgres } from './postgres'

export default async function setup() {
  const cluster = await startTestPostgres()
  process.env.TEST_CLUSTER_URL = cluster.url
  setRuntime({
    databaseUrl: cluster.url,
    authSecret: 'only-for-tests-only-for-tests-000',
    dataDir: '.data',
    addresses: { local: 'http://localhost:3000', lan: [], public: null },
  })
  return () => cluster.stop()
}
