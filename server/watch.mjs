// `npm run dev`: Next reloads pages by itself; when the server's own sources change, the server is stopped in order and
// started again. Ctrl-C and SIGTERM stop it and end with its exit code.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('launch.mjs', import.meta.url))

export async function watch() {
  let child
  let isEnding = false
  let wanted = false
  let timer

  const start = () => {
    wanted = false
    child = spawn(process.execPath, [launcher, 'dev-once'], { stdio: 'inherit', detached: true })
    child.once('exit', (code) => {
      child = undefined
      if (isEnding) process.exit(code ?? 1)
      if (wanted) start()
      // A start that failed said why; the next change tries again.
      else process.stderr.write(`The server ended (${code ?? 'killed'}); it starts again at the next change.\n`)
    })
  }
  const restart = (file) => {
    if (isEnding || !/\.(ts|sql|json)$/.test(file ?? '') || /\.test\.ts$/.test(file)) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      process.stderr.write(`${file} changed; starting again.\n`)
      wanted = true
      if (child) child.kill('SIGTERM')
      else start()
    }, 300)
  }
  for (const folder of ['server', 'db']) fs.watch(folder, { recursive: true }, (_event, file) => restart(file))
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      isEnding = true
      if (child) child.kill(signal)
      else process.exit(0)
    })
  }
  start()
}
