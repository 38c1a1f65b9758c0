// `npm run bench -- --only ledger`: 100,000 action items in Postgres, and people who ask the ledger for a page, a filter, a
// group, a word at the same time, over and over. What is measured is the answer of /api/v1 to a real token, over lines that stay
// open to the house as `npm start` has it, and what the ledger's page reads; then that page
// drawn, and the whole ledger as a workbook, in a process of its own.
import { fork } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { connect, type Connection, type Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { LedgerQuery } from '@/server/action-items/contract'
import { addDays } from '@/server/action-items/model'
import { readLedger } from '@/server/action-items/read'
import { readChoices } from '@/server/action-items/read-choices'
import { readSittingTallies, readTallies } from '@/server/action-items/tallies'
import { makeOwnToken } from '@/server/api-tokens/own'
import { setRuntime } from '@/server/env'
import { dayIn, readPerson } from '@/server/people/read-person'
import { createTestDatabase, startTestPostgres } from '@/tests/support/postgres'
import type { ExportAsk, Exported } from './ledger-export'
import { startHouse, type AskedHouse } from './house'
import { fillLedger, someWord, strangeWord, type FilledLedger } from './ledger-items'
import { drawPage, readPage, type PageRead } from './ledger-page'
import { cpuSeconds } from './processes'

const crowds = [50, 8]
/** Milliseconds: a slow question is asked fewer times, so that all of it ends. */
const longestRound = 3_000
/** Ten connections plan a question anew five times each before they keep its plan. */
const warmUp = 200
const longestWarmUp = 1_000
/** For a look: a hundredth of the items, and few questions. */
const sizes = { whole: { share: 1, questions: 600 }, quick: { share: 0.01, questions: 60 } }
/** Of each person: one alone may ask 600 times a minute (server/api/count-asking.ts). */
const tokensEach = 4
const origin = 'http://localhost'
const say = (line: string) => process.stdout.write(`${line}\n`)

type Options = { isQuick: boolean; bundles: string }
type Size = (typeof sizes)[keyof typeof sizes]

export async function main({ isQuick, bundles }: Options): Promise<void> {
  const size = sizes[isQuick ? 'quick' : 'whole']
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lx-bench-'))
  const cluster = await startTestPostgres()
  postmaster = cluster.pid
  const runtime = {
    databaseUrl: cluster.url,
    authSecret: 'only-for-the-bench-only-for-the-bench',
    dataDir: folder,
    addresses: { local: origin, lan: [], public: null },
  }
  setRuntime(runtime)
  try {
    const database = await createTestDatabase(cluster.url)
    // As many as a house has (db/client.ts).
    const connection = connect(database.url, { name: 'bench' })
    try {
      const at = new Date()
      const filled = await fillLedger(connection, at, size.share, say)
      const people = await makePeople(connection.db, filled, at)
      const house = await startHouse(database.url, Math.max(...crowds))
      try {
        await askApi(house, filled, people, size)
      } finally {
        await house.stop()
      }
      await askRows(connection, filled, people, size, at)
      await askPages(connection.db, people, size, at)
      await exportAll(path.join(bundles, 'ledger-export.mjs'), {
        runtime: { ...runtime, databaseUrl: database.url },
        countyId: filled.countyId,
        personId: people[0]!.actor.personId,
      })
    } finally {
      await connection.end()
      await database.drop()
    }
  } finally {
    await cluster.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

type Asker = { actor: PersonActor; tokens: string[] }

async function makePeople(db: Db, { countyId, personIds }: FilledLedger, at: Date): Promise<Asker[]> {
  const people: Asker[] = []
  for (const personId of personIds) {
    const actor = (await readPerson(db, countyId, personId, { sessionId: null, tokenId: null }, at))!
    const tokens: string[] = []
    for (let n = 0; n < tokensEach; n++)
      tokens.push(await makeOwnToken(db, actor, { name: `bench ${n}`, days: 30 }, at))
    people.push({ actor, tokens })
  }
  return people
}

/** `house`, `postgres`: milliseconds of processor an answer; of what is read here, the house's with the asker's. */
type Figures = {
  p50: number
  p99: number
  longest: number
  perSecond: number
  busy: number
  house: number
  postgres: number
}
let postmaster = 0

/** @param house its processor seconds. Of `busy`: cores of the whole machine, in the mean of the round */
async function round(
  crowd: number,
  count: number,
  ask: (turn: number) => Promise<unknown>,
  house = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
): Promise<Figures> {
  // First by the same crowd: a house in use has its connections open, and has planned on each what is asked there.
  await ask(0)
  await all(warmUp, longestWarmUp)
  const [before, ownBefore, theirsBefore] = [coresUsed(), house(), cpuSeconds(postmaster)]
  const start = performance.now()
  const times = await all(count, longestRound)
  const ms = performance.now() - start
  const own = house() - ownBefore
  times.sort((a, b) => a - b)
  const share = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))]!
  return {
    p50: share(0.5),
    p99: share(0.99),
    longest: times.at(-1)!,
    perSecond: (times.length / ms) * 1000,
    busy: (coresUsed() - before) / ms,
    house: (own * 1000) / times.length,
    postgres: ((cpuSeconds(postmaster) - theirsBefore) * 1000) / times.length,
  }

  async function all(most: number, longest: number): Promise<number[]> {
    const taken: number[] = []
    const start = performance.now()
    let turn = 0
    const person = async () => {
      while (turn < most && (turn < 2 * crowd || performance.now() - start < longest)) {
        const mine = turn++
        const begun = performance.now()
        await ask(mine)
        taken.push(performance.now() - begun)
      }
    }
    await Promise.all(Array.from({ length: crowd }, person))
    return taken
  }
}

