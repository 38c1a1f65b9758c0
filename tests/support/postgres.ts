// A real Postgres for tests: one embedded cluster a run, a migrated template, a fresh copy for every test file.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Connection } from '@/db/client'
import { migrate } from '@/server/embedded/migrate'
import { startPostgres } from '@/server/embedded/postgres'
import { processesOf } from './process-tree'

const template = 'lianxi_template'

const withDatabase = (url: string, name: string) => {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

export type TestPostgres = {
  url: string
  pid: number
  /** SIGKILL to the postmaster and every process of it, at once. It stays away until `again`. */
  kill9(): void
  /** Brings a killed one back; resolves when it has recovered and answers. */
  again(): Promise<void>
  stop(): Promise<void>
}

/**
 * A cluster of its own with a migrated template database. `stop` removes everything.
 * @param folder an empty folder for its data; default: a new one
 */
export async function startTestPostgres(folder = mkdtempSync(join(tmpdir(), 'lx-pg-'))): Promise<TestPostgres> {
  const start = () => startPostgres(folder, 'only-for-tests-only-for-tests-000', 'test')
  let server = await start()
  const { sql, end } = connect(withDatabase(server.url, 'postgres'), { max: 1 })
  await sql.unsafe(`create database ${template}`)
  await migrate(withDatabase(server.url, template))
  await end()
  return {
    url: server.url,
    pid: server.pid,
    kill9: () => {
      // The postmaster first: it would take the death of the others for a crash and start afresh.
      const pids = processesOf(folder).map(({ pid }) => pid)
      const postmaster = pids.filter((pid) => pid === server.pid)
      for (const pid of [...postmaster, ...pids.filter((pid) => pid !== server.pid)]) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // It ended meanwhile.
        }
      }
      // Nor may the house's own watch bring it back: when it returns is the test's to say.
      server.kill()
    },
    again: async () => {
      server = await start()
    },
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A fresh copy of the template. @param clusterUrl default: the cluster the vitest set-up started */
export async function createTestDatabase(
  clusterUrl = process.env.TEST_CLUSTER_URL,
): Promise<Connection & { url: string; drop(): Promise<void> }> {
  if (!clusterUrl) throw new Error('no test cluster: run through vitest with tests/support/vitest-postgres.ts')
  const name = `t_${crypto.randomUUID().replaceAll('-', '')}`
  const admin = connect(withDatabase(clusterUrl, 'postgres'), { max: 1 })
  // Copying a template waits for nobody else to be in it; two copies at once would refuse each other.
  await admin.sql`select pg_advisory_lock(7301002)`
  await admin.sql.unsafe(`create database ${name} template ${template}`)
  await admin.end()
  const url = withDatabase(clusterUrl, name)
  const connection = connect(url, { max: 8 })
  return {
    ...connection,
    url,
    drop: async () => {
      await connection.end()
      const last = connect(withDatabase(clusterUrl, 'postgres'), { max: 1 })
      await last.sql.unsafe(`drop database if exists ${name} with (force)`)
      await last.end()
    },
  }
}
