// Documents whose own rows are at fault: set aside, read as far as they go, let go again (SPEC.md M49, M60–M63).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tmpdir } from 'node:os'
import type { DocumentId } from '@/server/ids'
import { setRuntime } from '@/server/env'
import { doctor } from '@/server/cli/verbs/doctor'
import { documentRelease } from '@/server/cli/verbs/document'
import { parseLine } from '@/server/cli/parse-line'
import { compact } from '@/server/minutes/compact'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { releaseSound } from '@/server/minutes/quarantine'
import { settle } from '@/server/minutes/settle'
import { packUpdates } from '@/server/minutes/update-bytes'
import { durableFrame } from '@/server/minutes/wire'
import {
  eventually,
  newFreeDocument,
  RawClient,
  startCollab,
  tokenFor,
  updateFrames,
  type CollabServer,
} from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let token: string
let server: CollabServer
beforeAll(async () => {
  database = await createTestDatabase()
  room = await makeTestRoom(database.db)
  token = await tokenFor(database.db, room.secretary)
  server = await startCollab(database.url)
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})

const create = () => newFreeDocument(database.db, room.secretary)
const open = (id: DocumentId, on = server) => new RawClient(on.url, id, token, { ext: true })
const textOf = async (id: DocumentId) =>
  buildDoc((await loadBytes(database.db, id))!)
    .doc.getText('t')
    .toString()
const isAside = async (id: DocumentId) => {
  const [row] = await database.sql<{ at: Date | null }[]>`select quarantined_at as at from documents where id = ${id}`
  return row!.at !== null
}
const eventsOf = async (id: DocumentId) => {
  const rows = await database.sql<{ verb: string; detail: unknown }[]>`
    select verb, detail from events where thing_id = ${id} and verb like 'minutes.%' order by seq`
  return rows.map(({ verb, detail }) => ({ verb, detail }))
}
/** One writer whose words are on disk, gone again. */
async function written(id: DocumentId, text: string, client: number): Promise<void> {
  const writer = await open(id).join()
  for (const frame of updateFrames(text, client)) {
    writer.send(frame)
    await writer.durable()
  }
  writer.close()
}
const isDenied = (client: RawClient) => client.messages().some((message) => message.type === 'auth')

/** A row where the next one belongs: what is left when a restore brought the rows back and not the head. */
const obstruct = (id: DocumentId) => database.sql`
  insert into document_updates (county_id, document_id, seq, data, at)
  select county_id, id, head + 1, '\\x', now() from documents where id = ${id}`
const clear = (id: DocumentId) => database.sql`
  delete from document_updates u using documents d where d.id = ${id} and u.document_id = d.id and u.seq > d.head`

async function hub(...words: string[]): Promise<{ said: string; code: number }> {
  // The doctor looks at the disk too.
  setRuntime({ dataDir: tmpdir() })
  const line = parseLine(words, [doctor, documentRelease])
  if (line.kind === 'help') throw new Error('help')
  const result = await line.verb.run({ ...database, args: line.args, at: new Date(), out: () => {} })
  return { said: line.verb.print!(result), code: line.verb.exitCode!(result) }
}

test('M60 a document that takes no write is set aside, alone', async () => {
  const [bad, good] = [await create(), await create()]
  await written(bad, '先前', 60)
  await obstruct(bad)
  const [a, b] = [await open(bad).join(), await open(good).join()]
  const payload = Uint8Array.of(60)
  // In one turn of the loop, so in one commit.
  a.send(...updateFrames('写不进', 61), durableFrame(payload))
  b.send(...updateFrames('写得进', 62))
  await b.durable()
  expect((await a.untilClosed()).code).toBe(4205)
  expect(a.sawBarrier(payload)).toBe(false)
  expect(b.closed).toBeNull()
  expect(await textOf(good)).toBe('写得进')
  await eventually(() => isAside(bad))
  expect(await eventsOf(bad)).toEqual([{ verb: 'minutes.quarantine', detail: { fault: 'write' } }])
  // Back as a reader of what is on disk; on another node too, where nothing had failed yet.
  const node = await startCollab(database.url)
  for (const on of [server, node]) {
    const reader = await open(bad, on).join()
    reader.send(...updateFrames('再写', 63))
    await reader.until(isDenied, 'the refusal')
    expect(reader.text()).toBe('先前')
  }
  await node.stop()
})

test('M61 a document with rows missing is read from what is left, and not built upon', async () => {
  const id = await create()
  await written(id, '一', 71)
  await written(id, '二', 72)
  await written(id, '三', 73)
  await settle(database.db, id, new Date())
  const [before] = await database.sql<{ text: string; settled: number }[]>`
    select plain_text as text, settled_seq::int as settled from documents where id = ${id}`
  await database.sql`delete from document_updates where document_id = ${id} and seq = 3`
  await database.sql`update documents set settled_seq = 0 where id = ${id}`
  expect(await compact(database.db, id, new Date())).toBeNull()
  expect(await settle(database.db, id, new Date())).toBeNull()
  const [after] = await database.sql<{ text: string }[]>`select plain_text as text from documents where id = ${id}`
  expect(after!.text).toBe(before!.text)
  expect(await isAside(id)).toBe(true)
  const node = await startCollab(database.url)
  const reader = await open(id, node).join()
  expect(reader.text()).toHaveLength(2)
  reader.send(...updateFrames('再写', 74))
  await reader.until(isDenied, 'the refusal')
  // Where no backup has them, an operator may go on with what is left.
  expect(await hub('document', 'release', id)).toEqual({ said: `${id} stays set aside: 1 rows are missing`, code: 1 })
  expect((await hub('document', 'release', id, '--accept-loss')).said).toBe(`${id} is open again, without 1 rows`)
  expect((await reader.untilClosed()).code).toBe(4205)
  await written(id, '四', 76)
  expect(await textOf(id)).toHaveLength(3)
  expect((await eventsOf(id)).map(({ verb }) => verb)).toEqual([
    'minutes.quarantine',
    'minutes.accept-loss',
    'minutes.release',
  ])
  await node.stop()
})

