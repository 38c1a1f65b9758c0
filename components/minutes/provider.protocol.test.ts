// Our own client against the real service: what the badge says is what Postgres has.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { connect } from '@/db/client'
import type { DocumentId } from '@/server/ids'
import { closeCode } from '@/server/minutes/contract'
import { updateFrame } from '@/server/minutes/wire'
import {
  eventually,
  newFreeDocument,
  RawClient,
  startCollab,
  tokenFor,
  type CollabServer,
} from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'
import { MinutesProvider } from './provider'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let server: CollabServer
const providers: MinutesProvider[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  room = await makeTestRoom(database.db)
  server = await startCollab(database.url)
})
afterAll(async () => {
  for (const provider of providers) provider.destroy()
  await server.stop()
  await database.drop()
})

async function open(documentId: DocumentId, who = room.secretary, url = server.url): Promise<MinutesProvider> {
  const token = await tokenFor(database.db, who)
  class WithToken extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { authorization: `Bearer ${token}` } })
    }
  }
  const provider = new MinutesProvider({
    url,
    documentId,
    me: { name: '县长', kind: 'government' },
    keepOnDevice: false,
    WebSocketPolyfill: WithToken as unknown as typeof globalThis.WebSocket,
  })
  providers.push(provider)
  await eventually(() => provider.getState().isReady)
  return provider
}
const create = () => newFreeDocument(database.db, room.secretary)
const textOf = (provider: MinutesProvider) => provider.doc.getText('t')

test('saved is said when it is on disk, and not before', async () => {
  const id = await create()
  const provider = await open(id)
  expect(provider.getState()).toMatchObject({ save: 'saved', role: 'write' })
  const line = connect(database.url, { max: 1 })
  let letGo = () => {}
  const holding = new Promise<void>((resolve) => {
    void line.sql.begin(async (tx) => {
      await tx`select 1 from documents where id = ${id} for update`
      resolve()
      await new Promise<void>((done) => (letGo = done))
    })
  })
  await holding
  expect(provider.getState().isPending).toBe(false)
  textOf(provider).insert(0, '还没落盘')
  expect(provider.getState()).toMatchObject({ save: 'saved', isPending: true })
  await eventually(() => provider.getState().save === 'saving')
  expect(provider.hasPending).toBe(true)
  await expect(provider.whenDurable(200)).rejects.toThrow()
  await eventually(() => provider.getState().save === 'unsaved', 7_000)
  expect(provider.getState().isPending).toBe(true)
  letGo()
  await provider.whenDurable()
  expect(provider.getState()).toMatchObject({ save: 'saved', isPending: false, savedAt: expect.any(Date) })
  expect(provider.hasPending).toBe(false)
  await line.end()
})

test('what is typed while the line is down is unsaved at once, and saved without a new edit', async () => {
  const id = await create()
  let node = await startCollab(database.url)
  const provider = await open(id, room.secretary, node.url)
  const { port } = node
  await node.kill()
  await eventually(() => !provider.getState().isConnected)
  textOf(provider).insert(0, '断线')
  expect(provider.getState().save).toBe('unsaved')
  node = await startCollab(database.url, {}, port)
  await eventually(() => provider.getState().save === 'saved', 15_000)
  expect(textOf(await open(id)).toString()).toBe('断线')
  await node.kill()
})

test('while somebody composes, changes and carets of others wait; own ones go out', async () => {
  const id = await create()
  const [mine, other, third] = [await open(id), await open(id), await open(id)]
  const caretOfOther = (seen: MinutesProvider) =>
    (seen.awareness.getStates().get(other.doc.clientID) as { caret?: string } | undefined)?.caret
  other.awareness.setLocalStateField('caret', 'before')
  await eventually(() => caretOfOther(mine) === 'before')
  mine.setComposing(true)
  textOf(other).insert(0, '别人')
  await other.whenDurable()
  other.awareness.setLocalStateField('caret', 'after')
  // Presence is passed on to all at once: what the third has, is on its way before the answer to the words below.
  await eventually(() => caretOfOther(third) === 'after')
  textOf(mine).insert(0, '我')
  await mine.whenDurable()
  expect(textOf(mine).toString()).toBe('我')
  expect(caretOfOther(mine)).toBe('before')
  mine.setComposing(false)
  expect(textOf(mine).length).toBe(3)
  expect(caretOfOther(mine)).toBe('after')
  await eventually(() => textOf(other).toString() === textOf(mine).toString())
})

test('changes wait until five seconds without a key, and thirty at most', async () => {
  const id = await create()
  const [mine, other] = [await open(id), await open(id)]
  const hold = async (words: string) => {
    mine.setComposing(true)
    textOf(other).insert(0, words)
    // What is on disk has been passed on; the answer to words of one's own comes after it on the same line.
    await other.whenDurable()
    textOf(mine).insert(0, '。')
    await mine.whenDurable()
    expect(textOf(mine).toString()).not.toContain(words)
  }
  await hold('甲')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  for (let seconds = 0; seconds < 8; seconds += 4) {
    mine.setComposing(true)
    vi.advanceTimersByTime(4_000)
  }
  expect(textOf(mine).toString()).not.toContain('甲')
  vi.advanceTimersByTime(1_000)
  expect(textOf(mine).toString()).toContain('甲')
  vi.useRealTimers()
  await hold('乙')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  for (let seconds = 0; seconds < 28; seconds += 4) {
    mine.setComposing(true)
    vi.advanceTimersByTime(4_000)
  }
  expect(textOf(mine).toString()).not.toContain('乙')
  mine.setComposing(true)
  vi.advanceTimersByTime(2_000)
  expect(textOf(mine).toString()).toContain('乙')
  vi.useRealTimers()
})

test('a freeze casts off what was not taken in', async () => {
  const id = await create()
  const provider = await open(id)
  await database.sql`update documents set frozen_at = now(), epoch = epoch + 1 where id = ${id}`
  textOf(provider).insert(0, '定稿之后')
  await eventually(() => provider.getState().isCastOff)
  expect(provider.hasPending).toBe(true)
  expect(textOf(provider).toString()).toBe('定稿之后')
})

test('a final refusal is told, and a pending promise ends with it or in time', async () => {
  const id = await create()
  const closed: number[] = []
  const provider = new MinutesProvider({
    url: server.url,
    documentId: id,
    me: { name: '无名', kind: null },
    keepOnDevice: false,
    onClosed: (code) => closed.push(code),
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
  })
  providers.push(provider)
  await eventually(() => provider.getState().closed === 4401)
  expect(closed).toEqual([4401])
})

test('people are named by the server', async () => {
  const id = await create()
  const [mine, other] = [await open(id), await open(id, room.convenor)]
  await eventually(() => mine.getState().people.some((person) => person.name === room.convenor.name))
  await eventually(() => other.getState().people.some((person) => person.name === room.secretary.name))
})

test('what its editors do not know does not reach them, and stays in the document', async () => {
  const id = await create()
  const provider = await open(id)
  const token = await tokenFor(database.db, room.secretary)
  const newer = await new RawClient(server.url, id, token).join()
  const doc = new Y.Doc()
  doc.getXmlFragment('body').insert(0, [new Y.XmlElement('chart')])
  await newer.send(updateFrame(Y.encodeStateAsUpdate(doc))).durable()
  await eventually(() => provider.getState().closed === closeCode.outdated)
  expect(provider.doc.getXmlFragment('body').toString()).not.toContain('chart')
  const later = await new RawClient(server.url, id, token).join()
  expect(later.doc().getXmlFragment('body').toString()).toContain('chart')
})
