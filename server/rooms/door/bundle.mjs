// The door's own script and style sheet, apart from Next: what a phone loads before the first tap (budget in the test).
// server/build.mjs calls this; where nothing was built (tests) assets.ts calls it and keeps the result in memory.
import fs from 'node:fs'
import path from 'node:path'

/** @returns {Promise<Record<'js' | 'head' | 'css' | 'line' | 'room', string>>} */
export async function buildDoor(root = process.cwd()) {
  const { build } = await import('esbuild')
  const result = await build({
    entryPoints: {
      door: 'server/rooms/door/client/door.ts',
      // Inlined, as the sheet is.
      head: 'server/rooms/door/client/head.ts',
      // Carries LiveKit's client, so it is fetched by the press that wants it.
      line: 'components/rooms/line-test/for-door.ts',
      // Likewise, for the room's page: its first script.
      room: 'components/rooms/early-line/for-page.ts',
      style: 'server/rooms/door/door.css',
    },
    outdir: 'out',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    // The WebView of an old Android phone.
    target: ['chrome85', 'safari14.1', 'firefox90'],
    supported: { destructuring: true }, // esbuild counts a corner of Safari 14 that is not used here
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
  })
  const text = (name) => result.outputFiles.find((file) => file.path.endsWith(`/${name}`)).text
  return {
    js: text('door.js'),
    head: text('head.js').trim(),
    css: text('style.css'),
    line: text('line.js'),
    room: text('room.js'),
  }
}

/** Writes door.js, head.js, line.js, room.js and door.css into a folder. */
export async function bundleDoor(folder) {
  const { js, head, css, line, room } = await buildDoor()
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, 'door.js'), js)
  fs.writeFileSync(path.join(folder, 'head.js'), head)
  fs.writeFileSync(path.join(folder, 'door.css'), css)
  fs.writeFileSync(path.join(folder, 'line.js'), line)
  fs.writeFileSync(path.join(folder, 'room.js'), room)
}