test('M61 a document that cannot be read at all is refused with 4523, alone', async () => {
  const [bad, good] = [await create(), await create()]
  await written(bad, '坏页', 75)
  // What Postgres says of a page whose checksum is wrong, for the rows of this document.
  await database.sql.unsafe(`
    create function damaged(id uuid, data bytea) returns bytea language plpgsql stable as $$ begin
      if id = '${bad}' then raise exception 'invalid page in block 0' using errcode = 'XX001'; end if;
      return data; end $$;
    alter table document_updates rename to sound;
    create view document_updates as
      select county_id, document_id, seq, damaged(document_id, data) as data, sender_id, at from sound`)
  const node = await startCollab(database.url, { settle: null })
  try {
    expect((await open(bad, node).untilClosed()).code).toBe(4523)
    expect(await isAside(bad)).toBe(true)
    expect((await open(good, node).join()).closed).toBeNull()
    expect((await open(bad, node).untilClosed()).code).toBe(4523)
    expect(await eventsOf(bad)).toEqual([{ verb: 'minutes.quarantine', detail: { fault: 'read' } }])
  } finally {
    await database.sql.unsafe('drop view document_updates; alter table sound rename to document_updates')
    await node.stop()
  }
})

test('M62 what is set aside is seen, and let go when it is sound', async () => {
  const id = await create()
  await written(id, '先前', 80)
  await obstruct(id)
  const writer = await open(id).join()
  writer.send(...updateFrames('写不进', 81))
  await writer.untilClosed()
  await eventually(() => isAside(id))
  expect(await hub('doctor')).toMatchObject({ code: 1, said: expect.stringContaining(id) as string })
  // Not while it is as it was: neither by the operator nor by itself.
  expect(await hub('document', 'release', id)).toMatchObject({ code: 1 })
  const inAMinute = () => new Date(Date.now() + 61_000)
  await releaseSound(database.db, inAMinute())
  expect(await isAside(id)).toBe(true)
  await clear(id)
  expect(await releaseSound(database.db, new Date())).toBe(0)
  const reader = await open(id).join()
  expect(await hub('document', 'release', id)).toMatchObject({ code: 0 })
  expect((await reader.untilClosed()).code).toBe(4205)
  await written(id, '又能写', 82)
  expect(await textOf(id)).toHaveLength(5)
  expect((await eventsOf(id)).map(({ verb }) => verb)).toEqual(['minutes.quarantine', 'minutes.release'])
  // And by itself.
  await database.sql`update documents set quarantined_at = now() where id = ${id}`
  expect(await releaseSound(database.db, inAMinute())).toBe(1)
  expect(await isAside(id)).toBe(false)
})

test('M63 a damaged snapshot costs nothing', async () => {
  for (const harm of [
    `update document_snapshots set data = substring(data for 20) || '\\x00ffff'`,
    'delete from document_snapshots',
  ]) {
    const id = await create()
    await written(id, '快照之前', 90)
    expect(await compact(database.db, id, new Date())).not.toBeNull()
    await written(id, '之后', 91)
    await database.sql.unsafe(`${harm} where document_id = '${id}'`)
    const node = await startCollab(database.url)
    const writer = await open(id, node).join()
    expect(writer.text()).toHaveLength(6)
    writer.send(...updateFrames('还能写', 92))
    await writer.durable()
    expect(await isAside(id)).toBe(false)
    // The next one is sound again.
    expect(await compact(database.db, id, new Date())).not.toBeNull()
    expect((await loadBytes(database.db, id))!.snapshot).not.toBeNull()
    expect(await textOf(id)).toHaveLength(9)
    await node.stop()
  }
})

test('M49 what Yjs refuses to apply is left out of the next snapshot, and what it left half done too', async () => {
  const id = await create()
  await written(id, '前', 41)
  // Decodes, and Yjs throws at it: a string that stands to the right of itself.
  const poison = packUpdates([Uint8Array.of(1, 1, 5, 0, 0x84, 5, 0, 1, 97, 0)])
  await database.sql`
    with h as (update documents set head = head + 1 where id = ${id} returning county_id, id, head)
    insert into document_updates (county_id, document_id, seq, data, at)
    select county_id, id, head, ${Buffer.from(poison)}, now() from h`
  const node = await startCollab(database.url, { settle: { quietMs: 100, atMostMs: 500, proseAtMostMs: 500 } })
  const writer = await open(id, node).join()
  writer.send(...updateFrames('后', 42))
  await writer.durable()
  const healed = await eventually(async () => {
    const stored = (await loadBytes(database.db, id))!
    return stored.snapshot && stored.rows.length === 0 ? stored : null
  })
  const { doc, poisoned } = buildDoc(healed)
  expect([doc.getText('t').toString(), poisoned, doc.store.pendingStructs]).toEqual(['前后', [], null])
  // The row stays for whoever wants to know.
  const every = buildDoc((await loadBytes(database.db, id, 0))!)
  expect(every.poisoned).toHaveLength(1)
  expect(every.doc.getText('t').toString()).toBe('前后')
  await node.stop()
})
