// npm run soak: the fault tests in their long form. Prints each figure as it comes and writes all of them, with machine and
// date, to tests/.artifacts/soak.json. About an hour in full; each number can be set, or all counts scaled at once:
//   NODE_KILLS=200 npm run soak -- --scale 0.2 --only kill,frames
// --with-hocuspocus also kills that server (ten times, installed from the registry into a throwaway folder): its losses are
// what ours would look like.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const artifacts = path.join(root, 'tests/.artifacts')
const lines = path.join(artifacts, 'soak.jsonl')
const report = path.join(artifacts, 'soak.json')

const argv = process.argv.slice(2)
const valueOf = (flag) => (argv.includes(flag) ? argv[argv.indexOf(flag) + 1] : undefined)
const scale = Number(valueOf('--scale') ?? 1)
const files = (valueOf('--only') ?? 'kill,outage,races,frames,house,year,signals,attendance').split(',')

/** Counts, scaled; then milliseconds and the seats of an ordinary room, which are not. */
const counts = {
  NODE_KILLS: 1_000,
  POSTGRES_KILLS: 1_000,
  HOUSE_KILLS: 30,
  RACE_KILLS: 100,
  LOST_ANSWERS: 500,
  FRAMES: 100_000,
  JOINS: 500,
  YEAR_PEOPLE: 500,
  YEAR_DAYS: 365,
  YEAR_KILLS: 30,
  ROOM_SEATS: 300,
  ROOMS: 100,
  ROOM_COMMANDS: 20,
  BOTS: 30,
  BROWSERS: 3,
  ATTENDANCE_SECONDS: 300,
}
const fixed = { AWAY_MS: 60_000, SWALLOW_MS: 60_000, FULL_MS: 60_000, SEATS_EACH: 30 }
const form = { ...fixed }
for (const [name, count] of Object.entries(counts)) form[name] = Math.max(1, Math.round(count * scale))
for (const name of Object.keys(form)) form[name] = Number(process.env[name] ?? form[name])

mkdirSync(artifacts, { recursive: true })
rmSync(lines, { force: true })
console.log(`soak: ${files.join(', ')}; ${JSON.stringify(form)}`)
const began = Date.now()
const args = ['run', '--project', 'fault', '--silent=true', ...files.map((name) => `tests/fault/${name}.`)]
const env = {
  ...process.env,
  ...Object.fromEntries(Object.entries(form).map(([name, value]) => [name, String(value)])),
  FAULT_FIGURES: lines,
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
}
let child
const run = (words) =>
  new Promise((resolve) => {
    child = spawn(process.execPath, words, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('close', (code) => resolve(code ?? 1))
  })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))

let told = 0
const tell = () => {
  if (!existsSync(lines)) return
  const text = readFileSync(lines, 'utf8')
  process.stdout.write(text.slice(told))
  told = text.length
}
const telling = setInterval(tell, 1_000)
let code = await run([path.join(root, 'node_modules/vitest/vitest.mjs'), ...args])
if (argv.includes('--with-hocuspocus')) code ||= await run([path.join(root, 'tests/fault/hocuspocus.mjs')])
clearInterval(telling)
tell()

const text = existsSync(lines) ? readFileSync(lines, 'utf8').trim() : ''
const about = {
  command: ['npm run soak', ...(argv.length > 0 ? ['--', ...argv] : [])].join(' '),
  date: new Date(began).toISOString(),
  seconds: Math.round((Date.now() - began) / 1_000),
  machine: `${os.cpus().length} × ${os.cpus()[0].model}, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}, Node ${process.version}`,
  passed: code === 0,
  form,
}
const figures = text === '' ? [] : text.split('\n').map((line) => JSON.parse(line))
writeFileSync(report, `${JSON.stringify({ ...about, figures }, null, 2)}\n`)
console.log(`${code === 0 ? 'passed' : 'FAILED'} after ${about.seconds} s; figures in ${path.relative(root, report)}`)
process.exit(code)
