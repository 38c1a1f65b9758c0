// The same kill -9 against another server, so that "0 missing" is seen to be a finding and not a blind spot: Hocuspocus with
// its own database extension on a file. It is installed into a throwaway folder from the registry, never into the project.
//   node tests/fault/hocuspocus.mjs [kills]        (or npm run soak -- --with-hocuspocus)
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const version = '4.7.0'
const kills = Number(process.argv[2] ?? 10)
const folder = mkdtempSync(path.join(os.tmpdir(), 'lx-hocuspocus-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const packages = ['server', 'extension-database', 'provider'].map((name) => `@hocuspocus/${name}@${version}`)
writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}')
const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
execFileSync('npm', ['install', ...quiet, ...packages, 'ws@8', 'yjs@13'], { cwd: folder, stdio: 'inherit' })

// Stores as its documentation shows, but safer: written, flushed to disk, then renamed.
writeFileSync(
  path.join(folder, 'server.mjs'),
  `import { Server } from '@hocuspocus/server'
import { Database } from '@hocuspocus/extension-database'
import { existsSync, promises as fs } from 'node:fs'
const file = (name) => new URL('./' + name + '.bin', import.meta.url)
const database = new Database({
  fetch: async ({ documentName }) => (existsSync(file(documentName)) ? fs.readFile(file(documentName)) : null),
  store: async ({ documentName, state }) => {
    const handle = await fs.open(file(documentName + '.half'), 'w')
    await handle.writeFile(state)
    await handle.sync()
    await handle.close()
    await fs.rename(file(documentName + '.half'), file(documentName))
  },
})
const server = new Server({ port: 0, address: '127.0.0.1', quiet: true, stopOnSignals: false, extensions: [database] })
await server.listen()
process.send(server.address.port)
`,
)

const require = createRequire(path.join(folder, 'package.json'))
const load = (name) => import(pathToFileURL(require.resolve(name)).href)
const { HocuspocusProvider, HocuspocusProviderWebsocket } = await load('@hocuspocus/provider')
const Y = await load('yjs')
const WebSocket = require('ws')
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function start() {
  const child = spawn(process.execPath, ['server.mjs'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const port = await new Promise((resolve, reject) => child.once('message', resolve).once('exit', reject))
  return { child, url: `ws://127.0.0.1:${port}` }
}

async function open(url, name) {
  const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket })
  const document = new Y.Doc()
  const provider = new HocuspocusProvider({ websocketProvider, name, document })
  provider.attach()
  await new Promise((resolve) => provider.on('synced', resolve))
  return { document, provider, close: () => (provider.destroy(), websocketProvider.destroy()) }
}

/** One word every 15 ms; acknowledged is what its provider no longer calls unsynced. */
class Writer {
  written = 0
  acknowledged = 0
  constructor(client, name) {
    Object.assign(this, { client, name })
    client.provider.on(
      'unsyncedChanges',
      ({ number }) => (this.acknowledged = Math.max(this.acknowledged, this.written - number)),
    )
    this.timer = setInterval(() => client.document.getArray(name).push([++this.written]), 15)
  }
}

const sum = { written: 0, acknowledged: 0, missing: 0, killsWithLoss: 0 }
let server = await start()
for (let kill = 1; kill <= kills; kill++) {
  const names = [1, 2, 3].map((n) => `d${kill}-${n}`)
  const writers = await Promise.all(
    names.flatMap((name) =>
      [0, 1].map(async (k) => Object.assign(new Writer(await open(server.url, name), `w${k}`), { document: name })),
    ),
  )
  // As long as the measurement its known figure comes from: 3 to 13 s.
  await pause(3_000 + Math.random() * 10_000)
  server.child.kill('SIGKILL')
  await new Promise((resolve) => server.child.once('exit', resolve))
  await pause(50)
  for (const { timer, client } of writers) {
    clearInterval(timer)
    client.close()
  }
  server = await start()
  let missing = 0
  for (const writer of writers) {
    const auditor = await open(server.url, writer.document)
    const stored = auditor.document.getArray(writer.name).toArray().at(-1) ?? 0
    auditor.close()
    missing += Math.max(0, writer.acknowledged - stored)
    sum.written += writer.written
    sum.acknowledged += writer.acknowledged
  }
  sum.missing += missing
  if (missing > 0) sum.killsWithLoss++
}
server.child.kill('SIGKILL')
const line = JSON.stringify({
  name: `kill -9 of Hocuspocus ${version}`,
  kills,
  ...sum,
  missingPerKill: Math.round(sum.missing / kills),
})
// The soak prints what is in its file.
if (!process.env.FAULT_FIGURES) console.log(line)
else writeFileSync(process.env.FAULT_FIGURES, `${line}\n`, { flag: 'a' })
process.exit(0)
