// Numbers of several passes: what is told of them, and whether a target is met. Pure.

/** Nearest-rank quantile of sorted numbers; NaN of none. @param share 0–1 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(share * sorted.length)))
  return sorted[rank - 1] ?? NaN
}

export type Summary = { count: number; p50: number; p95: number; p99: number; max: number }

export function summarize(samples: Iterable<number>): Summary {
  const sorted = Float64Array.from(samples).sort()
  return {
    count: sorted.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
    max: quantile(sorted, 1),
  }
}

export type Spread = { median: number; low: number; high: number; count: number }

/** Median with the lowest and the highest. What is not a number is left out; null when nothing remains. */
export function spreadOf(values: readonly (number | null | undefined)[]): Spread | null {
  const sorted = values.filter((value) => typeof value === 'number' && !Number.isNaN(value)).sort((a, b) => a! - b!)
  if (sorted.length === 0) return null
  const [below, above] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!]
  return { median: (below + above) / 2, low: sorted[0]!, high: sorted[sorted.length - 1]!, count: sorted.length }
}

/** Ratio of two measurements of the same pass; pairs with one missing are left out, so a ratio never mixes passes. */
export function ratios(ours: readonly (number | null)[], theirs: readonly (number | null)[]): number[] {
  return ours.flatMap((value, pass) => {
    const other = theirs[pass]
    return value == null || other == null || other === 0 || Number.isNaN(value / other) ? [] : [value / other]
  })
}

/** A bound of QUALITY: on the value itself, or on its ratio to the relay of the same pass. */
export type Bound = { at: 'most' | 'least'; than: number; of: 'value' | 'relay' }

export function isMet(bound: Bound, spread: Spread): boolean {
  return bound.at === 'most' ? spread.median <= bound.than : spread.median >= bound.than
}

/** Three significant figures, thousands with commas. */
export function format(value: number): string {
  if (Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return '∞'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 100) return Math.round(value).toLocaleString('en-US')
  return size >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** `median [low–high]`, or the number alone where there is only one. */
export function formatSpread(spread: Spread | null): string {
  if (!spread) return '–'
  const middle = format(spread.median)
  return spread.count === 1 || spread.low === spread.high
    ? middle
    : `${middle} [${format(spread.low)}–${format(spread.high)}]`
}

export function formatBound(bound: Bound, unit: string): string {
  const number = `${bound.at === 'most' ? '≤' : '≥'} ${format(bound.than)}`
  return bound.of === 'relay' ? `${number} × relay` : `${number} ${unit}`.trim()
}
