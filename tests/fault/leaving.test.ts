// Somebody gives an export up: the house, asked by a real client over a real connection that is cut, stops working for them.
// Looked at from outside: what Postgres is doing, which files the processes of the house hold, what is left in the folder.
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { connect, type Connection } from '@/db/client'
import { takenWithProgress } from '@/server/export/contract'
import { tokenFor } from '@/tests/support/collab'
import { startApp } from '@/tests/support/app'
import { processesOf } from '@/tests/support/process-tree'
import { makeTestRoom } from '@/tests/support/room'

let app: Awaited<ReturnType<typeof startApp>>
let database: Connection
let token: string
/** Some ten seconds of a workbook. */
const items = 20_000

beforeAll(async () => {
  app = await startApp({ withDemo: false, withLiveKit: false })
  const note = JSON.parse(readFileSync(path.join(app.dataDir, 'runtime.json'), 'utf8')) as {
    runtime: { databaseUrl: string }
  }
  database = connect(note.runtime.databaseUrl, { max: 2, name: 'looking on' })
  // As split off another: settling a text, which does not have them, leaves these alone.
  const room = await makeTestRoom(database.db)
  await database.sql`insert into action_items (county_id, id, document_id, local_id, meeting_id, number, title, origin,
      created_at, changed_at)
    select ${room.countyId}, gen_random_uuid(), ${room.documentId}, 'left' || n, ${room.meetingId}, n, '例行事项' || n, 'split', now(), now()
    from generate_series(1, ${items}::int) n`
  token = await tokenFor(database.db, room.secretary, 3_600)
}, 240_000)
afterAll(async () => {
  await database?.end()
  await app?.stop()
})

/** Files of exports that processes of the house hold open, also those without a name. */
function held(): string[] {
  return processesOf(app.dataDir).flatMap(({ pid }) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
        try {
          const file = readlinkSync(`/proc/${pid}/fd/${fd}`)
          return file.includes('/lianxi-ledger-') ? [file] : []
        } catch {
          return []
        }
      })
    } catch {
      return []
    }
  })
}

type Work = { pid: number; since: string }
/** The transaction of an export, when it has just taken rows from its cursor. */
const atWork = () =>
  vi.waitUntil(
    async () => {
      const [work] = await database.sql<Work[]>`select pid, xact_start::text as since from pg_stat_activity
        where datname = current_database() and query ilike 'fetch % from exported' and xact_start is not null`
      return work
    },
    { timeout: 30_000, interval: 5 },
  )
const isOpen = async ({ pid, since }: Work) =>
  (await database.sql`select 1 from pg_stat_activity where pid = ${pid} and xact_start = ${since}::timestamptz`)
    .length > 0
const exports = async () => (await database.sql`select seq from events where verb = 'ledger.export'`).length

it.each([
  ['xlsx', 'with its progress', { accept: takenWithProgress }],
  ['xlsx', 'by its link', {}],
  ['csv', 'by its link', {}],
] as const)('a ledger as %s, taken %s', async (format, _, headers) => {
  const before = await exports()
  const left = new AbortController()
  const asked = fetch(`http://127.0.0.1:${app.ports.http}/api/export/ledger?format=${format}&view=all`, {
    headers: { ...headers, authorization: `Bearer ${token}` },
    signal: left.signal,
  }).then((response) => response.text())
  asked.catch(() => {})
  const work = await atWork()
  const [file] = held()
  expect(file).toContain(`ledger.${format}`)
  left.abort()
  await expect(asked).rejects.toThrow()
  const at = performance.now()
  await vi.waitFor(
    async () => expect([await isOpen(work), held(), existsSync(path.dirname(file!))]).toEqual([false, [], false]),
    { timeout: 15_000, interval: 50 },
  )
  console.log(`${format}: ended ${(performance.now() - at).toFixed(0)} ms after it was given up`)
  // Given up in the middle, and not just finished: a file that is made leaves a line.
  expect(await exports()).toBe(before)
})

it('and one that is waited for is whole', async () => {
  const response = await fetch(`http://127.0.0.1:${app.ports.http}/api/export/ledger?format=csv&view=all`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect((await response.text()).split('\r\n').length).toBeGreaterThan(items)
  await vi.waitFor(() => expect(held()).toEqual([]))
})
