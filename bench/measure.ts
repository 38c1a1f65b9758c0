// What a measure is: steps that are run for each server in turn, the figures each gives, and the targets set for ours.
import fs from 'node:fs'
import { join } from 'node:path'
import { documentOf, longSession, typing, writeUpdates, type Input } from './inputs'
import type { Window } from './processes'
import type { Place, Server } from './stage'
import type { Bound } from './statistics'

export type Figure = {
  key: string
  /** As a table heads it. */
  name: string
  unit: string
  /** Also shown as a multiple of the relay's in the same pass. */
  isRelative?: boolean
  /** Shown in the picture; `relay` draws the multiple. */
  isDrawn?: 'value' | 'relay'
}

export type Outcome = {
  /** By figure; null where a server cannot give it. */
  values: Record<string, number | null>
  /** Whatever makes a number doubtful, in words. */
  doubts: string[]
}

export type Step = {
  /** `50 editors`: short, stands on the axis. */
  name: string
  /** Who can be measured at all. */
  servers: readonly Server['name'][]
  run(server: Server, place: Place): Promise<Outcome>
  /** Targets for ours, by figure. */
  bounds: Partial<Record<string, Bound>>
}

export type Measure = {
  name: string
  title: string
  /** What happens, for a reader of the results. */
  what: string
  /** Steady enough to be run in the first half of the passes only. */
  isSteady?: boolean
  figures: readonly Figure[]
  steps: readonly Step[]
}

export const atMost = (than: number, of: Bound['of'] = 'value'): Bound => ({ at: 'most', than, of })
export const atLeast = (than: number, of: Bound['of'] = 'value'): Bound => ({ at: 'least', than, of })

/** How much of everything; quick is for a look, its figures have no targets where the load is not that of the target. */
export function sizes(isQuick: boolean) {
  return {
    isQuick,
    editors: isQuick ? [10, 100] : [10, 50, 100, 200],
    /** 5 writers × 10/s make 1,000 updates in 20 s, which is when ours compacts: one of it in each window, as in the long run. */
    windowMs: isQuick ? 3_000 : 20_000,
    hotWindowMs: isQuick ? 3_000 : 6_000,
    warmUpMs: 700,
    /** Updates a document has before the window, so that the compaction at 1,000 falls into it. */
    before: 900,
    /** Updates that another document takes before anything is timed, so that every server has run for a while. */
    warming: 1_200,
    documents: isQuick ? [200] : [1_000],
    documentsWindowMs: isQuick ? 4_000 : 10_000,
    session: isQuick
      ? { insertions: 70_000, deletions: 30_000, parts: 770 }
      : { insertions: 182_315, deletions: 77_463, parts: 2_000 },
    coldJoins: isQuick ? 1 : 3,
    warmJoins: isQuick ? 3 : 7,
    atOnce: 50,
    ingest: isQuick ? 5_000 : 20_000,
    rates: [1_000, 10_000],
    barrierWindowMs: isQuick ? 2_000 : 4_000,
    idleDocuments: isQuick ? 300 : 1_000,
    kills: isQuick ? 2 : 6,
    nodesWindowMs: isQuick ? 3_000 : 10_000,
    /** Milliseconds of typing before a kill. */
    killFromMs: 3_000,
    killSpanMs: isQuick ? 2_000 : 10_000,
  }
}
export type Sizes = ReturnType<typeof sizes>

/** The inputs of a run, made when first asked for. */
export function makeInputs(folder: string, set: Sizes) {
  const kept = new Map<string, Input & { file: string }>()
  const once = (name: string, make: () => Input) => () => {
    const there = kept.get(name)
    if (there) return there
    const made = make()
    const input = { ...made, file: writeUpdates(join(folder, name), made.updates) }
    kept.set(name, input)
    return input
  }
  fs.mkdirSync(folder, { recursive: true })
  const { insertions, deletions, parts } = set.session
  return {
    before: once('before', () => typing(set.before)),
    warming: once('warming', () => typing(set.warming)),
    session: once('session', () => longSession(insertions, deletions, parts)),
    burst: once('burst', () => typing(set.ingest)),
    /** For one typist of 200 at the highest rate. */
    typist: once('typist', () => typing((Math.max(...set.rates) / 200) * (1 + set.barrierWindowMs / 1000) + 20)),
    page: once('page', () => documentOf(10_000)),
  }
}
export type Inputs = ReturnType<typeof makeInputs>

/** Cores that other work on the machine took during a window. */
export const foreignCores = (window: Window, crowdCpu = 0) =>
  (Math.max(0, window.machineCpu - window.cpu - window.postgresCpu - window.ownCpu - crowdCpu) * 1000) / window.wallMs

/** Keeps the sentences that apply. */
export const doubtsOf = (...said: (string | false)[]) => said.filter((each) => each !== false)
