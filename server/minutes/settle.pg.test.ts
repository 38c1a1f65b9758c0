// From the text to the rows (SPEC.md M35–M40), against a real Postgres and without a socket.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { actionItems, actionItemUnits } from '@/db/schema/action-items'
import { agendaItems } from '@/db/schema/meetings'
import { decisions, documents, documentUpdates } from '@/db/schema/minutes'
import { events } from '@/db/schema/events'
import type { DocumentId } from '@/server/ids'
import { fragmentOfItem, recordsRoot } from '@/server/minutes/contract'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { fieldsOf, readAtoms } from '@/server/minutes/model'
import { settle, settleAll } from '@/server/minutes/settle'
import { packUpdates } from '@/server/minutes/update-bytes'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let items: { id: string }[]
const at = new Date('2026-09-16T08:00:00Z')

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  room = await makeTestRoom(database.db)
  items = await database.db
    .select({ id: agendaItems.id })
    .from(agendaItems)
    .where(eq(agendaItems.meetingId, room.meetingId))
    .orderBy(agendaItems.position)
})

const readDoc = async (id: DocumentId = room.documentId) => buildDoc((await loadBytes(database.db, id))!).doc

/** One edit of the document, stored as a commit would. */
async function edit(change: (doc: Y.Doc) => void, id: DocumentId = room.documentId): Promise<void> {
  const doc = await readDoc(id)
  const before = Y.encodeStateVector(doc)
  doc.transact(() => change(doc))
  const [row] = await database.db.select().from(documents).where(eq(documents.id, id))
  const seq = row!.head + 1
  await database.db.update(documents).set({ head: seq }).where(eq(documents.id, id))
  await database.db.insert(documentUpdates).values({
    countyId: row!.countyId,
    documentId: id,
    seq,
    data: packUpdates([Y.encodeStateAsUpdate(doc, before)]),
    at,
  })
}

function put(doc: Y.Doc, item: number, type: 'actionItem' | 'decision', recordId: unknown): void {
  const element = new Y.XmlElement(type)
  element.setAttribute('recordId', recordId as string)
  doc.getXmlFragment(fragmentOfItem(items[item]!.id)).push([element])
}
function record(doc: Y.Doc, id: string, fields: Record<string, unknown>): void {
  const map = new Y.Map<unknown>()
  for (const [name, value] of Object.entries(fields)) map.set(name, value)
  doc.getMap(recordsRoot).set(id, map)
}
const tasks = () =>
  database.db.select().from(actionItems).where(eq(actionItems.documentId, room.documentId)).orderBy(actionItems.number)
const decided = () => database.db.select().from(decisions).where(eq(decisions.documentId, room.documentId))
const run = () => settle(database.db, room.documentId, at)

test('M35 records become rows with fields, item and number, and the number stands in the text', async () => {
  await edit((doc) => {
    put(doc, 1, 'decision', 'decision-1')
    record(doc, 'decision-1', { kind: 'agreed-in-principle', text: '试行错时放学' })
    put(doc, 1, 'actionItem', 'task-0001')
    record(doc, 'task-0001', {
      title: '出台疏导方案',
      leadUnitId: room.unit.department,
      assistingUnitIds: [room.unit.school, room.unit.department],
      owner: '交警大队联络员',
      deliverable: '方案与示意图',
      dueOn: '2026-10-15',
    })
  })
  expect(await run()).toMatchObject({ added: 2, changed: 0, withdrawn: 0, problems: [] })
  const [decision] = await decided()
  expect(decision).toMatchObject({
    kind: 'agreed-in-principle',
    text: '试行错时放学',
    agendaItemId: items[1]!.id,
    withdrawnAt: null,
  })
  const [task] = await tasks()
  expect(task).toMatchObject({
    title: '出台疏导方案',
    leadUnitId: room.unit.department,
    owner: '交警大队联络员',
    dueOn: '2026-10-15',
    number: 1,
    state: 'todo',
    agendaItemId: items[1]!.id,
    meetingId: room.meetingId,
  })
  const assisting = await database.db.select().from(actionItemUnits).where(eq(actionItemUnits.actionItemId, task!.id))
  expect(assisting.map((row) => row.unitId)).toEqual([room.unit.school])
  expect(fieldsOf(await readDoc(), 'task-0001' as never)).toMatchObject({ number: '1-01' })
  const [document] = await database.db.select().from(documents).where(eq(documents.id, room.documentId))
  expect(document!.plainText).toContain('出台疏导方案')
  const trail = await database.db.select().from(events).where(eq(events.thingId, room.documentId))
  expect(trail.map((event) => [event.verb, event.detail])).toEqual([
    ['minutes.settle', { added: 2, changed: 0, withdrawn: 0 }],
  ])
})

