// Finds what the tests need beyond npm ci, and installs it where it can: a Chromium, fonts with Chinese in them, a LiveKit
// server, a Redis, an IMAP server, and two programs that open the papers we make (poppler, LibreOffice). `node tests/support/obtain.mjs` prints one line for each and exits 1 when one is not to be had.
import { execFile, execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const artifacts = path.join(root, 'tests/.artifacts')

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find(isExecutable)

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const isRoot = () => process.getuid?.() === 0

/** Where a Chromium is now, without installing anything; null when nowhere. */
export async function findChromium() {
  const wanted = process.env.CHROMIUM_BIN ?? process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH
  if (wanted) return isExecutable(wanted) ? wanted : null
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const found = onPath(name)
    if (found) return found
  }
  const { chromium } = await import('@playwright/test')
  const own = chromium.executablePath()
  return own && existsSync(own) ? own : null
}

let isUpdated = false
async function apt(...packages) {
  // RUNLEVEL: a service that comes with a package is not started for our sake.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  if (!isUpdated) await run('apt-get', ['update', '-q'], { env, timeout: 300_000 })
  isUpdated = true
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
    env,
    timeout: 900_000,
    maxBuffer: 64 << 20,
  })
}

async function chromium(say) {
  const found = await findChromium()
  if (found) return found
  say('Chromium: asking Playwright for its own')
  await run(process.execPath, [path.join(root, 'node_modules/playwright/cli.js'), 'install', 'chromium'], {
    timeout: 600_000,
  }).catch(() => {})
  const own = await findChromium()
  if (own) return own
  if (isRoot() && onPath('apt-get')) {
    say('Chromium: installing the one of this system')
    await apt('chromium').catch((error) => say(`Chromium: apt-get: ${String(error.stderr ?? error.message).trim()}`))
  }
  return findChromium()
}

function hasChineseFont() {
  try {
    return execFileSync('fc-list', [':lang=zh', 'file'], { encoding: 'utf8' }).trim() !== ''
  } catch {
    return process.platform !== 'linux'
  }
}

async function fonts(say) {
  if (hasChineseFont()) return true
  if (isRoot() && onPath('apt-get')) {
    say('fonts: installing Chinese ones')
    await apt('fonts-noto-cjk', 'fontconfig').catch((error) => say(`fonts: ${String(error.stderr ?? error.message)}`))
  }
  return hasChineseFont()
}

