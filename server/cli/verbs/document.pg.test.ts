// The operator's verbs over documents, as typed on the line.
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'
import { parseLine } from '../parse-line'
import { UsageError } from '../verb'
import { verbs } from '../verbs'

let house: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
beforeAll(async () => {
  house = await createTestDatabase()
  room = await makeTestRoom(house.db)
})
afterAll(() => house.drop())

async function hub(...words: string[]): Promise<string> {
  const line = parseLine(words, verbs)
  if (line.kind === 'help') throw new Error('help')
  const result = await line.verb.run({ sql: house.sql, db: house.db, args: line.args, at: new Date(), out: () => {} })
  return line.verb.print!(result)
}

test('new makes as many as asked, list names them, show reads them', async () => {
  const ids = (await hub('document', 'new', '--title', '测量', '--count', '3')).split('\n')
  expect(ids).toHaveLength(3)
  const list = await hub('document', 'list')
  for (const id of [...ids, room.documentId]) expect(list).toContain(id)
  expect(JSON.parse(await hub('document', 'show', ids[0]!, '--format', 'json'))).toMatchObject({
    title: '测量',
    head: 1,
    roots: { body: '<paragraph></paragraph>' },
  })
  expect(await hub('document', 'show', room.documentId, '--format', 'text')).toContain('放学时段校门口交通疏导')
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Buffer.from(await hub('document', 'show', ids[0]!, '--format', 'update'), 'base64'))
  expect(doc.getXmlFragment('body').length).toBe(1)
})

test('what is not there is said in one line', async () => {
  await expect(hub('document', 'show', crypto.randomUUID())).rejects.toThrow(UsageError)
  await expect(hub('document', 'show', 'nonsense')).rejects.toThrow(UsageError)
  await expect(hub('document', 'show', room.documentId, '--format', 'pdf')).rejects.toThrow(UsageError)
})
