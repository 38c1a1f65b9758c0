// The door's scripts (served by their hash, for ever) and style sheet (inlined: one round trip less on a thin line).
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import path from 'node:path'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type DoorAssets = {
  css: string
  /** Inlined too: begins to fetch the first script of the room. */
  head: string
  /** The door's own, the one that tests a line, and the first one of the room's page. */
  scriptPath: string
  linePath: string
  roomPath: string
  scripts: Map<string, Script>
}
/** Two of the scripts carry LiveKit's client: packed once, as tightly as can be, which takes a second. */
export type Script = { plain: Buffer; packed: () => Promise<{ br: Buffer; gzip: Buffer }> }

let loaded: Promise<DoorAssets> | undefined

/** Beside the bundled server when there is one, else built now from the sources. */
export function doorAssets(): Promise<DoorAssets> {
  return (loaded ??= load().catch((error: unknown) => {
    loaded = undefined
    throw error
  }))
}

async function load(): Promise<DoorAssets> {
  const { js, head, css, line, room } = await readBuilt().catch(buildNow)
  const scripts = new Map([js, line, room].map((text) => [pathOf(text), scriptOf(text)]))
  return { css, head, scriptPath: pathOf(js), linePath: pathOf(line), roomPath: pathOf(room), scripts }
}

const pathOf = (text: string) => `/door/${createHash('sha256').update(text).digest('hex').slice(0, 16)}.js`

const pack = { br: promisify(brotliCompress), gzip: promisify(gzip) }

function scriptOf(text: string): Script {
  const plain = Buffer.from(text)
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
  let packed: Promise<{ br: Buffer; gzip: Buffer }> | undefined
  const packNow = async () => {
    const [br, gzip] = await Promise.all([pack.br(plain, { params }), pack.gzip(plain, { level: 9 })])
    return { br, gzip }
  }
  return { plain, packed: () => (packed ??= packNow()) }
}

async function readBuilt() {
  const read = (name: string) => readFile(new URL(`./door/${name}`, import.meta.url), 'utf8')
  const names = ['door.js', 'head.js', 'door.css', 'line.js', 'room.js']
  const [js, head, css, line, room] = await Promise.all(names.map(read))
  return { js: js!, head: head!, css: css!, line: line!, room: room! }
}

async function buildNow() {
  const file = pathToFileURL(path.join(process.cwd(), 'server/rooms/door/bundle.mjs')).href
  const { buildDoor } = (await import(/* @vite-ignore */ file)) as typeof import('./bundle.mjs')
  return buildDoor()
}
