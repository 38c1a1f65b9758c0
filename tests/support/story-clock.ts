// The house's clock in the hand of a story. Postgres and LiveKit keep the machine's: LiveKit takes no token made more than a
// minute ahead of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const mover = pathToFileURL(fileURLToPath(new URL('move-clock.mjs', import.meta.url))).href

export function storyClock() {
  const folder = mkdtempSync(path.join(tmpdir(), 'lx-clock-'))
  const file = path.join(folder, 'ahead')
  let ahead = 0
  const set = (ms: number) => writeFileSync(file, String((ahead = ms)))
  set(0)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return {
    /** For the house (Options.env). */
    env: { NODE_OPTIONS: `--import=${mover}`, STORY_CLOCK: file },
    /** What the house's clock says. */
    now: () => new Date(Date.now() + ahead),
    goForward: (ms: number) => set(ahead + ms),
  }
}
