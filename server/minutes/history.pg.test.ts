// Looking back and bringing back (SPEC.md M73–M75), against a real Postgres and without a socket.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { actionItems } from '@/db/schema/action-items'
import { events } from '@/db/schema/events'
import { documents, documentUpdates } from '@/db/schema/minutes'
import { compact } from '@/server/minutes/compact'
import { fragmentOfItem, recordsRoot } from '@/server/minutes/contract'
import { compareVersions, readVersions } from '@/server/minutes/history'
import { buildDoc, loadBytes, loadBytesAt } from '@/server/minutes/load'
import { fieldsOf } from '@/server/minutes/model'
import { readAgendaOf } from '@/server/minutes/read'
import { restoreVersion } from '@/server/minutes/restore'
import { appendUpdate, settle } from '@/server/minutes/settle'
import { LocalId, type PersonId } from '@/server/ids'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let item: string
const task = LocalId.parse('recordrecordrecord01')

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  room = await makeTestRoom(database.db)
  item = (await readAgendaOf(database.db, room.countyId, room.meetingId))[0]!.id
})

const docNow = async () => buildDoc((await loadBytes(database.db, room.documentId))!).doc
const linesOf = (doc: Y.Doc) =>
  doc
    .getXmlFragment(fragmentOfItem(item))
    .toArray()
    .map((node) => node.toString().replace(/<[^>]*>/g, ''))

async function edit(seconds: number, by: { personId: PersonId }, change: (text: Y.XmlFragment, doc: Y.Doc) => void) {
  const doc = await docNow()
  const before = Y.encodeStateVector(doc)
  doc.transact(() => change(doc.getXmlFragment(fragmentOfItem(item)), doc))
  const update = Y.encodeStateAsUpdate(doc, before)
  const row = await database.db.transaction((tx) =>
    appendUpdate(tx, { documentId: room.documentId, update, senderId: by.personId }, later(seconds)),
  )
  return row!.head
}
const say = (text: string) => (fragment: Y.XmlFragment) => {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, [new Y.XmlText(text)])
  fragment.push([element])
}

test('M73 versions are stretches of work, and each can be built again', async () => {
  const { secretary, convenor, documentId } = room
  await edit(10, secretary, say('一'))
  const first = await edit(20, convenor, say('二'))
  const second = await edit(300, secretary, say('三'))
  // Without a pause, but longer than ten minutes.
  for (let n = 1; n <= 8; n++) await edit(300 + n * 100, secretary, say(`四之${n}`))
  const { versions, writers, older } = await readVersions(database.db, room.member, documentId)
  expect(versions.map((v) => [v.since, v.seq, v.people.map((p) => p.name).sort()])).toEqual([
    [second + 5, second + 8, ['李秘书']],
    [first, second + 5, ['李秘书']],
    [0, first, ['李秘书', '王局长']],
  ])
  expect(versions[2]).toMatchObject({ from: at, until: later(20) })
  expect(older).toBeNull()
  expect(writers.map((w) => w.name).sort()).toEqual(['李秘书', '王局长'])
  const byConvenor = await readVersions(database.db, room.member, documentId, { by: convenor.personId })
  expect(byConvenor.versions.map((v) => v.seq)).toEqual([first])
  const before = await readVersions(database.db, room.member, documentId, { before: second + 8 })
  expect(before.versions.map((v) => v.seq)).toEqual([second + 5, first])

  const read = async (seq: number) => linesOf(buildDoc((await loadBytesAt(database.db, documentId, seq))!).doc)
  const asWas = await read(first)
  expect(asWas).toEqual(['', '一', '二'])
  await compact(database.db, documentId, later(2000))
  expect(await read(first)).toEqual(asWas)
  await edit(3000, secretary, say('五'))
  expect((await read(second + 8)).at(-1)).toBe('四之8')
  expect((await read(999)).at(-1)).toBe('五')

  const { items } = await compareVersions(database.db, room.member, documentId, { before: first, after: second })
  expect(items[0]!.rows.filter((row) => !row.isSame)).toEqual([
    {
      before: null,
      after: { kind: 'paragraph', fields: [{ name: 'text', parts: [{ text: '三', isChanged: true }] }] },
      isSame: false,
    },
  ])
  expect(items[1]!.rows).toEqual([])
})

