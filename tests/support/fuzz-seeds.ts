// Which seeds a fuzz runs: those that failed once, for ever, and the usual ones; FUZZ_SEED=n for one, FUZZ_SEEDS=n for as
// many fresh ones.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function fuzzSeeds(usual: readonly number[], folder: string, file: string) {
  const kept = join(folder, file)
  const bad = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as number[]) : []
  const { FUZZ_SEED: one, FUZZ_SEEDS: many } = process.env
  const fresh = () => Math.floor(Math.random() * 1e9)
  const chosen = one ? [Number(one)] : many ? Array.from({ length: Number(many) }, fresh) : usual
  return {
    seeds: [...new Set([...bad, ...chosen])],
    /** Rejects with how to run it again; the seed is tried at every run from now on. */
    keep(seed: number, cause: unknown): never {
      if (!bad.includes(seed)) writeFileSync(kept, `${JSON.stringify([...bad, seed])}\n`)
      throw new Error(`seed ${seed}: FUZZ_SEED=${seed} npx vitest run --project fuzz`, { cause })
    },
  }
}
