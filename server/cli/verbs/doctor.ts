// Each part of the house, asked rather than believed. Red parts make the exit code 1; amber ones say what is not there yet.
import fs from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import type postgres from 'postgres'
import type { Db } from '@/db/client'
import { lanAddresses } from '@/server/embedded/certificate'
import { findLiveKit } from '@/server/embedded/find-livekit'
import { lockHolder } from '@/server/embedded/lock'
import { pendingMigrations } from '@/server/embedded/migrate'
import { imapOf, parseEnv, runtime } from '@/server/env'
import { listQuarantined } from '@/server/minutes/quarantine'
import { verb } from '../verb'

type Finding = { part: string; state: 'green' | 'amber' | 'red'; found: string; next?: string }

export const doctor = verb({
  path: ['doctor'],
  summary: 'checks database, migrations, documents, LiveKit, mail, mailbox, clock, disk, addresses',
  run: async ({ sql, db, at }) => {
    const findings: Finding[] = [
      ...(await checkDatabase(sql)),
      await checkDocuments(db),
      await checkClock(sql, at),
      await checkLiveKit(),
      ...(await checkRedis()),
      await checkMail(),
      ...(await checkMailbox()),
      checkDisk(),
      checkAddresses(),
    ]
    return { state: worst(findings), findings }
  },
  print: ({ findings }) => findings.map(line).join('\n'),
  exitCode: ({ state }) => (state === 'red' ? 1 : 0),
})

const marks = { green: '✓', amber: '!', red: '✗' }
const line = ({ part, state, found, next }: Finding) =>
  `${marks[state]} ${part.padEnd(11)} ${found}${next ? `\n  ${''.padEnd(11)} ${next}` : ''}`

const worst = (findings: readonly Finding[]) =>
  (['red', 'amber'] as const).find((state) => findings.some((finding) => finding.state === state)) ?? 'green'

async function checkDatabase(sql: postgres.Sql): Promise<Finding[]> {
  const [row] = await sql`select current_setting('server_version') as version, current_setting('fsync') as fsync,
    current_setting('synchronous_commit') as sync, pg_size_pretty(pg_database_size(current_database())) as size`
  const facts = row as { version: string; fsync: string; sync: string; size: string }
  const isDurable = facts.fsync === 'on' && facts.sync !== 'off'
  const pending = await pendingMigrations(sql)
  return [
    {
      part: 'database',
      state: isDurable ? 'green' : 'red',
      found: `PostgreSQL ${facts.version}, ${runtime().databaseKind}, ${facts.size}, fsync ${facts.fsync}, synchronous_commit ${facts.sync}`,
      ...(isDurable ? {} : { next: 'Turn both on: without them a saved edit can be lost in a power cut.' }),
    },
    pending === 0
      ? { part: 'migrations', state: 'green', found: 'all applied' }
      : { part: 'migrations', state: 'red', found: `${pending} not applied`, next: 'Stop and start the server.' },
  ]
}

async function checkDocuments(db: Db): Promise<Finding> {
  // Without tables there are none; the line about migrations says so.
  const aside = await listQuarantined(db).catch(() => [])
  if (aside.length === 0) return { part: 'documents', state: 'green', found: 'none set aside' }
  return {
    part: 'documents',
    state: 'red',
    found: `set aside, since their rows are at fault: ${aside.map(({ id, since }) => `${id} (${since!.toISOString()})`).join(', ')}`,
    next: 'The log says why. Mend the rows or restore them from a backup, then: hub document release ID (see its --help)',
  }
}

async function checkClock(sql: postgres.Sql, at: Date): Promise<Finding> {
  const [row] = await sql`select extract(epoch from clock_timestamp())::float8 * 1000 as now`
  // `at` was read when the command began, so the database may be ahead by what the command took.
  const apartS = Math.abs((row as { now: number }).now - at.getTime()) / 1000
  const found = `${at.toISOString()}, within ${apartS.toFixed(1)} s of the database’s`
  if (at.getUTCFullYear() < 2025) return { part: 'clock', state: 'red', found, next: 'Set the clock of this machine.' }
  return apartS < 10
    ? { part: 'clock', state: 'green', found }
    : {
        part: 'clock',
        state: 'red',
        found,
        next: 'Set both machines by NTP: deadlines and sessions are counted by the clock.',
      }
}

