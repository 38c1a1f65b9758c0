// The running house: brings its parts up in order, takes them down in order. Nothing acknowledged is lost at SIGTERM:
// new work is refused first, then the minutes' flusher is drained, then sockets, LiveKit, jobs and Postgres end.
import { createServer } from 'node:http'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import next from 'next'
import PgBoss from 'pg-boss'
import type postgres from 'postgres'
import { connect, type Db } from '@/db/client'
import { listen } from '@/server/bus'
import { clock } from '@/server/clock'
import { certificate, lanAddresses } from '@/server/embedded/certificate'
import { checkDatabase } from '@/server/embedded/check-database'
import { prepareFolder, removeRuntimeNote, writeRuntimeNote } from '@/server/embedded/data-dir'
import { findLiveKit } from '@/server/embedded/find-livekit'
import { takeLock } from '@/server/embedded/lock'
import { migrate } from '@/server/embedded/migrate'
import { startPostgres } from '@/server/embedded/postgres'
import { readOrMakeSecrets } from '@/server/embedded/secrets'
import { doorAssets } from '@/server/rooms/door/assets'
import { imapOf, oidcOf, parseEnv, setRuntime, StartError, type Env } from '@/server/env'
import { log } from '@/server/log'
import { bringUpAnswers, type Answers } from './answers'
import { printBanner } from './banner'
import { listenOn } from './listen'
import { makeLivekitProxy } from './livekit-proxy'
import { bringUpMail } from './mailer'
import { bringUpMedia } from './media'
import { attachMinutes } from './minutes'
import { bringUpNodes, notesOnNodes, type HouseNodes } from './bring-up-nodes'
import { isOurOrigin } from './origins'
import { keepSearch } from './searcher'
import { serve, serveUpgrade, type Pages } from './serve'
import { Interrupted, makeShutdown, type Shutdown } from './shutdown'
import { attachSignals } from './signals'
import { watchTerms } from './terms'
import { bringUpWebhooks } from './webhooks'

export type House = {
  db: Db
  sql: postgres.Sql
  minutes: ReturnType<typeof attachMinutes>
  signals: Awaited<ReturnType<typeof attachSignals>>
  livekit: ReturnType<typeof makeLivekitProxy>
  /** Null without REDIS_URL. */
  nodes: HouseNodes | null
  /** Null without IMAP_URL. */
  answers: Answers | null
  ownCertificate: boolean
  isStopping: boolean
}

type Mode = 'start' | 'demo' | 'dev'

export async function main({ mode }: { mode: Mode }): Promise<void> {
  const shutdown = makeShutdown()
  shutdown.listen()
  // One forgotten promise must not end a sitting for everybody; a throw outside any promise leaves an unknown state.
  process.on('unhandledRejection', (error) =>
    log.error({ error: String((error as Error)?.stack ?? error) }, 'unhandled'),
  )
  process.on('uncaughtException', (error) => {
    log.fatal({ error: String(error?.stack ?? error) }, 'uncaught: stopping')
    void shutdown.stop(1)
  })
  try {
    await shutdown.during(start(mode, parseEnv(), shutdown))
  } catch (error) {
    if (!(error instanceof Interrupted)) {
      // What we foresaw is one line; what we did not goes to the log with its stack, for us.
      if (!(error instanceof StartError))
        log.fatal({ error: String((error as Error)?.stack ?? error) }, 'the start failed')
      const said = error instanceof StartError ? error.message : `The start failed: ${firstLine(error)}`
      process.stderr.write(`${said}\n`)
    }
    await shutdown.stop(1)
  }
}

const firstLine = (error: unknown) => String((error as Error)?.message ?? error).split('\n')[0]

async function start(mode: Mode, env: Env, shutdown: Shutdown): Promise<void> {
  const began = performance.now()
  const dataDir = resolve(env.DATA_DIR)
  prepareFolder(dataDir)
  shutdown.later('lock', takeLock(dataDir, 'a running server'))
  const secrets = readOrMakeSecrets(dataDir)
  await checkLiveKitWish(env, dataDir)
  const pair = await certificate(dataDir, env, clock.now())
  const door = await listenOn(env, pair)
  shutdown.later('ports', door.close)
  shutdown.check()

  const { databaseUrl, notes } = await bringUpDatabase(env, dataDir, secrets, shutdown)
  shutdown.check()
  const isReachable = !['127.0.0.1', 'localhost', '::1'].includes(env.HOST)
  const addresses = {
    local: `http://localhost:${door.ports.http}`,
    lan: isReachable ? lanAddresses().map((address) => `https://${address}:${door.ports.https}`) : [],
    public: env.PUBLIC_URL?.replace(/\/$/, '') ?? null,
  }
  const authSecret = env.AUTH_SECRET ?? secrets.auth
  // Next's bundle and next-auth read these from the process; nothing else may.
  process.env.AUTH_TRUST_HOST = 'true'
  process.env.NEXTAUTH_SECRET = authSecret
  const { roomPath, scripts } = await doorAssets()
  // Before the first phone asks for them; until then they go out as they are packed.
  for (const script of scripts.values()) void script.packed()
  setRuntime({
    bundleDir: dirname(fileURLToPath(import.meta.url)),
    databaseUrl,
    databaseKind: env.DATABASE_URL ? 'external' : 'embedded',
    authSecret,
    metricsToken: secrets.metrics,
    dataDir,
    mail: env.SMTP_URL !== undefined,
    answersTo: imapOf(env)?.answersTo ?? null,
    oidc: oidcOf(env),
    webhookAllow: env.WEBHOOK_ALLOW ?? [],
    addresses,
    roomScript: roomPath,
    livekit: null,
    livekitMissing: 'starting',
  })

  const { sql, db, end } = connect(databaseUrl, { max: 20, name: 'lianxi live' })
  shutdown.later('database connections', end)
  await bringUpJobs(databaseUrl, db, env.AUDIT_DAYS ?? null, shutdown)
  bringUpMail(env, db, addresses.public ?? addresses.local, shutdown)
  const answers = bringUpAnswers(env, sql, db, shutdown)
  bringUpWebhooks(db, env.WEBHOOK_ALLOW ?? [], shutdown)
  shutdown.check()
  const pages = await bringUpPages(mode === 'dev', door.ports.http, shutdown)
  shutdown.check()

  const media = await bringUpMedia(env, dataDir, secrets, door.ports.http)
  shutdown.later('LiveKit', media.stop, media.kill)
  const nodes = await bringUpNodes(env, shutdown)
  const rooms = await openRooms(sql, db, nodes, shutdown)
  const house: House = { ...rooms, nodes, answers, ownCertificate: pair.isOwn, isStopping: false }
  const way = { trustProxy: env.TRUST_PROXY, isDev: mode === 'dev', httpsPort: door.ports.https }
  door.open({
    request: (req, res, { secure }) => serve(req, res, house, pages, { ...way, secure }),
    upgrade: (req, socket, head, { secure }) => serveUpgrade(req, socket, head, house, pages, { ...way, secure }),
  })
  // Undone first: no new connection, no new socket, then what is queued is written before anybody is sent away.
  shutdown.later('minutes', () => house.minutes.drain())
  shutdown.later('new work', () => {
    house.isStopping = true
    removeRuntimeNote(dataDir)
    void door.close()
  })
  writeRuntimeNote(dataDir)
  const mediaLine = await media.announce()
  shutdown.check()
  notes.push(...notesOnNodes(env))
  await printBanner({ db, mode, notes, mediaLine, nodes, seconds: (performance.now() - began) / 1000 })
}

