import type { Tally } from '@/server/action-items/contract'

export const sumOf = (tallies: readonly Tally[], test: (each: Tally) => boolean = () => true): number =>
  tallies.filter(test).reduce((sum, each) => sum + each.count, 0)
