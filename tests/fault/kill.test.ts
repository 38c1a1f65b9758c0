// kill -9 under load, of the collaboration process and of Postgres in turn, with fsync as it is and made slow. After each
// kill the rows are read by nobody's client. Never missing: an acknowledged update. And the acknowledgements are worth
// something: most of what was older than 200 ms had one. Last, the ledger is held before two liars, and must find both.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentId } from '@/server/ids'
import { newFreeDocument, tokenFor } from '@/tests/support/collab'
import { createTestDatabase, startTestPostgres, type TestPostgres } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'
import { figure, form, pause, random } from './form'
import { audit, auditAnswer, emptySum, share, startWriters, tally, told, whole, type Sum } from './ledger'
import { bundleForThisFile, Node } from './node'

bundleForThisFile()
let cluster: TestPostgres
let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let token: string
const next = random(form.seed)

beforeAll(async () => {
  cluster = await startTestPostgres()
  database = await createTestDatabase(cluster.url)
  room = await makeTestRoom(database.db)
  token = await tokenFor(database.db, room.secretary, 12 * 3_600)
})
afterAll(async () => {
  await database.end()
  await cluster.stop()
})

/**
 * A disk whose fsync takes `ms` longer, 100 at most. Postgres itself sleeps after writing a commit's record and before
 * flushing it, with the row locked: where a slow disk holds a commit up. (A delay in the line to Postgres would come after
 * the flush, a trigger that sleeps before the record: an answer too early would not be seen.)
 */
async function slowFsync(ms: number): Promise<void> {
  await database.sql.unsafe('alter system set commit_siblings = 0')
  await database.sql.unsafe(`alter system set commit_delay = ${ms * 1_000}`)
  await database.sql`select pg_reload_conf()`
}

const typing = () => pause(350 + next() * 350)

let documents: DocumentId[] = []
/** Fresh ones every twenty cycles: after a thousand, loads and audits would measure the documents' length. */
async function documentsOf(cycle: number): Promise<DocumentId[]> {
  if (cycle % 20 === 1)
    documents = await Promise.all(Array.from({ length: 3 }, () => newFreeDocument(database.db, room.secretary)))
  return documents
}

async function killNode(cycle: number, sum: Sum, answersEarly = false): Promise<string[]> {
  const ids = await documentsOf(cycle)
  const node = await Node.start({ databaseUrl: database.url, answersEarly })
  const wrong: string[] = []
  // What the last kill left is served to a newcomer as the rows hold it.
  for (const id of ids) wrong.push(...(await auditAnswer(database.db, node.url, id, token)))
  const writers = await startWriters(node.url, ids, token, `n${cycle}`)
  await typing()
  const at = await node.kill9()
  // Answers that were on their way when it died still count: whoever reads one believes it.
  await Promise.all(writers.map((writer) => writer.client.untilClosed()))
  await Promise.all(writers.map((writer) => writer.stop()))
  tally(told(writers), at, sum)
  const found = await audit(database, told(writers))
  sum.missing += found.missing
  return [...wrong, ...found.wrong]
}

/** The node lives on: it has to write and answer what was not yet acknowledged, without a new edit. */
async function killPostgres(node: Node, cycle: number, sum: Sum): Promise<{ wrong: string[]; wholeMs: number }> {
  const writers = await startWriters(node.url, await documentsOf(cycle), token, `p${cycle}`)
  await typing()
  tally(told(writers), performance.now(), sum)
  cluster.kill9()
  await Promise.all(writers.map((writer) => writer.quiet()))
  await cluster.again()
  await database.sql`select 1`.catch(() => database.sql`select 1`)
  const books = told(writers)
  const early = await audit(database, books)
  sum.missing += early.missing
  const wholeMs = await whole(writers)
  const late = await audit(database, told(writers))
  await Promise.all(writers.map((writer) => writer.stop()))
  sum.missing += Math.max(0, late.missing - early.missing)
  return { wrong: [...early.wrong, ...late.wrong], wholeMs }
}

const report = (name: string, kills: number, sum: Sum, more: Record<string, unknown> = {}) =>
  figure(name, { kills, ...sum, shareOfOldAcknowledged: share(sum), ...more, seed: form.seed })

/** Every third kill with a slow disk. */
const slowMsOf = (cycle: number) => (cycle % 3 === 0 ? 30 : 0)

test(`${form.nodeKills} kills of the node`, { timeout: 60_000 + form.nodeKills * 8_000 }, async () => {
  const sum = emptySum()
  for (let cycle = 1; cycle <= form.nodeKills; cycle++) {
    await slowFsync(slowMsOf(cycle))
    expect(await killNode(cycle, sum), `cycle ${cycle}, seed ${form.seed}`).toEqual([])
    if (cycle % 50 === 0) report('kill -9 of the node, so far', cycle, sum)
  }
  report('kill -9 of the node', form.nodeKills, sum)
  expect(sum.missing).toBe(0)
  expect(sum.acknowledged).toBeGreaterThan(form.nodeKills * 50)
  expect(share(sum)).toBeGreaterThanOrEqual(0.95)
})

test(`${form.postgresKills} kills of Postgres`, { timeout: 60_000 + form.postgresKills * 12_000 }, async () => {
  const sum = emptySum()
  const times: number[] = []
  let node = await Node.start({ databaseUrl: database.url })
  for (let cycle = 1; cycle <= form.postgresKills; cycle++) {
    await slowFsync(slowMsOf(cycle))
    const { wrong, wholeMs } = await killPostgres(node, cycle, sum)
    expect(wrong, `cycle ${cycle}, seed ${form.seed}`).toEqual([])
    times.push(wholeMs)
    if (cycle % 50 === 0) report('kill -9 of Postgres, so far', cycle, sum)
    if (cycle % 100 === 0) {
      await node.stop()
      node = await Node.start({ databaseUrl: database.url })
    }
  }
  await node.stop()
  report('kill -9 of Postgres', form.postgresKills, sum, { slowestWholeMs: Math.round(Math.max(...times)) })
  expect(sum.missing).toBe(0)
  expect(sum.acknowledged).toBeGreaterThan(form.postgresKills * 50)
  expect(share(sum)).toBeGreaterThanOrEqual(0.95)
})

test('the ledger finds a node that answers before the commit', { timeout: 120_000 }, async () => {
  const sum = emptySum()
  await slowFsync(60)
  let cycles = 0
  while (sum.missing === 0 && cycles < 20) await killNode(++cycles, sum, true)
  report('planted: answers before the commit', cycles, sum)
  expect(sum.missing).toBeGreaterThan(0)
})

test('the ledger finds a Postgres that says committed before it is', { timeout: 120_000 }, async () => {
  const sum = emptySum()
  await slowFsync(0)
  // From within the transaction: the writer's own line insists on waiting.
  await database.sql.unsafe(`
    create function lie() returns trigger language plpgsql as $$ begin
      perform set_config('synchronous_commit', 'off', true); return null; end $$;
    create trigger lie after insert on document_updates execute function lie()`)
  let cycles = 0
  while (sum.missing === 0 && cycles < 20) {
    const node = await Node.start({ databaseUrl: database.url })
    // Fresh documents each time; what was lost leaves gaps, so the rest may be wrong too.
    await killPostgres(node, 20 * ++cycles + 1, sum).catch(() => null)
    await node.kill9()
  }
  report('planted: synchronous_commit off', cycles, sum)
  expect(sum.missing).toBeGreaterThan(0)
})