test('M36 pasted twice becomes two records, and stays two', async () => {
  await edit((doc) => {
    put(doc, 0, 'actionItem', 'task-0001')
    record(doc, 'task-0001', { title: '原件' })
  })
  await run()
  await edit((doc) => {
    // Before the original in the text, and once in another item.
    const copy = new Y.XmlElement('actionItem')
    copy.setAttribute('recordId', 'task-0001')
    doc.getXmlFragment(fragmentOfItem(items[0]!.id)).insert(0, [copy])
    put(doc, 1, 'actionItem', 'task-0001')
    put(doc, 1, 'actionItem', '<script>')
  })
  expect(await run()).toMatchObject({ added: 2 })
  const rows = await tasks()
  expect(rows.map((row) => [row.number, row.title, row.withdrawnAt])).toEqual([
    [1, '原件', null],
    [2, '原件', null],
    [3, '原件', null],
  ])
  expect(rows[0]!.localId).toBe('task-0001')
  const doc = await readDoc()
  const ids = items.flatMap((item) => readAtoms(doc, fragmentOfItem(item.id)).map((atom) => atom.localId))
  expect(ids).toHaveLength(4)
  expect(new Set(ids).size).toBe(4)
  expect(ids).not.toContain(null)
  // A copy's own words are its own.
  const other = rows[1]!.localId
  await edit((now) => (now.getMap(recordsRoot).get(other) as Y.Map<unknown>).set('title', '副本'))
  await run()
  expect((await tasks()).map((row) => row.title)).toEqual(['原件', '副本', '原件'])
})

test('M37 what left the text is withdrawn, its number not given again, and it may come back', async () => {
  await edit((doc) => {
    for (const id of ['task-0001', 'task-0002']) {
      put(doc, 0, 'actionItem', id)
      record(doc, id, { title: id })
    }
    put(doc, 0, 'decision', 'decision-1')
    record(doc, 'decision-1', { text: '定了' })
  })
  await run()
  await edit((doc) => {
    const fragment = doc.getXmlFragment(fragmentOfItem(items[0]!.id))
    fragment.delete(0, fragment.length)
  })
  expect(await run()).toMatchObject({ withdrawn: 3 })
  expect((await tasks()).map((row) => row.withdrawnAt)).toEqual([at, at])
  expect((await decided())[0]!.withdrawnAt).toEqual(at)
  await edit((doc) => {
    put(doc, 1, 'actionItem', 'task-0002')
    put(doc, 1, 'actionItem', 'task-0003')
    record(doc, 'task-0003', { title: 'task-0003' })
  })
  await run()
  expect((await tasks()).map((row) => [row.localId, row.number, row.withdrawnAt === null])).toEqual([
    ['task-0001', 1, false],
    ['task-0002', 2, true],
    ['task-0003', 3, true],
  ])
})

test('M38 ids from elsewhere touch nothing elsewhere', async () => {
  const mine = room
  const other = await makeTestRoom(database.db)
  await edit((doc) => {
    put(doc, 0, 'actionItem', 'task-0001')
    record(doc, 'task-0001', { title: '我们的' })
  })
  await run()
  room = other
  const otherItems = await database.db
    .select({ id: agendaItems.id })
    .from(agendaItems)
    .where(eq(agendaItems.meetingId, other.meetingId))
  const foreignItem = items[0]!.id
  items = otherItems
  await edit((doc) => {
    // The same local id, a unit of another county, text under another meeting's item.
    put(doc, 0, 'actionItem', 'task-0001')
    record(doc, 'task-0001', {
      title: '别人的',
      leadUnitId: mine.unit.department,
      assistingUnitIds: [mine.unit.school, other.unit.school],
    })
    const stray = new Y.XmlElement('actionItem')
    stray.setAttribute('recordId', 'task-0009')
    doc.getXmlFragment(fragmentOfItem(foreignItem)).push([stray])
    record(doc, 'task-0009', { title: '不在议程里' })
  })
  expect(await run()).toMatchObject({ added: 1, problems: ['task-0001.leadUnitId'] })
  const [theirs] = await tasks()
  expect(theirs).toMatchObject({ title: '别人的', leadUnitId: null })
  room = mine
  expect(await tasks()).toMatchObject([{ title: '我们的' }])
})

