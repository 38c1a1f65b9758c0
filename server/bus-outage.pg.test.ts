// Notices are heard again after Postgres was away: rights end by them.
import { expect, test } from 'vitest'
import { connect } from '@/db/client'
import { listen, notify, type Notice } from '@/server/bus'
import { DocumentId } from '@/server/ids'
import { createTestDatabase } from '@/tests/support/postgres'
import { eventually } from '@/tests/support/collab'

test('listening survives an outage of Postgres', { timeout: 40_000 }, async () => {
  const own = await createTestDatabase()
  const listener = connect(own.url, { max: 2 })
  const heard: Notice[] = []
  let again = 0
  await listen(
    listener.sql,
    (notice) => heard.push(notice),
    () => again++,
  )
  const name = new URL(own.url).pathname.slice(1)
  const admin = connect(process.env.TEST_CLUSTER_URL!.replace(/\/[^/?]*(\?|$)/, '/postgres$1'), { max: 1 })
  await admin.sql.unsafe(`alter database ${name} allow_connections false`)
  await admin.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`
  await new Promise((resolve) => setTimeout(resolve, 4_000))
  // Counted before the door opens: listening may be back while the statement that opens it is still being answered.
  const before = again
  await admin.sql.unsafe(`alter database ${name} allow_connections true`)
  await admin.end()
  await eventually(() => again > before, 20_000)
  const documentId = DocumentId.parse(crypto.randomUUID())
  await notify(own.db, { kind: 'document', documentId, head: 1 })
  await eventually(() => heard.some((notice) => notice.kind === 'document' && notice.documentId === documentId), 2_000)
  expect(again).toBeGreaterThan(1)
  await listener.end()
  await own.drop()
})