async function checkLiveKit(): Promise<Finding> {
  const env = parseEnv()
  const { livekit, livekitMissing, dataDir } = runtime()
  if (livekit) {
    const isUp = await fetch(livekit.httpUrl, { signal: AbortSignal.timeout(3000) }).then(
      (answer) => answer.status < 500,
      () => false,
    )
    return isUp
      ? { part: 'LiveKit', state: 'green', found: `answers at ${livekit.httpUrl}` }
      : {
          part: 'LiveKit',
          state: 'amber',
          found: `${livekit.httpUrl} does not answer`,
          next: `See ${join(dataDir, 'livekit.log')}.`,
        }
  }
  if (lockHolder(dataDir)?.pid !== process.pid) {
    const next = 'Meetings run without picture and sound meanwhile; the server’s terminal says what it waits for.'
    return { part: 'LiveKit', state: 'amber', found: livekitMissing ?? 'not there', next }
  }
  if (env.LIVEKIT_URL)
    return { part: 'LiveKit', state: 'green', found: `${env.LIVEKIT_URL} will be asked when the server runs` }
  const binary = await findLiveKit(env, dataDir)
  return binary
    ? { part: 'LiveKit', state: 'green', found: `${binary.binary} (the server is not running)` }
    : {
        part: 'LiveKit',
        state: 'amber',
        found: 'not on this machine',
        next: 'npm start fetches or builds it, or set LIVEKIT_BIN or LIVEKIT_URL.',
      }
}

async function checkRedis(): Promise<Finding[]> {
  const { REDIS_URL } = parseEnv()
  if (!REDIS_URL) return []
  const { hostname, port } = new URL(REDIS_URL)
  return (await reaches(hostname, Number(port) || 6379))
    ? [{ part: 'Redis', state: 'green', found: `${hostname} answers` }]
    : [
        {
          part: 'Redis',
          state: 'amber',
          found: `${hostname} does not answer`,
          next: 'Check REDIS_URL: people at other nodes are not seen in the minutes.',
        },
      ]
}

async function checkMail(): Promise<Finding> {
  const { SMTP_URL } = parseEnv()
  if (!SMTP_URL) return { part: 'mail', state: 'green', found: 'not set: invitations and notices go by link' }
  const { hostname, port, protocol } = new URL(SMTP_URL)
  const isUp = await reaches(hostname, Number(port) || (protocol === 'smtps:' ? 465 : 587))
  return isUp
    ? { part: 'mail', state: 'green', found: `${hostname} answers` }
    : { part: 'mail', state: 'amber', found: `${hostname} does not answer`, next: 'Check SMTP_URL.' }
}

/** As the server does it: what answers at the port may still refuse the user or have no such folder. */
async function checkMailbox(): Promise<Finding[]> {
  const imap = imapOf(parseEnv())
  if (!imap) return []
  const { openMailbox } = await import('@/server/mail/imap')
  try {
    await (await openMailbox(imap)).close()
    return [{ part: 'answers', state: 'green', found: `${imap.folder} at ${imap.host} can be read` }]
  } catch (error) {
    const isRefused = (error as { authenticationFailed?: boolean }).authenticationFailed
    const found = `${imap.folder} at ${imap.host} ${isRefused ? 'refuses this user or password' : 'cannot be read'}`
    const next = 'Check IMAP_URL: answers of calendar programs wait in the mailbox meanwhile.'
    return [{ part: 'answers', state: 'amber', found, next }]
  }
}

const reaches = (host: string, port: number) =>
  new Promise<boolean>((done) => {
    const socket = createConnection({ host, port, timeout: 4000 })
    const end = (isUp: boolean) => {
      socket.destroy()
      done(isUp)
    }
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false))
  })

function checkDisk(): Finding {
  const { bavail, bsize } = fs.statfsSync(runtime().dataDir)
  const freeGb = (bavail * bsize) / 1e9
  const found = `${freeGb.toFixed(1)} GB free for ${runtime().dataDir}`
  if (freeGb < 0.5)
    return { part: 'disk', state: 'red', found, next: 'Postgres stops when the disk is full; make room now.' }
  return freeGb < 5
    ? { part: 'disk', state: 'amber', found, next: 'Make room soon.' }
    : { part: 'disk', state: 'green', found }
}

function checkAddresses(): Finding {
  const { addresses } = runtime()
  const lan = addresses.lan.length > 0 ? addresses.lan : lanAddresses()
  const found = [addresses.public, addresses.local, ...lan].filter((address) => address).join(', ')
  return lan.length > 0 || addresses.public
    ? { part: 'addresses', state: 'green', found }
    : { part: 'addresses', state: 'amber', found, next: 'No network: phones cannot reach this machine.' }
}