test('M39 a NUL in the text keeps nothing from being settled', async () => {
  await edit((doc) => {
    put(doc, 0, 'decision', 'decision-1')
    record(doc, 'decision-1', { kind: 'noted', text: '前\0后' })
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('贴\0进来的')])
    doc.getXmlFragment(fragmentOfItem(items[0]!.id)).push([paragraph])
  })
  expect(await run()).toMatchObject({ added: 1 })
  expect(await decided()).toMatchObject([{ text: '前 后' }])
  const [row] = await database.db.select().from(documents).where(eq(documents.id, room.documentId))
  expect(row!.plainText).toContain('贴进来的')
  expect(row!.settledSeq).toBe(row!.head)
})

test('M39 garbage becomes empty and is reported; the rest stands', async () => {
  await edit((doc) => {
    put(doc, 0, 'actionItem', 'task-0001')
    record(doc, 'task-0001', {
      title: '有效的标题',
      leadUnitId: 'drop table units',
      assistingUnitIds: 'none',
      owner: { name: '对象' },
      deliverable: 'x'.repeat(5_000),
      dueOn: '2026-02-31',
      number: 7,
      __proto__: 'x',
    })
    put(doc, 0, 'decision', 'decision-1')
    record(doc, 'decision-1', { kind: 'maybe', text: '留得住' })
    put(doc, 0, 'decision', 'decision-2')
    // A record that is no map at all, an atom nested in an atom, a node nobody knows, text in the records.
    doc.getMap(recordsRoot).set('decision-2', 'not a map')
    const nested = new Y.XmlElement('actionItem')
    nested.insert(0, [new Y.XmlElement('actionItem'), new Y.XmlText('里面')])
    doc.getXmlFragment(fragmentOfItem(items[0]!.id)).push([nested, new Y.XmlElement('iframe')])
    // Nested deeper than any list.
    let deep = new Y.XmlElement('bulletList')
    doc.getXmlFragment(fragmentOfItem(items[0]!.id)).push([deep])
    for (let n = 0; n < 500; n++) {
      const next = new Y.XmlElement('bulletList')
      deep.insert(0, [next])
      deep = next
    }
  })
  const done = await run()
  expect(done!.problems).toEqual(
    expect.arrayContaining(
      ['leadUnitId', 'assistingUnitIds', 'owner', 'deliverable', 'dueOn'].map((f) => `task-0001.${f}`),
    ),
  )
  expect(await tasks()).toMatchObject([
    { title: '有效的标题', leadUnitId: null, owner: '', deliverable: '', dueOn: null },
  ])
  expect(await decided()).toMatchObject([{ kind: 'decided', text: '留得住' }])
})

test('M40 what a killed process did not settle is settled at the next start, once', async () => {
  await edit((doc) => {
    put(doc, 0, 'actionItem', 'task-0001')
    record(doc, 'task-0001', { title: '提交后就断电' })
  })
  // Two nodes start at the same moment.
  await Promise.all([settleAll(database.db, () => at, 0), settleAll(database.db, () => at, 0)])
  expect(await tasks()).toHaveLength(1)
  const [document] = await database.db.select().from(documents).where(eq(documents.id, room.documentId))
  expect(document!.settledSeq).toBe(document!.head)
  expect(await run()).toBeNull()
  // A kill inside settle is a transaction that never was.
  await edit((doc) => record(doc, 'task-0001', { title: '改了' }))
  await database.sql`alter table action_items add constraint broken check (title <> '改了')`
  await expect(run()).rejects.toThrow()
  await database.sql`alter table action_items drop constraint broken`
  expect(await tasks()).toMatchObject([{ title: '提交后就断电' }])
  await settleAll(database.db, () => at, 0)
  expect(await tasks()).toMatchObject([{ title: '改了', number: 1 }])
})

test('M37 a frozen document is settled but not written to', async () => {
  await edit((doc) => {
    put(doc, 0, 'actionItem', 'task-0001')
    record(doc, 'task-0001', { title: '定稿里的任务' })
  })
  await database.db.update(documents).set({ frozenAt: at }).where(eq(documents.id, room.documentId))
  const [before] = await database.db.select().from(documents).where(eq(documents.id, room.documentId))
  await run()
  const [after] = await database.db.select().from(documents).where(eq(documents.id, room.documentId))
  expect([after!.head, after!.settledSeq]).toEqual([before!.head, before!.head])
  expect(await tasks()).toHaveLength(1)
})
