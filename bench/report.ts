// bench/RESULTS.md: every target with what ours and the others reached, then every figure of every measure.
import type { Figure, Measure, Step } from './measure'
import { doubtsIn, foreignIn, lookUp, verdictsOf, type Results } from './results'
import type { ServerName } from './stage'
import { format, formatBound, formatSpread, isMet } from './statistics'

const table = (head: readonly string[], rows: readonly (readonly string[])[], alignRightFrom = 1) =>
  [head, head.map((_, i) => (i < alignRightFrom ? '---' : '--:')), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')

const labelOf = (measure: Measure, step: Step, figure: Figure) =>
  `${measure.name}, ${step.name}: ${figure.name}${figure.unit ? ` (${figure.unit})` : ''}`

/** The targets, one a row, all servers side by side. */
export function summaryTable(results: Results, measures: readonly Measure[]): string {
  const names = results.servers.map(({ name }) => name)
  const rows = verdictsOf(measures).map(({ measure, step, figure, bound }) => {
    const cells = names.map((name) => formatSpread(lookUp(results, { measure, step }, name, figure.key, bound.of)))
    const ours = lookUp(results, { measure, step }, 'lianxi', figure.key, bound.of)
    const verdict = !ours ? 'not measured' : isMet(bound, ours) ? 'met' : '**not met**'
    const label =
      bound.of === 'relay' ? `${measure.name}, ${step.name}: ${figure.name}` : labelOf(measure, step, figure)
    return [
      label,
      ...cells.map((cell) => (bound.of === 'relay' && cell !== '–' ? `${cell} ×` : cell)),
      target(bound, figure),
      verdict,
    ]
  })
  return table(['figure', ...names, 'target', ''], rows)
}

const target = (bound: Parameters<typeof formatBound>[0], figure: Figure) => formatBound(bound, figure.unit)

function detailTable(results: Results, measure: Measure): string {
  const columns = measure.figures.flatMap((figure) => [
    { figure, of: 'value' as const, head: figure.unit ? `${figure.name}, ${figure.unit}` : figure.name },
    ...(figure.isRelative ? [{ figure, of: 'relay' as const, head: '× relay' }] : []),
  ])
  const rows = measure.steps.flatMap((step) =>
    results.servers
      .filter(({ name }) => step.servers.includes(name))
      .map(({ name }) => [
        step.name,
        name,
        ...columns.map(({ figure, of }) => formatSpread(lookUp(results, { measure, step }, name, figure.key, of))),
      ]),
  )
  return table(['', 'server', ...columns.map(({ head }) => head)], rows, 2)
}

/** How a cost grows with the work: from each step to the next. */
function growth(results: Results, measure: Measure, server: ServerName): string | null {
  const cpu = measure.figures.find(({ key }) => key === 'cpu')
  if (!cpu || measure.steps.length < 2) return null
  const parts = measure.steps.slice(1).flatMap((step, i) => {
    const before = measure.steps[i]!
    const [from, to] = [before, step].map((each) => lookUp(results, { measure, step: each }, server, 'cpu', 'value'))
    return from && to ? [`${before.name} → ${step.name}: ${format(to.median / from.median)} ×`] : []
  })
  return parts.length === 0 ? null : `Growth of ${server}'s CPU: ${parts.join(' · ')}.`
}

/** How many passes each step of a measure has: `2 passes`, or `2–3 passes` where a run was stopped in between. */
function passesOf(results: Results, measure: Measure): string | null {
  const counts = measure.steps.map(({ name }) => results.passes.filter((pass) => pass[measure.name]?.[name]).length)
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)]
  if (most === 0) return null
  return `${fewest === most ? most : `${fewest}–${most}`} ${most === 1 ? 'pass' : 'passes'}.`
}

/** The whole file. @param notes written by hand after looking at the figures: causes, and what would lift them */
export function report(results: Results, measures: readonly Measure[], pictures: ReadonlySet<string>, notes: string) {
  const { machine } = results
  const measured = measures.filter((measure) => passesOf(results, measure) !== null)
  const doubts = doubtsIn(results)
  const foreign = foreignIn(results)
  const details = measured.map((measure) =>
    [
      `## ${measure.title}`,
      measure.what,
      pictures.has(measure.name) ? `![${measure.title}](pictures/${measure.name}.svg)` : null,
      passesOf(results, measure),
      detailTable(results, measure),
      growth(results, measure, 'lianxi'),
    ]
      .filter((part) => part !== null)
      .join('\n\n'),
  )
  return [
    '# Measured',
    `Written by \`${results.command}\` on ${results.at.slice(0, 10)}; it took ${Math.round(results.minutes)} minutes. Cells are medians over the passes with [lowest–highest]; “× relay” is the ratio to the relay of the same pass, and the only thing to be compared between machines.`,
    `Machine: ${machine.cores} cores (${machine.processor}), ${Math.round(machine.memoryGiB)} GiB, ${machine.system}, Node ${machine.node}, ${machine.postgres}. Servers, load processes and Postgres share those cores, over 127.0.0.1, without TLS or compression.${foreign ? ` Other work took ${format(foreign.median)} cores in the median of ${foreign.count} windows, ${format(foreign.max)} at most.` : ''}`,
    table(
      ['server', 'what it is'],
      results.servers.map(({ name, about }) => [name, about]),
      2,
    ),
    '## Targets',
    summaryTable(results, measured),
    notes.trim(),
    ...details,
    '## Doubts',
    doubts.length === 0
      ? 'None: every connection held, every edit arrived, every replica converged, no window had other work of more than 0.3 cores.'
      : doubts.map((doubt) => `- ${doubt}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}