/** Milliseconds of all cores that were not idle, since the machine started. */
const coresUsed = () => os.cpus().reduce((sum, { times }) => sum + times.user + times.sys + times.nice + times.irq, 0)

const told = ({ p50, p99, longest, perSecond, busy, house, postgres }: Figures) =>
  `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${longest.toFixed(0)} ms, ${perSecond.toFixed(0)}/s, ${busy.toFixed(1)} cores busy; processor an answer: house ${house.toFixed(2)} ms, Postgres ${postgres.toFixed(2)} ms`

/** What was measured last of each kind and crowd, the worst of a family of kinds in the end. */
async function askEach<A>(
  asks: readonly [string, (asker: A) => Promise<unknown>][],
  askers: readonly A[],
  questions: number,
  house?: () => number,
): Promise<void> {
  const worst = new Map<string, number>()
  for (const crowd of crowds)
    for (const [kind, ask] of asks) {
      const figures = await round(crowd, questions, (turn) => ask(askers[turn % askers.length]!), house)
      say(`${crowd} at once · ${kind}: ${told(figures)}`)
      const family = `${crowd} at once, ${kind.split(':')[0]!}`
      worst.set(family, Math.max(worst.get(family) ?? 0, figures.p99))
    }
  for (const [family, p99] of worst) say(`worst p99, ${family}: ${p99.toFixed(1)} ms`)
}

type AskApi = (token: string) => Promise<string>

async function askApi(house: AskedHouse, filled: FilledLedger, people: readonly Asker[], { questions }: Size) {
  const tokens = Array.from({ length: tokensEach }, (_, n) => people.map((person) => person.tokens[n]!)).flat()
  // The least there is: the house's own line, and nothing asked of Postgres.
  const floor: [string, AskApi] = ['floor: /healthz', (token) => house.get('/healthz', token)]
  await askEach([floor, ...apiAsks(filled, house)], tokens, 5 * questions, house.seconds)
}

function apiAsks({ bodyId, meetingId, unitId, itemId, today }: FilledLedger, { get }: AskedHouse): [string, AskApi][] {
  const ask =
    (address: string): AskApi =>
    (token) =>
      get(`/api/v1${address}`, token)
  const placeOn = (days: number) =>
    Buffer.from(JSON.stringify([`${addDays(today, -days)}T00:00:00.000Z`, itemId])).toString('base64url')
  let day = 0
  return [
    ['api: first page', ask('/action-items')],
    ['api: a page far in', ask(`/action-items?cursor=${placeOn(400)}`)],
    // The others ask the same fifty times, and who waits for the same shares the answer (db/keep).
    ['api: a page far in, each another', (token) => ask(`/action-items?cursor=${placeOn(1 + (day++ % 1000))}`)(token)],
    ['api: body', ask(`/action-items?bodyId=${bodyId}`)],
    ['api: sitting', ask(`/action-items?meetingId=${meetingId}`)],
    ['api: lead unit', ask(`/action-items?leadUnitId=${unitId}`)],
    ['api: state', ask('/action-items?state=toVerify')],
    ['api: due until', ask(`/action-items?dueUntil=${today}`)],
    ['api: changed since', ask(`/action-items?changedSince=${addDays(today, -7)}T00:00:00.000Z`)],
    ['api: one item', ask(`/action-items/${itemId}`)],
    [
      'api: a word of the texts (common to rare)',
      (token) => ask(`/action-items?q=${encodeURIComponent(someWord())}`)(token),
    ],
    ['api: a unit’s name', ask(`/action-items?q=${encodeURIComponent('第十七')}`)],
    ...['unit', 'kind', 'meeting'].map((by): [string, AskApi] => [
      `api: groups by ${by}`,
      ask(`/action-item-groups?by=${by}`),
    ]),
  ]
}

type Ask = (asker: Asker) => Promise<unknown>

const askRows = async (
  { db, sql }: Connection,
  filled: FilledLedger,
  people: readonly Asker[],
  { questions }: Size,
  at: Date,
): Promise<void> => askEach([floor(sql), ...pageAsks(db, filled, at)], people, questions)

/** The least an answer that asks Postgres anything can take here: as prepared as ours are, and nothing around it. */
const floor = (sql: Connection['sql']): [string, Ask] => [
  'floor: select 1',
  async () => Response.json(await sql`select ${1}::int as one`).text(),
]

