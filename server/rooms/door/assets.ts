// The door's scripts (served by their hash, for ever) and style sheet (inlined: one round trip less on a thin line).
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import path from 'node:path'

export type DoorAssets = { js: string; css: string; line: string; scriptPath: string; linePath: string }

let loaded: Promise<DoorAssets> | undefined

/** Beside the bundled server when there is one, else built now from the sources. */
export function doorAssets(): Promise<DoorAssets> {
  return (loaded ??= load().catch((error: unknown) => {
    loaded = undefined
    throw error
  }))
}

async function load(): Promise<DoorAssets> {
  const { js, css, line } = await readBuilt().catch(buildNow)
  return { js, css, line, scriptPath: pathOf(js), linePath: pathOf(line) }
}

const pathOf = (text: string) => `/door/${createHash('sha256').update(text).digest('hex').slice(0, 16)}.js`

async function readBuilt() {
  const read = (name: string) => readFile(new URL(`./door/${name}`, import.meta.url), 'utf8')
  return { js: await read('door.js'), css: await read('door.css'), line: await read('line.js') }
}

async function buildNow() {
  const file = pathToFileURL(path.join(process.cwd(), 'server/rooms/door/bundle.mjs')).href
  const { buildDoor } = (await import(/* @vite-ignore */ file)) as typeof import('./bundle.mjs')
  return buildDoor()
}
