// `npm run bench`: ours beside a bare relay, @y/websocket-server and Hocuspocus, in one run on one machine.
//   npm run bench -- [--quick] [--passes N] [--minutes N] [--only measure,…] [--servers name,…] [--json FILE] [--write] [--from FILE]
// The first run installs the peers into bench/peers; they are never part of the product. Then it bundles the bench and our
// collaboration process below .build (Node 20 strips no types) and runs bench/main.ts.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)

const usage = `npm run bench -- search        10,000 minutes, fifty people looking at once (bench/search.ts)
npm run bench -- door          a parent's phone comes to a sitting: JavaScript, usable, first picture (bench/door.ts)
npm run bench -- --only ledger 100,000 action items: pages, filters, groups, words, the page, a workbook (bench/ledger.ts)
npm run bench -- [options]
  --quick          one short pass, 2–4 minutes, for a look
  --passes N       how often everything is repeated (default 5); what is steady, half as often
  --minutes N      begins nothing new after so many minutes (default 60)
  --only a,b       of propagation, hot, presence, documents, join, ingest, answers, memory, kills, nodes
  --servers a,b    of lianxi, relay, y-websocket, hocuspocus; without the relay there are no ratios
  --json FILE      all numbers of all passes
  --write          writes bench/RESULTS.md and bench/pictures, with bench/notes.md in between
  --from FILE      measures nothing: takes what --json has written`

function parse(words) {
  const options = {
    isQuick: false,
    passes: null,
    minutes: 60,
    only: null,
    servers: null,
    json: null,
    from: null,
    write: false,
  }
  const number = (word) => {
    const value = Number(word)
    if (!(value > 0)) fail(`a number above 0 is expected, not "${word}"`)
    return value
  }
  const takers = {
    '--passes': (word) => (options.passes = Math.round(number(word))),
    '--minutes': (word) => (options.minutes = number(word)),
    '--only': (word) => (options.only = word.split(',')),
    '--servers': (word) => (options.servers = word.split(',')),
    '--json': (word) => (options.json = path.resolve(process.env.INIT_CWD ?? '.', word)),
    '--from': (word) => (options.from = path.resolve(process.env.INIT_CWD ?? '.', word)),
  }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (word === '--quick') options.isQuick = true
    else if (word === '--write') options.write = true
    else if (word === '--help') {
      console.log(usage)
      process.exit(0)
    } else if (!(word in takers)) fail(`unknown: ${word}`)
    else if (words[++i] === undefined) fail(`${word} needs a value`)
    else takers[word](words[i])
  }
  options.passes ??= options.isQuick ? 1 : 5
  // For the results, which name no folder of this machine.
  const told = words.filter((word, i) => word !== '--json' && words[i - 1] !== '--json')
  return { ...options, command: ['npm run bench', ...(told.length > 0 ? ['--', ...told] : [])].join(' ') }
}

function fail(why) {
  console.error(`${why}\n${usage}`)
  process.exit(2)
}

/** `npm ci` in bench/peers, when it was never done or its lock file changed since. */
function installPeers() {
  const folder = path.join(root, 'bench/peers')
  const stamp = path.join(folder, 'node_modules/.installed-from')
  const lock = fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8')
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === lock) return
  console.error('Installing the servers to be compared with into bench/peers (once) …')
  // Hocuspocus asks for Node 22 and also runs on 20; no package here needs its install script.
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--engine-strict=false', '--loglevel=error']
  const { status } = spawnSync('npm', ['ci', ...flags], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) {
    console.error('They could not be installed; the lines above say why. They come from the npm registry.')
    process.exit(1)
  }
  fs.writeFileSync(stamp, lock)
}

/** Below the project, so that the bundles find its packages. @returns the folder, removed in the end */
async function bundle() {
  const { build } = await import('esbuild')
  fs.mkdirSync('.build', { recursive: true })
  const outdir = path.resolve(fs.mkdtempSync('.build/bench-'))
  process.on('exit', () => fs.rmSync(outdir, { recursive: true, force: true }))
  await build({
    entryPoints: {
      main: 'bench/main.ts',
      load: 'bench/load/main.ts',
      ours: 'bench/ours.ts',
      search: 'bench/search.ts',
      ledger: 'bench/ledger.ts',
      door: 'bench/door.ts',
      'ledger-export': 'bench/ledger-export.ts',
    },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    // As Node finds it outside Next; the bench draws pages, and no style sheets.
    alias: { '@': root.replace(/\/$/, ''), 'next/link': 'next/link.js' },
    jsx: 'automatic',
    loader: { '.css': 'empty' },
    logLevel: 'error',
  })
  return outdir
}

const isSearch = process.argv[2] === 'search'
const isDoor = process.argv[2] === 'door'
const options = parse(process.argv.slice(isSearch || isDoor ? 3 : 2))
const isLedger = options.only?.join() === 'ledger'
const alone = isSearch ? 'search.mjs' : isDoor ? 'door.mjs' : isLedger ? 'ledger.mjs' : null
if (process.platform !== 'linux') {
  console.error('The bench reads what processes cost from /proc: it runs on Linux only.')
  process.exit(1)
}
if (!options.from && alone === null) installPeers()
const bundles = await bundle()
process.env.NODE_NO_WARNINGS ??= '1'
// Pages are drawn as a house in use draws them.
if (isLedger) process.env.NODE_ENV = 'production'
try {
  const { main } = await import(pathToFileURL(path.join(bundles, alone ?? 'main.mjs')).href)
  await main({ ...options, bundles })
} catch (error) {
  console.error(error?.message ?? error)
  process.exitCode = 1
}