test('M74 an earlier version comes back as a new edit', async () => {
  const { secretary, documentId } = room
  await edit(10, secretary, say('留着'))
  await edit(11, secretary, (fragment, doc) => {
    const atom = new Y.XmlElement('actionItem')
    atom.setAttribute('recordId', task)
    fragment.push([atom])
    doc.getMap(recordsRoot).set(task, new Y.Map(Object.entries({ title: '划定接送区', owner: '赵校长' })))
  })
  const good = await edit(12, secretary, say('要回来的'))
  await settle(database.db, documentId, later(13))
  const number = fieldsOf(await docNow(), task).number
  expect(number).toBeTruthy()
  // Half of it is deleted, the record with it; a field is changed; a sentence is added.
  await edit(400, secretary, (fragment, doc) => {
    ;(doc.getMap(recordsRoot).get(task) as Y.Map<unknown>).set('owner', '别人')
    fragment.delete(2, 2)
  })
  await settle(database.db, documentId, later(401))
  await edit(402, secretary, say('后来写的'))
  // Somebody is writing in the paragraph that stays, and has not sent it yet.
  const writing = await docNow()
  const vector = Y.encodeStateVector(writing)
  ;((writing.getXmlFragment(fragmentOfItem(item)).get(1) as Y.XmlElement).get(0) as Y.XmlText).insert(2, '，正在改')

  const rowsBefore = await database.db.select().from(documentUpdates).where(eq(documentUpdates.documentId, documentId))
  const head = await restoreVersion(database.db, room.convenor, { documentId, seq: good }, later(500))
  expect(head).toBe(rowsBefore.length + 1)
  const rows = await database.db.select().from(documentUpdates).where(eq(documentUpdates.documentId, documentId))
  expect(rows.slice(0, -1)).toEqual(rowsBefore)
  expect(rows.at(-1)).toMatchObject({ senderId: room.convenor.personId, seq: head })
  const update = Y.encodeStateAsUpdate(writing, vector)
  await database.db.transaction((tx) => appendUpdate(tx, { documentId, update, senderId: null }, later(501)))

  const doc = await docNow()
  expect(linesOf(doc)).toEqual(['', '留着，正在改', '', '要回来的'])
  expect(fieldsOf(doc, task)).toMatchObject({ title: '划定接送区', owner: '赵校长', number })
  await settle(database.db, documentId, later(502))
  const items = await database.db.select().from(actionItems).where(eq(actionItems.documentId, documentId))
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({ withdrawnAt: null, owner: '赵校长' })
  // Again: there is nothing to bring back, and nothing is written.
  const [stored] = await database.db.select().from(documents).where(eq(documents.id, documentId))
  expect(await restoreVersion(database.db, secretary, { documentId, seq: stored!.head }, later(503))).toBeNull()
  const audit = await database.db.select().from(events).where(eq(events.verb, 'minutes.restore'))
  expect(audit.map((event) => event.detail)).toEqual([{ from: good, as: head }])
})

test('M74 two who bring the same version back at once bring it once', async () => {
  const { secretary, convenor, documentId } = room
  const good = await edit(10, secretary, say('原文'))
  await edit(400, secretary, (fragment) => fragment.delete(1, 1))
  const both = await Promise.all(
    [secretary, convenor].map((actor) => restoreVersion(database.db, actor, { documentId, seq: good }, later(500))),
  )
  expect(both.filter((head) => head === null)).toHaveLength(1)
  expect(linesOf(await docNow())).toEqual(['', '原文'])
})

test('M75 looking back is for members; a frozen text is not brought back', async () => {
  const { secretary, member, stranger, documentId } = room
  const good = await edit(10, secretary, say('原文'))
  await edit(400, secretary, (fragment) => fragment.delete(1, 1))
  const other = await makeTestRoom(database.db)
  const range = { before: 0, after: good }
  await expect(readVersions(database.db, stranger, documentId)).rejects.toThrow('not_allowed')
  await expect(compareVersions(database.db, stranger, documentId, range)).rejects.toThrow('not_allowed')
  await expect(readVersions(database.db, other.secretary, documentId)).rejects.toThrow('not_found')
  await expect(compareVersions(database.db, other.secretary, documentId, range)).rejects.toThrow('not_found')
  const restore = (actor: TestRoom['member']) =>
    restoreVersion(database.db, actor, { documentId, seq: good }, later(500))
  await expect(restore(member)).rejects.toThrow('not_allowed')
  await expect(restore(other.secretary)).rejects.toThrow('not_found')
  await database.db.update(documents).set({ frozenAt: at }).where(eq(documents.id, documentId))
  await expect(restore(secretary)).rejects.toThrow('document_frozen')
})
