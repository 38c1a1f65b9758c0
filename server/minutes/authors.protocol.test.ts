// Whose words they are (SPEC.md M79), from the sockets to the list of versions.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readVersions } from '@/server/minutes/history'
import { presenceFrame, step2Frame, updateFrame } from '@/server/minutes/wire'
import { RawClient, startCollab, tokenFor, typing, type CollabServer } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'
import * as Y from 'yjs'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let server: CollabServer
let secretary: RawClient
let convenor: RawClient

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startCollab(database.url)
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})
beforeEach(async () => {
  room = await makeTestRoom(database.db)
  const open = async (who: TestRoom['secretary']) =>
    new RawClient(server.url, room.documentId, await tokenFor(database.db, who)).join()
  secretary = await open(room.secretary)
  convenor = await open(room.convenor)
})

const [one, two] = [7_001, 7_002]
const here = (client: number) => presenceFrame([{ client, clock: 1, state: '{}' }])

/** Who wrote, by the list of versions and by its filter. */
async function authors(): Promise<string[]> {
  const { versions, writers } = await readVersions(database.db, room.member, room.documentId)
  const named = [...new Set(versions.flatMap((version) => version.people.map((person) => person.name)))].sort()
  expect(writers.map((writer) => writer.name).sort()).toEqual(named)
  for (const { id, name } of writers) {
    const { versions: theirs } = await readVersions(database.db, room.member, room.documentId, { by: id })
    expect(theirs.flatMap((version) => version.people.map((person) => person.name))).toContain(name)
  }
  return named
}

test('M79 who sends the words of others on is not their author', async () => {
  const [first, ...later] = typing('秘书写的', one)
  await secretary.send(updateFrame(first!)).durable()
  await convenor.send(step2Frame(Y.mergeUpdates(later))).durable()
  expect(await authors()).toEqual(['李秘书'])
  const [row] = await database.sql<{ sender: string; clients: string[] }[]>`
    select sender_id as sender, clients from document_updates where document_id = ${room.documentId} order by seq desc`
  expect(row).toEqual({ sender: room.convenor.personId, clients: [String(one)] })
})

test('M79 not even when they come before their author does, in one update with own words', async () => {
  const [first, ...later] = typing('秘书写的', one)
  const mixed = Y.mergeUpdates([first!, ...typing('局长写的', two)])
  await convenor.send(here(two), step2Frame(mixed)).durable()
  // Nobody else is known yet.
  expect(await authors()).toEqual(['王局长'])
  await secretary.send(updateFrame(later[0]!)).durable()
  expect(await authors()).toEqual(['李秘书', '王局长'])
})

test('M79 the first who edits as a client stays its author', async () => {
  const letters = typing('秘书写的', one)
  await secretary.send(updateFrame(letters[0]!)).durable()
  secretary.close()
  // Somebody who edits on as a client that is gone.
  await convenor.send(here(one), updateFrame(letters[1]!)).durable()
  const bound = await database.sql<{ author: string }[]>`
    select author_id as author from document_clients where document_id = ${room.documentId}`
  expect(bound).toEqual([{ author: room.secretary.personId }])
  expect(await authors()).toEqual(['李秘书', '王局长'])
})

test('M79 nobody is bound to a client that another is present as', async () => {
  secretary.send(here(one))
  await convenor.until((client) => client.messages().some((message) => message.type === 'awareness'))
  const letters = typing('冒名', one)
  await convenor.send(updateFrame(letters[0]!)).durable()
  await secretary.send(updateFrame(letters[1]!)).durable()
  const bound = await database.sql<{ author: string }[]>`
    select author_id as author from document_clients where document_id = ${room.documentId}`
  expect(bound).toEqual([{ author: room.secretary.personId }])
})