/** Asks the same code that the start uses, so that a test never finds another LiveKit than a user would. */
async function livekit(say) {
  const { build } = await import('esbuild')
  mkdirSync(artifacts, { recursive: true })
  const outfile = path.join(artifacts, 'obtain-livekit.mjs')
  await build({
    entryPoints: [path.join(root, 'server/embedded/find-livekit.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    absWorkingDir: root,
    logLevel: 'silent',
  })
  const { obtainLiveKit } = await import(`${pathToFileURL(outfile).href}?${Date.now()}`)
  const dataDir = path.join(artifacts, 'livekit')
  mkdirSync(dataDir, { recursive: true })
  const env = { LIVEKIT_BIN: process.env.LIVEKIT_BIN || undefined }
  return (await obtainLiveKit(env, dataDir, say))?.binary ?? null
}

const findRedis = () => onPath('redis-server') ?? onPath('valkey-server') ?? null

async function redis(say) {
  const found = findRedis()
  if (found) return found
  if (isRoot() && onPath('apt-get')) {
    say('Redis: installing the one of this system')
    await apt('redis-server').catch((error) => say(`Redis: apt-get: ${String(error.stderr ?? error.message).trim()}`))
  }
  return findRedis()
}

// Where Debian puts it is not on everybody's path.
const findDovecot = () => onPath('dovecot') ?? ['/usr/sbin/dovecot'].find(isExecutable) ?? null

async function dovecot(say) {
  const found = findDovecot()
  if (found) return found
  if (isRoot() && onPath('apt-get')) {
    say('Dovecot: installing the one of this system')
    await apt('dovecot-imapd').catch((error) =>
      say(`Dovecot: apt-get: ${String(error.stderr ?? error.message).trim()}`),
    )
  }
  return findDovecot()
}

const findPoppler = () => onPath('pdftotext') && onPath('pdfinfo') && onPath('pdftoppm')

async function poppler(say) {
  const found = findPoppler()
  if (found) return found
  if (isRoot() && onPath('apt-get')) {
    say('poppler: installing the one of this system')
    await apt('poppler-utils').catch((error) =>
      say(`poppler: apt-get: ${String(error.stderr ?? error.message).trim()}`),
    )
  }
  return findPoppler() ?? null
}

const findOffice = () => onPath('soffice') ?? onPath('libreoffice') ?? null

async function office(say) {
  const found = findOffice()
  if (found) return found
  if (isRoot() && onPath('apt-get')) {
    say('LibreOffice: installing the writer of this system')
    await apt('libreoffice-writer-nogui').catch((error) =>
      say(`LibreOffice: apt-get: ${String(error.stderr ?? error.message).trim()}`),
    )
  }
  return findOffice()
}

/** A build without the spreadsheet has the same program and lacks its library. */
function findCalc() {
  const program = findOffice()
  if (!program) return null
  return existsSync(path.join(path.dirname(realpathSync(program)), 'libsclo.so')) ? program : null
}

async function calc(say) {
  const found = findCalc()
  if (found) return found
  if (isRoot() && onPath('apt-get')) {
    say('LibreOffice: installing the spreadsheet of this system')
    await apt('libreoffice-calc-nogui').catch((error) =>
      say(`LibreOffice: apt-get: ${String(error.stderr ?? error.message).trim()}`),
    )
  }
  return findCalc()
}

const advice = {
  poppler: 'put pdftotext, pdfinfo and pdftoppm (poppler-utils) on the PATH',
  office: 'put soffice (libreoffice-writer) on the PATH',
  calc: 'put soffice with its spreadsheet (libreoffice-calc) on the PATH',
  chromium: 'install Chromium, or set CHROMIUM_BIN to one',
  fonts: 'install a font with Chinese, for example fonts-noto-cjk',
  dovecot: 'put dovecot (2.3, with its imapd) on the PATH',
  redis: 'put redis-server or valkey-server on the PATH',
  livekit: 'put livekit-server on the PATH, set LIVEKIT_BIN, or install Go to build it',
}

const parts = { chromium, fonts, livekit, redis, dovecot, poppler, office, calc }

/**
 * @param names the parts that are wanted; all by default
 * @returns {Promise<{found: Record<string, string>, missing: Record<string, string>}>} missing: name → what to do
 */
export async function obtain(say = () => {}, names = Object.keys(parts)) {
  const found = {}
  const missing = {}
  for (const name of names) {
    const get = parts[name]
    try {
      const got = await get(say)
      if (got) found[name] = got === true ? 'present' : got
      else missing[name] = advice[name]
    } catch (error) {
      missing[name] = `${advice[name]} (${error.message})`
    }
  }
  mkdirSync(artifacts, { recursive: true })
  const earlier = Object.entries(obtained()).filter(([name]) => !names.includes(name))
  writeFileSync(
    path.join(artifacts, 'obtained.json'),
    JSON.stringify({ found: { ...Object.fromEntries(earlier), ...found }, missing }, null, 2),
  )
  return { found, missing }
}

/** What the last obtain() found; what a single story reads when it is run by itself. */
export function obtained() {
  const file = path.join(artifacts, 'obtained.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).found : {}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { found, missing } = await obtain((line) => console.log(line))
  for (const [name, where] of Object.entries(found)) console.log(`${name}: ${where}`)
  for (const [name, how] of Object.entries(missing)) console.error(`${name}: not to be had here; ${how}`)
  process.exit(Object.keys(missing).length === 0 ? 0 : 1)
}
