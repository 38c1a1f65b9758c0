// Bundles the server and the CLI with esbuild (Node 20 strips no types) and builds Next's pages, each only when its own
// sources changed: what is built is kept under a hash of what it was built from.
import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const root = process.cwd()

function files(folder) {
  const full = path.join(root, folder)
  if (!fs.existsSync(full)) return []
  if (fs.statSync(full).isFile()) return [full]
  return fs
    .readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

function hashOf(...places) {
  const hash = createHash('sha256')
  for (const file of places.flatMap(files))
    hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0')
  return hash.digest('hex').slice(0, 16)
}

/** @returns the folder with live.mjs and cli.mjs */
export async function buildServer() {
  const out = path.join(root, '.build', hashOf('server', 'db', 'components/rooms', 'package-lock.json'))
  if (fs.existsSync(path.join(out, 'done'))) return out
  const { build } = await import('esbuild')
  const scratch = `${out}.${process.pid}`
  try {
    await bundle(build, scratch)
  } catch (error) {
    fs.rmSync(scratch, { recursive: true, force: true })
    // esbuild has said where and why already.
    throw new Error(`The server could not be built: ${String(error?.message ?? error).split('\n')[0]}`)
  }
  try {
    fs.renameSync(scratch, out) // two starts at once build twice; one of the two equal folders stays
  } catch {
    fs.rmSync(scratch, { recursive: true, force: true })
  }
  removeOld(path.dirname(out))
  return out
}

/** The newest few stay: an older server that still runs reads its own. */
function removeOld(folder) {
  const old = fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && fs.existsSync(path.join(folder, entry.name, 'done')))
    .map((entry) => path.join(folder, entry.name))
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)
  for (const each of old.slice(8)) fs.rmSync(each, { recursive: true, force: true })
}

async function bundle(build, scratch) {
  await build({
    entryPoints: { live: 'server/live/main.ts', cli: 'server/cli/main.ts', ...workers() },
    outdir: scratch,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'warning',
    absWorkingDir: root,
  })
  const door = path.join(root, 'server/rooms/door/bundle.mjs')
  if (fs.existsSync(door)) await (await import(pathToFileURL(door).href)).bundleDoor(path.join(scratch, 'door'))
  fs.writeFileSync(path.join(scratch, 'done'), '')
}

/** Files named *.worker.ts run in threads of their own, beside the bundle. */
function workers() {
  return Object.fromEntries(
    files('server')
      .filter((file) => file.endsWith('.worker.ts'))
      .map((file) => [path.basename(file, '.ts'), file]),
  )
}

/** Runs `next build` when pages or what they import changed. Few lines while it runs, the whole output only when it fails. */
export async function buildPages() {
  const stamp = path.join(root, '.next', 'built-from')
  const sources = ['app', 'components', 'server', 'db', 'messages', 'public']
  const hash = hashOf(...sources, 'next.config.js', 'tsconfig.json', 'package-lock.json')
  const isBuilt = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hash
  if (isBuilt()) return
  const release = await takeTurn(path.join(root, '.build', 'pages.lock'), isBuilt)
  if (!release) return
  try {
    fs.rmSync(stamp, { force: true })
    await runNextBuild()
    fs.writeFileSync(stamp, hash)
  } finally {
    release()
  }
}

async function runNextBuild() {
  const began = performance.now()
  const say = (text) => process.stderr.write(`${text}\n`)
  say('Building the pages (once, about a minute) …')
  const progress = setInterval(() => say(`  … ${Math.round((performance.now() - began) / 1000)} s`), 30_000)
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
  const child = spawn(process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: its workers end with it.
    detached: true,
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  // Stopping the start stops the build too: no process stays behind, nothing was begun, so the exit is a clean one.
  let isStopped = false
  const forward = () => {
    isStopped = true
    process.kill(-child.pid, 'SIGTERM')
    setTimeout(() => process.kill(-child.pid, 'SIGKILL'), 3000).unref()
  }
  process.once('SIGINT', forward).once('SIGTERM', forward)
  const code = await new Promise((done) => child.once('exit', done))
  clearInterval(progress)
  process.off('SIGINT', forward).off('SIGTERM', forward)
  if (isStopped) process.exit(0)
  if (code !== 0) {
    process.stderr.write(said)
    throw new Error('The pages could not be built; the lines above say why.')
  }
}

/** One build at a time in a folder. @returns what ends the turn, or null when another process built it meanwhile */
async function takeTurn(lock, isBuilt) {
  fs.mkdirSync(path.dirname(lock), { recursive: true })
  for (let hasSaid = false; ;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return isBuilt() ? (fs.rmSync(lock, { force: true }), null) : () => fs.rmSync(lock, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const pid = Number(readOr(lock)) || 0
    if (pid > 0 && !isAlive(pid)) {
      fs.rmSync(lock, { force: true })
      continue
    }
    if (!hasSaid) process.stderr.write(`Another start (process ${pid}) is building the pages; waiting for it.\n`)
    hasSaid = true
    await new Promise((done) => setTimeout(done, 250))
    if (isBuilt()) return null
  }
}

function readOr(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
