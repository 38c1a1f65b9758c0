// What the npm scripts run: build if needed, then become the server or the CLI in this same process, so that a signal to
// npm reaches the one process that knows how to stop in order.
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

// The project is the working directory of everything that follows, wherever this was called from.
process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const { buildPages, buildServer } = await import('./build.mjs')

const [verb, ...rest] = process.argv.slice(2)
process.env.NEXT_TELEMETRY_DISABLED = '1'
process.env.NODE_ENV ||= verb?.startsWith('dev') ? 'development' : 'production'

const load = async (name) => import(pathToFileURL(path.join(await buildServer(), name)).href)

async function run() {
  switch (verb) {
    case 'hub':
      return (await load('cli.mjs')).main(rest)
    case 'demo':
      process.env.DATA_DIR ||= '.data-demo'
    // falls through: the demo is a start with a folder of its own
    case 'start': {
      const { main } = await load('live.mjs')
      await buildPages()
      return main({ mode: verb })
    }
    case 'dev':
      return (await import('./watch.mjs')).watch()
    // What `dev` runs and runs again.
    case 'dev-once':
      return (await load('live.mjs')).main({ mode: 'dev' })
    case 'build':
      await buildServer()
      return buildPages()
    default:
      throw new Error(`unknown: ${verb ?? '(nothing)'}; one of start, demo, dev, hub, build`)
  }
}

try {
  await run()
} catch (error) {
  process.stderr.write(`${error?.message ?? error}\n`)
  process.exit(1)
}
