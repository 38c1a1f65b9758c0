// Mends a fault of postgres.js 3.4.9 right after installation (docs/decisions/004-mended-driver.md). When Postgres goes away
// while a small write waits for its turn, the driver writes to a socket that is gone: an exception nobody can catch ends
// the process; and a connection closed at that moment never sends anything again. Upstream: porsager/postgres#1154, #1208.
// Changes nothing but these two lines, refuses to guess when they are not as expected, and may run any number of times.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const mark = '/* mended */'
const root = join(dirname(createRequire(import.meta.url).resolve('postgres')), '../..')

for (const file of ['src/connection.js', 'cjs/src/connection.js']) {
  const path = join(root, file)
  const text = readFileSync(path, 'utf8')
  if (text.includes(mark)) continue
  const clears = text.split('\n    clearImmediate(nextWriteTimer)\n').length - 1
  const opens = text.split('function nextWrite(fn) {\n').length - 1
  if (clears !== 2 || opens !== 1) {
    console.error(`${path} is not the postgres.js 3.4.9 we know: see db/mend-driver.mjs before changing its version`)
    process.exit(1)
  }
  const mended = text
    .replaceAll(
      '\n    clearImmediate(nextWriteTimer)\n',
      `\n    clearImmediate(nextWriteTimer); nextWriteTimer = chunk = null ${mark}\n`,
    )
    .replace(
      'function nextWrite(fn) {\n',
      `function nextWrite(fn) { ${mark}
    if (socket === null) {
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options))
      return true
    }
`,
    )
  writeFileSync(path, mended)
}