function pageAsks(db: Db, filled: FilledLedger, at: Date): [string, Ask][] {
  const now = { today: filled.today, timeZone: 'Asia/Shanghai' }
  const rows = (query: () => Record<string, string>): Ask => {
    // With the numbers of its head, as the page asks.
    return ({ actor }) => readLedger(db, actor, LedgerQuery.parse(query()), now, readTallies(db, actor, now, at))
  }
  const plain: Record<string, Record<string, string>> = {
    'first page': {},
    all: { view: 'all' },
    'to verify': { view: 'verify' },
    'this month': { view: 'month' },
    late: { view: 'late' },
    mine: { view: 'mine' },
    state: { view: 'all', state: 'stopped' },
    unit: { view: 'all', unit: filled.unitId },
    'kind of unit': { view: 'all', kind: 'family' },
    body: { view: 'all', body: filled.bodyId },
    sitting: { view: 'all', meeting: filled.meetingId },
    duty: { view: 'all', duty: filled.dutyId },
    'due in 3 days': { due: '3' },
    'without a day': { view: 'all', due: 'none' },
    'not overdue': { view: 'all', due: 'kept' },
    'due on a day': { view: 'all', due: addDays(filled.today, 5) },
    red: { warning: 'late' },
    yellow: { warning: 'yellow' },
    blue: { warning: 'blue' },
    tag: { view: 'all', tag: '护学' },
    priority: { view: 'all', priority: 'urgent' },
    owner: { view: 'all', owner: '责任人17' },
    'recorded in a month': { view: 'all', since: addDays(filled.today, -200).slice(0, 7) },
    'closed in a month': { view: 'all', closed: addDays(filled.today, -200).slice(0, 7) },
    'open for over 90 days': { age: 'more' },
    'by number': { view: 'all', sort: 'number' },
    'by last change': { view: 'all', sort: 'changed' },
    'a page far in': { view: 'all', at: `${addDays(filled.today, -400)}~20~${filled.itemId}` },
    'unit, state and tag': { view: 'all', unit: filled.unitId, state: 'done', tag: '护学' },
  }
  return [
    ...Object.entries(plain).map(([name, query]): [string, Ask] => [`rows: ${name}`, rows(() => query)]),
    ['words: a word of the texts (common to rare)', rows(() => ({ view: 'all', q: someWord() }))],
    ['words: two characters that hardly stand together', rows(() => ({ view: 'all', q: strangeWord() }))],
    ['words: a unit’s name', rows(() => ({ view: 'all', q: '第十七' }))],
    ['words: a number', rows(() => ({ view: 'all', q: '1042-07' }))],
    ['words: a word, filtered', rows(() => ({ view: 'all', q: someWord(), unit: filled.unitId, state: 'done' }))],
    ['groups: by unit and kind', ({ actor }) => readTallies(db, actor, now, at)],
    // Each time as if an item had changed since: nothing that was counted is used again.
    ['groups: by unit and kind, counted anew', ({ actor }) => readTallies(db, actor, now, laterStill())],
    ['groups: by sitting', ({ actor }) => readSittingTallies(db, actor, now, at)],
    ['groups: by sitting, counted anew', ({ actor }) => readSittingTallies(db, actor, now, laterStill())],
    ['groups: what can be chosen', ({ actor }) => readChoices(db, actor)],
  ]
}

let hour = 0
const laterStill = () => new Date(Date.UTC(2030, 0, 1, hour++))

/** The page with what it read, and with rows that are there already: of the same page, in turns. */
async function askPages(db: Db, people: readonly Asker[], { questions }: Size, at: Date): Promise<void> {
  const today = dayIn('Asia/Shanghai', at)
  const constant: PageRead = await readPage(db, people[0]!.actor, today, at)
  say(`the page: ${(Buffer.byteLength(drawPage(constant)) / 1024).toFixed(0)} kB of HTML`)
  for (const crowd of [1, ...crowds])
    for (let turn = 0; turn < 2; turn++) {
      const whole = await round(crowd, questions / 2, async (n) =>
        drawPage(await readPage(db, people[n % people.length]!.actor, today, at)),
      )
      const drawn = await round(crowd, questions / 2, async () => drawPage(constant))
      const ratio = (key: 'p50' | 'p99') => (whole[key] / drawn[key]).toFixed(2)
      say(`${crowd} at once · the page: ${told(whole)}`)
      say(`${crowd} at once · the page with constant rows: ${told(drawn)}`)
      say(`${crowd} at once · ratio: p50 ${ratio('p50')}, p99 ${ratio('p99')}`)
    }
}

async function exportAll(file: string, ask: ExportAsk): Promise<void> {
  for (const format of ['xlsx', 'csv'] as const) {
    const child = fork(file)
    const answer = new Promise<Exported>((done, fail) => {
      child.once('message', (message) => done(message as Exported))
      child.once('exit', (code) => fail(new Error(`the export ended with ${code}`)))
    })
    child.send({ ...ask, format })
    const { seconds, before, peak, bytes, rows } = await answer
    child.kill()
    say(
      `${format} of all: ${rows} items, ${(bytes / 2 ** 20).toFixed(1)} MiB in ${seconds.toFixed(1)} s; resident ${before.toFixed(0)} MiB before, ${peak.toFixed(0)} MiB at most`,
    )
  }
}
