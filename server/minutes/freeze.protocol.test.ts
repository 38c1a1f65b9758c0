// Freezing under people who are still typing (SPEC.md M70–M72), over real sockets and a real Postgres.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { actionItems } from '@/db/schema/action-items'
import { documents } from '@/db/schema/minutes'
import { canonicalText } from '@/server/minutes/canonical'
import { compact } from '@/server/minutes/compact'
import { fragmentOfItem, recordsRoot } from '@/server/minutes/contract'
import { freeze, readTextAt } from '@/server/minutes/freeze'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { readAgendaOf } from '@/server/minutes/read'
import { unfreeze } from '@/server/minutes/unfreeze'
import { durableFrame, updateFrame } from '@/server/minutes/wire'
import { RawClient, startCollab, tokenFor, type CollabServer } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { later, makeTestRoom, type TestRoom } from '@/tests/support/room'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let server: CollabServer
const at = later(60)

beforeAll(async () => {
  database = await createTestDatabase()
  // Settling is called by hand, so that the tests decide when.
  server = await startCollab(database.url, { settle: null })
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})

const built = async (room: TestRoom) => buildDoc((await loadBytes(database.db, room.documentId))!).doc
const agendaOf = (room: TestRoom) => readAgendaOf(database.db, room.countyId, room.meetingId)
const isFrozen = async (room: TestRoom) =>
  (await database.db.select().from(documents).where(eq(documents.id, room.documentId)))[0]!.frozenAt !== null

/** Writes like an editor: a paragraph each, or whatever `change` does; acknowledged when `durable` resolves. */
async function writerIn(room: TestRoom) {
  const client = await new RawClient(server.url, room.documentId, await tokenFor(database.db, room.secretary)).join()
  const doc = await built(room)
  const [item] = await agendaOf(room)
  const edit = (change: (fragment: Y.XmlFragment, doc: Y.Doc) => void) => {
    const before = Y.encodeStateVector(doc)
    doc.transact(() => change(doc.getXmlFragment(fragmentOfItem(item!.id)), doc))
    client.send(updateFrame(Y.encodeStateAsUpdate(doc, before)))
  }
  const say = (text: string) => edit((fragment) => fragment.push([paragraph(text)]))
  return { client, edit, say }
}

function paragraph(text: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, [new Y.XmlText(text)])
  return element
}

test('M70 what is frozen is what was read', async () => {
  const room = await makeTestRoom(database.db)
  const { documentId } = room
  const { client, say, edit } = await writerIn(room)
  say('会议同意。')
  await client.durable()
  const { db } = database
  const seen = await readTextAt(db, room.secretary, documentId, at)
  await expect(freeze(db, room.member, { documentId, ...seen }, at)).rejects.toThrow('not_allowed')
  await expect(freeze(db, room.stranger, { documentId, ...seen }, at)).rejects.toThrow('not_allowed')
  await expect(freeze(db, room.secretary, { documentId, ...seen, sha256: '0'.repeat(64) }, at)).rejects.toThrow(
    'text_changed',
  )
  say('又加了一句。')
  await client.durable()
  await expect(freeze(db, room.secretary, { documentId, ...seen }, at)).rejects.toThrow('text_changed')
  // An action item that settle has not made a row of: it would be signed and never followed up.
  edit((fragment, doc) => {
    const atom = new Y.XmlElement('actionItem')
    atom.setAttribute('recordId', 'recordrecordrecord01')
    fragment.push([atom])
    doc.getMap(recordsRoot).set('recordrecordrecord01', new Y.Map(Object.entries({ title: '划定接送区' })))
  })
  await client.durable()
  const head = (await loadBytes(db, documentId))!.head
  const { sha256 } = canonicalText(await built(room), await agendaOf(room))
  await expect(freeze(db, room.secretary, { documentId, seq: head, sha256 }, at)).rejects.toThrow('text_changed')
  expect(await isFrozen(room)).toBe(false)

  const again = await readTextAt(db, room.secretary, documentId, at)
  expect(await db.select().from(actionItems).where(eq(actionItems.documentId, documentId))).toHaveLength(1)
  await freeze(db, room.secretary, { documentId, ...again }, at)
  const [row] = await db.select().from(documents).where(eq(documents.id, documentId))
  expect(row).toMatchObject({ frozenSha256: again.sha256, head: again.seq, settledSeq: again.seq, epoch: 2 })
  expect((await client.untilClosed()).code).toBe(4205)
  await expect(freeze(db, room.secretary, { documentId, ...again }, at)).rejects.toThrow('document_frozen')
})

test('M71 an edit and a freeze at the same moment: one comes first', async () => {
  const outcome = { frozen: 0, changed: 0 }
  // Milliseconds by which the edit is late. Each outcome moves it towards the other, so that it stays where the race is.
  let late = 2
  for (let round = 0; round < 24; round++) {
    const room = await makeTestRoom(database.db)
    const { documentId } = room
    const { client, say } = await writerIn(room)
    say('第一句。')
    await client.durable()
    const seen = await readTextAt(database.db, room.secretary, documentId, at)
    const barrier = Uint8Array.of(7)
    const freezing = freeze(database.db, room.secretary, { documentId, ...seen }, at).then(
      () => true,
      (error: Error) => (expect(error.message).toBe('text_changed'), false),
    )
    const from = performance.now()
    while (performance.now() - from < late) await new Promise((resolve) => setImmediate(resolve))
    say('同时写的一句。')
    client.send(durableFrame(barrier))
    const won = await freezing
    if (won) await client.untilClosed()
    else await client.until(() => client.sawBarrier(barrier))
    const text = (await built(room)).getXmlFragment(fragmentOfItem((await agendaOf(room))[0]!.id)).toString()
    expect(text.includes('同时写的一句')).toBe(!won)
    expect(client.sawBarrier(barrier)).toBe(!won)
    expect(await isFrozen(room)).toBe(won)
    if (won) expect(canonicalText(await built(room), await agendaOf(room)).sha256).toBe(seen.sha256)
    outcome[won ? 'frozen' : 'changed']++
    late = won ? Math.max(0, late - 1) : late * 1.5 + 1
    client.close()
  }
  expect(outcome.frozen, JSON.stringify(outcome)).toBeGreaterThan(0)
  expect(outcome.changed, JSON.stringify(outcome)).toBeGreaterThan(0)
})

