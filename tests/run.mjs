// Everything that must hold before a change lands: `npm test` (all) and `npm run check` (the quick part). Each step prints
// one line with its time; failures are told below it; the last line is `N passed, N failed`, from the real counts.
//   node tests/run.mjs [--quick] [--only step,step] [--from step] [-- arguments for the last step chosen]
import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const artifacts = path.join(root, 'tests/.artifacts')
const isCi = Boolean(process.env.CI) && process.env.CI !== 'false'
const bin = (name) => path.join(root, 'node_modules', name)
const minutes = 60_000

const argv = process.argv.slice(2)
const cut = argv.indexOf('--')
const extra = cut === -1 ? [] : argv.slice(cut + 1)
const own = cut === -1 ? argv : argv.slice(0, cut)
const valueOf = (flag) => (own.includes(flag) ? own[own.indexOf(flag) + 1] : undefined)

const one = (name, args, limit = 5 * minutes) => ({ name, args, limit, read: readOne })
/** Measures nothing and only reads the sources: two of these run at a time. */
const reading = (name, args) => ({ ...one(name, args, 10 * minutes), isReading: true })
const vitest = (project, limit, more = {}) => {
  const report = path.join(artifacts, `${project}.json`)
  return {
    name: project === 'pure' ? 'unit' : project,
    args: [
      bin('vitest/vitest.mjs'),
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    report,
    limit,
    read: readVitest,
    ...more,
  }
}
/** Without a Redis or a Dovecot the rest of the step is run, and what was left out is told. */
const onRedis = { likes: { redis: { WITHOUT_REDIS: '1' } } }
const onBoth = { likes: { ...onRedis.likes, dovecot: { WITHOUT_DOVECOT: '1' } } }

const steps = [
  reading('format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']),
  reading('lint', [bin('eslint/bin/eslint.js'), '--max-warnings', '0', '.']),
  reading('messages', ['tests/support/check-messages.mjs']),
  reading('types', [bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json']),
  reading('cycles', ['tests/support/check-cycles.mjs']),
  vitest('pure', 8 * minutes),
  vitest('pg', 20 * minutes),
  vitest('protocol', 15 * minutes, onRedis),
  vitest('fuzz', 8 * minutes, onRedis),
  vitest('fault', 15 * minutes, onBoth),
  one('build', ['server/launch.mjs', 'build'], 10 * minutes),
  {
    name: 'e2e',
    args: [bin('@playwright/test/cli.js'), 'test'],
    report: path.join(artifacts, 'e2e.json'),
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(artifacts, 'e2e.json') },
    limit: 60 * minutes,
    needs: ['chromium', 'fonts', 'livekit'],
    read: readPlaywright,
  },
]
const quick = ['format', 'lint', 'messages', 'types', 'cycles', 'unit']

function chosen() {
  const names = steps.map((step) => step.name)
  const only = valueOf('--only')?.split(',')
  const from = valueOf('--from')
  for (const name of [...(only ?? []), ...(from ? [from] : [])])
    if (!names.includes(name)) {
      console.error(`no step "${name}"; there are ${names.join(', ')}`)
      process.exit(2)
    }
  return steps.filter(
    ({ name }, i) =>
      (only ? only.includes(name) : !own.includes('--quick') || quick.includes(name)) &&
      (!from || i >= names.indexOf(from)),
  )
}

// Results: {passed, failed, skipped, failures: [text]}

function readOne({ code, said }) {
  return code === 0
    ? { passed: 1, failed: 0, skipped: 0, failures: [] }
    : { passed: 0, failed: 1, skipped: 0, failures: [tail(said, 60)] }
}

function readReport(step, { code, said }) {
  if (existsSync(step.report)) {
    try {
      return JSON.parse(readFileSync(step.report, 'utf8'))
    } catch {
      // told below
    }
  }
  return { broken: { passed: 0, failed: 1, skipped: 0, failures: [`no report (exit ${code})\n${tail(said, 60)}`] } }
}

function readVitest(run, step) {
  const report = readReport(step, run)
  if (report.broken) return report.broken
  const failures = []
  let passed = 0
  let skipped = 0
  for (const file of report.testResults) {
    const name = path.relative(root, file.name)
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed += 1
      else if (test.status === 'failed')
        failures.push(`${name} › ${test.fullName}\n${indent((test.failureMessages ?? []).join('\n'), 25)}`)
      else skipped += 1
    }
    // A file that could not be loaded has no test in it, and still is a failure.
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
      failures.push(`${name}\n${indent(file.message ?? 'could not be run', 25)}`)
  }
  return honest(run, { passed, failed: failures.length, skipped, failures })
}

function readPlaywright(run, step) {
  const report = readReport(step, run)
  if (report.broken) return report.broken
  const failures = report.errors.map((error) => error.message ?? String(error))
  let passed = 0
  let skipped = 0
  const walk = (suite, trail) => {
    for (const spec of suite.specs ?? [])
      for (const test of spec.tests) {
        if (test.status === 'expected') passed += 1
        else if (test.status === 'skipped') skipped += 1
        else if (test.status === 'flaky') {
          // Went well the second time: it does not stop a landing, and is said aloud, since it is a fault to be found.
          passed += 1
          console.log(`flaky ${spec.title}\n${indent(plain(test.results[0]?.error?.message ?? 'no message'), 12)}`)
        } else {
          const error = test.results.at(-1)?.error
          failures.push(
            `[${test.projectName}] ${[...trail, spec.title].join(' › ')}\n${indent(plain(error?.message ?? test.status), 30)}\n${indent(plain(error?.snippet ?? ''), 12)}`,
          )
        }
      }
    for (const inner of suite.suites ?? []) walk(inner, [...trail, inner.title])
  }
  for (const suite of report.suites) walk(suite, [suite.title])
  return honest(run, { passed, failed: failures.length, skipped, failures })
}