/** A LIVEKIT_BIN that is no LiveKit is a wrong value: told now, not discovered by the first meeting. */
async function checkLiveKitWish(env: Env, dataDir: string): Promise<void> {
  if (!env.LIVEKIT_BIN || env.LIVEKIT_URL) return
  await findLiveKit(env, dataDir).catch((error: unknown) => {
    throw new StartError(`${firstLine(error)}; accepted: the path of a livekit-server program.`)
  })
}

async function bringUpDatabase(
  env: Env,
  dataDir: string,
  secrets: ReturnType<typeof readOrMakeSecrets>,
  shutdown: Shutdown,
): Promise<{ databaseUrl: string; notes: string[] }> {
  if (env.DATABASE_URL) {
    await checkDatabase(env.DATABASE_URL)
    await migrate(env.DATABASE_URL)
    return { databaseUrl: env.DATABASE_URL, notes: [] }
  }
  const embedded = await startPostgres(dataDir, secrets.postgres, secrets.place)
  shutdown.later('PostgreSQL', embedded.stop, embedded.kill)
  await migrate(embedded.url)
  return { databaseUrl: embedded.url, notes: embedded.note ? [embedded.note] : [] }
}

/** Work that must happen once per cluster, whoever does it: pg-boss gives each firing to one node. */
async function bringUpJobs(databaseUrl: string, db: Db, auditDays: number | null, shutdown: Shutdown): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, schema: 'jobs', application_name: 'lianxi jobs', max: 3 })
  boss.on('error', (error) => log.warn({ error: String(error) }, 'jobs'))
  await boss.start()
  shutdown.later('jobs', () => boss.stop({ graceful: true, wait: true, timeout: 5000 }))
  const { tick } = await import('@/server/jobs/tick')
  await boss.createQueue('tick')
  await boss.work('tick', async () => tick(db, clock.now(), auditDays))
  await boss.schedule('tick', '* * * * *')
}

async function bringUpPages(isDev: boolean, port: number, shutdown: Shutdown): Promise<Pages> {
  // Next attaches its upgrade listener to this one, which never listens: on ours it would route our sockets and end them.
  const decoy = createServer()
  const app = next({ dev: isDev, dir: process.cwd(), httpServer: decoy, hostname: 'localhost', port })
  await app.prepare()
  shutdown.later('pages', () => app.close())
  const handle = app.getRequestHandler()
  return {
    handle: (req, res) => handle(req, res),
    // Its getUpgradeHandler() answers nobody (16.4.5). A browser opens sockets to one server one after the other: behind one
    // that is never answered no other is opened, and in `npm run dev` the room never came alive.
    reload: isDev ? (req, socket, head) => void (decoy.emit('upgrade', req, socket, head) || socket.destroy()) : null,
  }
}

async function openRooms(sql: postgres.Sql, db: Db, nodes: HouseNodes | null, shutdown: Shutdown) {
  const livekit = makeLivekitProxy(db)
  shutdown.later('signalling', livekit.close)
  const unlisten = await listen(sql, (notice) => {
    if (notice.kind === 'access') void livekit.onAccess(notice)
  })
  shutdown.later('bus', unlisten)
  const minutes = attachMinutes({ sql, db, nodes })
  shutdown.later('documents', () => minutes.close())
  const secure = (req: { headers: Record<string, unknown> }) => req.headers['x-forwarded-proto'] === 'https'
  const signals = await attachSignals({ sql, origins: isOurOrigin, secure })
  shutdown.later('room sockets', () => signals.close())
  shutdown.later('terms', watchTerms(db).stop)
  shutdown.later('search', keepSearch(db).stop)
  return { sql, db, minutes, signals, livekit }
}
