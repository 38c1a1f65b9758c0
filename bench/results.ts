// What a run has found, by pass, measure, step and server; and how it is looked up. `--json` writes it as it is.
import type { Figure, Measure, Outcome, Step } from './measure'
import type { Server, ServerName } from './stage'
import { ratios, spreadOf, type Bound, type Spread } from './statistics'

export type Cell = Outcome | { error: string }
/** Measure → step → server. */
export type Pass = Record<string, Record<string, Partial<Record<ServerName, Cell>>>>

export type Results = {
  command: string
  isQuick: boolean
  /** ISO date of the start. */
  at: string
  minutes: number
  machine: { processor: string; cores: number; memoryGiB: number; system: string; node: string; postgres: string }
  servers: readonly Pick<Server, 'name' | 'about'>[]
  passes: Pass[]
}

export type Where = { measure: Measure; step: Step }

function valuesOf(results: Results, { measure, step }: Where, server: ServerName, key: string): (number | null)[] {
  return results.passes.map((pass) => {
    const cell = pass[measure.name]?.[step.name]?.[server]
    return cell && 'values' in cell ? (cell.values[key] ?? null) : null
  })
}

/** A figure of a server over the passes: as it is, or as a multiple of the relay's of the same pass. */
export function lookUp(
  results: Results,
  where: Where,
  server: ServerName,
  key: string,
  of: Bound['of'],
): Spread | null {
  const own = valuesOf(results, where, server, key)
  return spreadOf(of === 'value' ? own : ratios(own, valuesOf(results, where, 'relay', key)))
}

export type Verdict = Where & { figure: Figure; bound: Bound }

/** Every target of the run, in order. */
export function verdictsOf(measures: readonly Measure[]): Verdict[] {
  return measures.flatMap((measure) =>
    measure.steps.flatMap((step) =>
      measure.figures.flatMap((figure) => {
        const bound = step.bounds[figure.key]
        return bound && !Number.isNaN(bound.than) ? [{ measure, step, figure, bound }] : []
      }),
    ),
  )
}

/** Whatever makes a number doubtful. */
export function doubtsIn(results: Results): string[] {
  return results.passes.flatMap((pass, index) =>
    Object.entries(pass).flatMap(([measure, steps]) =>
      Object.entries(steps).flatMap(([step, cells]) =>
        Object.entries(cells).flatMap(([server, cell]) =>
          ('error' in cell ? [`failed: ${cell.error}`] : cell.doubts).map(
            (doubt) => `pass ${index + 1}, ${measure}, ${step}, ${server}: ${doubt}`,
          ),
        ),
      ),
    ),
  )
}

/** Cores that other work took in the windows of all passes. */
export function foreignIn(results: Results): { median: number; max: number; count: number } | null {
  const found = results.passes.flatMap((pass) =>
    Object.values(pass).flatMap((steps) =>
      Object.values(steps).flatMap((cells) =>
        Object.values(cells).map((cell) => ('values' in cell ? (cell.values.foreign ?? null) : null)),
      ),
    ),
  )
  const spread = spreadOf(found)
  return spread && { median: spread.median, max: spread.high, count: spread.count }
}