/** A run that says it failed has failed, whatever it counted; so has one that ran nothing. */
function honest({ code, said }, result) {
  if (result.failed === 0 && code !== 0) return { ...result, failed: 1, failures: [`exit ${code}\n${tail(said, 40)}`] }
  if (result.failed === 0 && result.passed === 0) return { ...result, failed: 1, failures: ['no test was run'] }
  return result
}

const plain = (text) => text.replace(/\u001b\[[0-9;]*m/g, '')
const tail = (text, lines) => plain(text).trimEnd().split('\n').slice(-lines).join('\n')
const indent = (text, lines) =>
  plain(text)
    .split('\n')
    .slice(0, lines)
    .map((line) => `    ${line}`)
    .join('\n')

const running = new Set()
function execute(step, more) {
  if (step.report) rmSync(step.report, { force: true })
  const log = createWriteStream(path.join(artifacts, `${step.name}.log`))
  return new Promise((done) => {
    let said = ''
    // A group of its own: what a step left running is ended with it.
    const child = spawn(process.execPath, [...step.args, ...more], {
      cwd: root,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0', ...step.env, ...envWithout(step) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    running.add(child)
    const group = child.pid
    const end = () => {
      try {
        process.kill(-group, 'SIGKILL')
      } catch {
        // gone already
      }
    }
    const timer = setTimeout(() => {
      said += `\nstopped after ${step.limit / minutes} minutes\n`
      end()
    }, step.limit)
    const hear = (chunk) => {
      log.write(chunk)
      said = (said + chunk).slice(-200_000)
      if (process.env.VERBOSE) process.stdout.write(chunk)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('close', (code, signal) => {
      running.delete(child)
      clearTimeout(timer)
      end()
      log.end()
      done({ code: code ?? `by ${signal}`, said })
    })
  })
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const child of running)
      try {
        process.kill(-child.pid, 'SIGTERM')
      } catch {
        // gone already
      }
    process.exit(130)
  })

mkdirSync(artifacts, { recursive: true })
process.env.NODE_NO_WARNINGS ??= '1'
const todo = chosen()
let passed = 0
let failed = 0
let skipped = 0

const lacking = {}
const envWithout = (step) =>
  Object.assign({}, ...Object.entries(step.likes ?? {}).map(([name, env]) => (name in lacking ? env : {})))
const wanted = [...new Set(todo.flatMap((step) => [...(step.needs ?? []), ...Object.keys(step.likes ?? {})]))]
if (wanted.length > 0) {
  const began = performance.now()
  const { obtain } = await import('./support/obtain.mjs')
  const { found, missing } = await obtain((line) => console.log(`      ${line}`), wanted)
  if (found.livekit) process.env.LIVEKIT_BIN = found.livekit
  if (found.chromium) process.env.CHROMIUM_BIN = found.chromium
  Object.assign(lacking, missing)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(
    `${Object.keys(missing).length ? 'LACKS' : 'ok   '} set-up    ${seconds.padStart(7)} s   ${Object.keys(found).join(', ')} found`,
  )
  for (const [name, how] of Object.entries(missing)) {
    console.log(`      ${name}: not to be had here; ${how}`)
    if (isCi) failed += 1
    else skipped += 1
  }
}

async function carryOut(step) {
  const began = performance.now()
  const result = step.needs?.some((name) => name in lacking && name !== 'fonts')
    ? { passed: 0, failed: isCi ? 1 : 0, skipped: 1, failures: isCi ? ['not run: something it needs is missing'] : [] }
    : step.read(await execute(step, step === todo.at(-1) ? extra : []), step)
  if (
    isCi &&
    result.skipped > 0 &&
    result.failures.length === result.failed &&
    !step.needs?.some((n) => n in lacking)
  ) {
    result.failures.push(`${result.skipped} skipped, which counts as failed here`)
    result.failed += result.skipped
  }
  passed += result.passed
  failed += result.failed
  skipped += result.skipped
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const counts = `${result.passed} passed, ${result.failed} failed${result.skipped ? `, ${result.skipped} skipped` : ''}`
  console.log(`${result.failed ? 'FAIL ' : 'ok   '} ${step.name.padEnd(9)} ${seconds.padStart(7)} s   ${counts}`)
  for (const failure of result.failures) console.log(`\n  ${failure.replaceAll('\n', '\n  ')}\n`)
}

const readers = todo.filter((step) => step.isReading)
const takeReaders = async () => {
  for (let step = readers.shift(); step; step = readers.shift()) await carryOut(step)
}
await Promise.all([takeReaders(), takeReaders()])
for (const step of todo) if (!step.isReading) await carryOut(step)

if (skipped > 0 && !isCi) console.log(`${skipped} skipped or not obtained (a failure under CI)`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
