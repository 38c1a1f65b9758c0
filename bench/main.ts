// The run: every step of every measure, for each server right after the other, in an order that turns from step to step, so
// that a noisy minute hits all alike. Bundled and started by run.mjs with the project as working directory.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { format as prettify } from 'prettier'
import { connect } from '@/db/client'
import { setRuntime } from '@/server/env'
import { startTestPostgres } from '@/tests/support/postgres'
import { editingMeasures } from './editing'
import { keepingMeasures } from './keeping'
import { killingMeasure } from './killing'
import { makeInputs, sizes, type Measure } from './measure'
import { draw } from './pictures'
import { killAll } from './processes'
import { report, summaryTable } from './report'
import { type Cell, type Results } from './results'
import { Load } from './load/process'
import { servers, type Place, type Server } from './stage'
import { twoNodesMeasure } from './two-nodes'
import { format } from './statistics'

export type Options = {
  isQuick: boolean
  passes: number
  /** No step begins after so many minutes; what was measured by then is reported. */
  minutes: number
  only: readonly string[] | null
  servers: readonly string[] | null
  json: string | null
  /** A file that `--json` wrote: nothing is measured, the report is written again (after the notes were). */
  from: string | null
  write: boolean
  command: string
  /** Folder of the bundles, made and removed by run.mjs. */
  bundles: string
}

const began = performance.now()
const elapsed = () => (performance.now() - began) / 60_000
const say = (line: string) => process.stderr.write(`${(elapsed() * 60).toFixed(0).padStart(5)} s  ${line}\n`)

export async function main(options: Options): Promise<void> {
  const earlier = options.from ? (JSON.parse(fs.readFileSync(options.from, 'utf8')) as Results) : null
  const set = sizes(earlier?.isQuick ?? options.isQuick)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lx-bench-'))
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
  const inputs = makeInputs(path.join(folder, 'inputs'), set)
  const all = [
    ...editingMeasures(set, inputs),
    ...keepingMeasures(set, inputs),
    killingMeasure(set),
    twoNodesMeasure(set, inputs),
  ]
  const unknown = options.only?.filter((name) => !all.some((measure) => measure.name === name)) ?? []
  if (unknown.length > 0)
    throw new Error(`no measure "${unknown.join(', ')}"; there are ${all.map(({ name }) => name).join(', ')}`)
  const measures = all.filter(({ name }) => options.only?.includes(name) ?? true)

  if (earlier) return save(earlier, measures, options)
  const chosen = servers.filter(({ name }) => options.servers?.includes(name) ?? true)
  const cluster = await startTestPostgres()
  // What is made before the measurement is made by commands, and each seals its line in the audit trail.
  setRuntime({
    databaseUrl: cluster.url,
    authSecret: 'only-for-the-bench-only-for-the-bench',
    dataDir: folder,
    addresses: { local: 'http://localhost', lan: [], public: null },
  })
  const end = async () => {
    Load.endAll()
    killAll()
    await cluster.stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void end().then(() => process.exit(130)))
  // Should a step hang in spite of its own bounds.
  const watchdog = setTimeout(() => void end().then(() => process.exit(3)), (options.minutes + 5) * 60_000)
  try {
    const results: Results = {
      command: options.command,
      isQuick: options.isQuick,
      at: new Date().toISOString(),
      minutes: 0,
      machine: await describeMachine(cluster.url),
      servers: chosen.map(({ name, about }) => ({ name, about })),
      passes: [],
    }
    await runPasses(results, measures, chosen, options, { bundles: options.bundles, folder, cluster })
    process.stdout.write(`\n${summaryTable(results, measures)}\n`)
  } finally {
    clearTimeout(watchdog)
    await end()
  }
}

async function runPasses(
  results: Results,
  measures: readonly Measure[],
  chosen: readonly Server[],
  options: Options,
  place: Place,
): Promise<void> {
  let turn = 0
  for (let pass = 1; pass <= options.passes; pass++) {
    const found: Results['passes'][number] = {}
    for (const measure of measures) {
      if (measure.isSteady && pass > Math.ceil(options.passes / 2)) continue
      for (const step of measure.steps) {
        if (elapsed() > options.minutes) break
        if (pass === results.passes.length + 1) results.passes.push(found)
        const cells: Partial<Record<string, Cell>> = {}
        ;(found[measure.name] ??= {})[step.name] = cells
        const order = chosen.map((_, i) => chosen[(i + turn) % chosen.length]!)
        turn++
        for (const server of order.filter(({ name }) => step.servers.includes(name))) {
          const cell = await step
            .run(server, place)
            .catch((error: unknown): Cell => ({ error: (error as Error).message.split('\n')[0]! }))
          cells[server.name] = cell
          say(`pass ${pass}  ${measure.name}, ${step.name}: ${server.name.padEnd(11)} ${brief(measure, cell)}`)
        }
      }
    }
    results.minutes = elapsed()
    await save(results, measures, options)
  }
}

function brief(measure: Measure, cell: Cell): string {
  if ('error' in cell) return `FAILED ${cell.error}`
  const figures = measure.figures.flatMap(({ key, name, unit }) => {
    const value = cell.values[key]
    return value === null || value === undefined ? [] : [`${name} ${format(value)} ${unit}`.trimEnd()]
  })
  return [figures.join(' · '), ...cell.doubts].join('  ! ')
}

/** After every pass, so that a run that is stopped leaves what it has. */
async function save(results: Results, measures: readonly Measure[], { json, write }: Options): Promise<void> {
  if (json) fs.writeFileSync(json, `${JSON.stringify(results, null, 1)}\n`)
  if (!write) return
  const drawn = new Set<string>()
  fs.mkdirSync('bench/pictures', { recursive: true })
  for (const measure of measures) {
    const picture = draw(results, measure)
    if (picture === null) continue
    fs.writeFileSync(`bench/pictures/${measure.name}.svg`, picture)
    drawn.add(measure.name)
  }
  const notes = fs.existsSync('bench/notes.md') ? fs.readFileSync('bench/notes.md', 'utf8') : ''
  const text = report(results, measures, drawn, notes)
  const style = JSON.parse(fs.readFileSync('.prettierrc.json', 'utf8')) as object
  fs.writeFileSync('bench/RESULTS.md', await prettify(text, { ...style, parser: 'markdown' }))
}

async function describeMachine(clusterUrl: string): Promise<Results['machine']> {
  const { sql, end } = connect(clusterUrl, { max: 1 })
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`
  await end()
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: os.totalmem() / 2 ** 30,
    system: `Linux ${os.release().split('-')[0]}`,
    node: process.version.slice(1),
    postgres: `PostgreSQL ${row!.version} (fsync on)`,
  }
}
