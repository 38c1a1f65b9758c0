// Sums of a report. Pure.
import type { ActionItemState } from '@/server/action-items/contract'
import type { Sum } from './contract'

/**
 * Whole per cents that add up to 100: each share rounded down, and what is left given one by one to the largest remainders,
 * to the first of equal ones. All 0 where there is nothing.
 */
export function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, each) => sum + each, 0)
  if (total === 0) return counts.map(() => 0)
  const shares = counts.map((each) => Math.floor((each * 100) / total))
  const left = 100 - shares.reduce((sum, each) => sum + each, 0)
  const byRemainder = counts.map((each, n) => ({ n, remainder: (each * 100) % total }))
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.n - b.n)
  for (const { n } of byRemainder.slice(0, left)) shares[n]! += 1
  return shares
}

export const percentsOf = ({ done, open, stopped }: Sum) => {
  const [ofDone, ofOpen, ofStopped] = sharesOf([done, open, stopped]) as [number, number, number]
  return { done: ofDone, open: ofOpen, stopped: ofStopped }
}

export type Counted = { state: ActionItemState; isLate: boolean; count: number }

export function sumOf(rows: readonly Counted[]): Sum {
  const all = (which: (row: Counted) => boolean) => rows.filter(which).reduce((sum, { count }) => sum + count, 0)
  const [total, done, stopped] = [
    all(() => true),
    all(({ state }) => state === 'done'),
    all(({ state }) => state === 'stopped'),
  ]
  return {
    total,
    done,
    stopped,
    open: total - done - stopped,
    toVerify: all(({ state }) => state === 'toVerify'),
    late: all(({ isLate }) => isLate),
  }
}
