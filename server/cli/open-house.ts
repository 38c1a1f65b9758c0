// The database for one command: DATABASE_URL, else the running server's, else the embedded Postgres of DATA_DIR, started for
// this command and stopped after it under the same lock a server takes.
import { resolve } from 'node:path'
import { connect, type Connection } from '@/db/client'
import { checkDatabase } from '@/server/embedded/check-database'
import { prepareFolder, readRuntimeNote } from '@/server/embedded/data-dir'
import { lockHolder, takeLock } from '@/server/embedded/lock'
import { migrate } from '@/server/embedded/migrate'
import { startPostgres } from '@/server/embedded/postgres'
import { readOrMakeSecrets } from '@/server/embedded/secrets'
import { imapOf, setRuntime, StartError, type Env, type Runtime } from '@/server/env'

/** How long to wait for a start under way, or for another command to end. */
const patienceMs = 60_000

export type OpenHouse = Pick<Connection, 'sql' | 'db'> & { isBesideServer: boolean; close(): Promise<void> }

export async function openHouse(env: Env, what: string): Promise<OpenHouse> {
  const dataDir = resolve(env.DATA_DIR)
  prepareFolder(dataDir)
  const held = await serverOrLock(dataDir, `the command "${what}"`)
  if (typeof held !== 'function') {
    setRuntime(held)
    return { ...use(held.databaseUrl), isBesideServer: true }
  }
  const release = held
  const undo: (() => unknown)[] = []
  const close = async () => {
    for (const step of undo.reverse()) await step()
  }
  // Ctrl-C in the middle: what the command had not committed rolls back, and no Postgres stays behind.
  const onSignal = () => void close().finally(() => process.exit(130))
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  try {
    undo.push(release)
    const secrets = readOrMakeSecrets(dataDir)
    let databaseUrl = env.DATABASE_URL
    if (databaseUrl) await checkDatabase(databaseUrl)
    else {
      const embedded = await startPostgres(dataDir, secrets.postgres, secrets.place)
      undo.push(() => embedded.stop())
      databaseUrl = embedded.url
    }
    await migrate(databaseUrl)
    setRuntime({
      databaseUrl,
      databaseKind: env.DATABASE_URL ? 'external' : 'embedded',
      authSecret: env.AUTH_SECRET ?? secrets.auth,
      metricsToken: secrets.metrics,
      dataDir,
      mail: env.SMTP_URL !== undefined,
      answersTo: imapOf(env)?.answersTo ?? null,
      addresses: { local: `http://localhost:${env.PORT}`, lan: [], public: env.PUBLIC_URL ?? null },
    })
    const { close: end, ...connection } = use(databaseUrl)
    undo.push(end)
    return { ...connection, isBesideServer: false, close }
  } catch (error) {
    await close()
    throw error
  }
}

function use(url: string): Pick<OpenHouse, 'sql' | 'db' | 'close'> {
  const { sql, db, end } = connect(url, { max: 4, name: 'lianxi hub' })
  return { sql, db, close: end }
}

/** What a server of this folder says of itself, else the lock. Waits for a start under way and for other commands to end. */
async function serverOrLock(dataDir: string, what: string): Promise<Runtime | (() => void)> {
  for (let waited = 0; ; waited += 100) {
    const holder = lockHolder(dataDir)
    const server = holder && readRuntimeNote(dataDir, holder.pid)
    if (server) return server
    try {
      return takeLock(dataDir, what)
    } catch (error) {
      if (waited >= patienceMs || !(error instanceof StartError)) throw error
    }
    await new Promise((done) => setTimeout(done, 100))
  }
}