test('M93 what is opened again is the text that was frozen, in a new life', async () => {
  const room = await makeTestRoom(database.db)
  const { documentId, secretary } = room
  const { db } = database
  const { client, say } = await writerIn(room)
  say('会议同意。')
  await client.durable()
  const seen = await readTextAt(db, secretary, documentId, at)
  await freeze(db, secretary, { documentId, ...seen }, at)
  expect((await client.untilClosed()).code).toBe(4205)
  const token = await tokenFor(db, secretary)
  const reader = await new RawClient(server.url, documentId, token).join()
  const late = new Y.Doc()
  late.getXmlFragment(fragmentOfItem((await agendaOf(room))[0]!.id)).push([paragraph('冻结后的话。')])
  reader.send(updateFrame(Y.encodeStateAsUpdate(late)))
  await reader.durable()
  const open = (who: typeof secretary, sha256: string) =>
    db.transaction((tx) => unfreeze(tx, who, { documentId, sha256 }, at))
  await expect(open(room.member, seen.sha256)).rejects.toThrow('not_allowed')
  await expect(open(secretary, '0'.repeat(64))).rejects.toThrow('conflict')
  await open(secretary, seen.sha256)
  await expect(open(secretary, seen.sha256)).rejects.toThrow('conflict')
  // Whoever read comes back, as a writer of what stood there.
  expect((await reader.untilClosed()).code).toBe(4205)
  const [row] = await db.select().from(documents).where(eq(documents.id, documentId))
  expect(row).toMatchObject({ frozenAt: null, frozenSha256: null, epoch: 3 })
  expect((await readTextAt(db, secretary, documentId, at)).sha256).toBe(seen.sha256)
  const again = await writerIn(room)
  again.say('再改一句。')
  await again.client.durable()
  const words = (await built(room)).getXmlFragment(fragmentOfItem((await agendaOf(room))[0]!.id)).toString()
  expect(words).toContain('再改一句')
  expect(words).not.toContain('冻结后的话')
})

test('M72 the hash is that of the text, whoever typed it in whatever order', async () => {
  const room = await makeTestRoom(database.db)
  const agenda = await agendaOf(room)
  const { client, say } = await writerIn(room)
  for (const text of ['甲', '乙', '丙']) say(text)
  await client.durable()
  const { sha256 } = await readTextAt(database.db, room.secretary, room.documentId, at)
  await compact(database.db, room.documentId, at)
  expect((await readTextAt(database.db, room.member, room.documentId, at)).sha256).toBe(sha256)

  const name = fragmentOfItem(agenda[0]!.id)
  const typed = (order: readonly string[], change: (fragment: Y.XmlFragment) => void = () => {}) => {
    const doc = new Y.Doc()
    for (const item of agenda) doc.getXmlFragment(fragmentOfItem(item.id)).insert(0, [new Y.XmlElement('paragraph')])
    const fragment = doc.getXmlFragment(name)
    for (const text of order) {
      const at = [...order].filter((other) => other < text && fragment.toString().includes(other)).length
      fragment.insert(1 + at, [paragraph(text)])
    }
    change(fragment)
    return canonicalText(doc, agenda)
  }
  const [first, second] = [typed(['1', '2', '3']), typed(['3', '1', '2'])]
  expect(second).toEqual(first)
  const first3 = (fragment: Y.XmlFragment) => (fragment.get(3) as Y.XmlElement).get(0) as Y.XmlText
  const others = [
    typed(['1', '2']),
    typed(['1', '2', '3'], (fragment) => first3(fragment).insert(1, '。')),
    typed(['1', '2', '3'], (fragment) => first3(fragment).format(0, 1, { bold: true })),
    typed(['1', '2', '3'], (fragment) => (fragment.delete(1, 1), fragment.push([paragraph('1')]))),
    typed(['1', '2', '3'], (fragment) => {
      const atom = new Y.XmlElement('decision')
      atom.setAttribute('recordId', 'recordrecordrecord02')
      fragment.push([atom])
    }),
    typed(['1', '2', '3'], (fragment) => {
      const atom = new Y.XmlElement('decision')
      atom.setAttribute('recordId', 'recordrecordrecord02')
      fragment.push([atom])
      fragment.doc!.getMap(recordsRoot).set('recordrecordrecord02', new Y.Map([['kind', 'deferred']]))
    }),
  ].map((text) => text.sha256)
  expect(new Set([first.sha256, ...others]).size).toBe(others.length + 1)
  // A copy without the first item still verifies the second.
  expect(typed(['1']).items[1]).toEqual(first.items[1])
})
