// Writing, circulating, taking back and signing at once, over a real socket and a real Postgres: what was signed is exactly
// what was read. A hundred seeds; a failing one is named, and SEEDS=7-7 runs it alone.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { documents } from '@/db/schema/minutes'
import { minutesRecords } from '@/db/schema/signing'
import type { PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { endMeeting } from '@/server/meetings/end-meeting'
import { fragmentOfItem } from '@/server/minutes/contract'
import { readItems } from '@/server/minutes/freeze'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { readAgendaOf } from '@/server/minutes/read'
import { durableFrame, updateFrame } from '@/server/minutes/wire'
import { RawClient, startCollab, tokenFor, type CollabServer } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { confirmMinutes } from './answer'
import { recordKey } from './chain'
import { circulate, readToCirculate } from './circulate'
import { readable } from './paragraphs'
import { readMinutesView } from './read'
import { reopenMinutes } from './reopen'
import { signMinutes } from './sign'
import { faultsOf, readKeptText } from './text'
import { verifyRecords } from './verify'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let server: CollabServer
const at = later(7000)
const [from = 0, until = 99] = (process.env.SEEDS ?? '').split('-').filter(Boolean).map(Number)
const seeds = Array.from({ length: until - from + 1 }, (_, index) => from + index)

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startCollab(database.url, { settle: null })
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})

/** mulberry32 */
function randomOf(seed: number) {
  let state = seed + 1
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const refusals = new Map<string, number>()
/** Refusals are answers; anything else is a fault. */
async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'internal') throw error
    refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1)
    return null
  }
}

/** Types like a person; refused, it comes back as a client does, from what is stored. */
class Writer {
  readonly acknowledged: string[] = []
  private client: RawClient | null = null
  private doc = new Y.Doc()
  private count = 0

  constructor(
    private readonly room: TestRoom,
    private readonly token: string,
    private readonly fragment: string,
  ) {}

  async arrive(): Promise<RawClient> {
    if (this.client && !this.client.closed) return this.client
    this.client = await new RawClient(server.url, this.room.documentId, this.token).join()
    this.doc = buildDoc((await loadBytes(database.db, this.room.documentId))!).doc
    return this.client
  }

  /** @returns whether the server said that it is on disk */
  async say(): Promise<boolean> {
    const client = await this.arrive()
    const words = `句${++this.count}-${crypto.randomUUID()}`
    const before = Y.encodeStateVector(this.doc)
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(words)])
    this.doc.getXmlFragment(this.fragment).push([paragraph])
    const barrier = Uint8Array.of(this.count)
    client.send(updateFrame(Y.encodeStateAsUpdate(this.doc, before)))
    client.send(durableFrame(barrier))
    const from = performance.now()
    while (!client.closed && !client.sawBarrier(barrier) && performance.now() - from < 1_000) await pause(1)
    // A reader is answered too, but told first that its words were refused.
    const isSaved = client.sawBarrier(barrier) && !client.messages().some((message) => message.type === 'auth')
    if (isSaved) this.acknowledged.push(words)
    else this.leave()
    return isSaved
  }

  leave(): void {
    this.client?.close()
    this.client = null
  }
}

const linesOf = (items: readonly { paragraphs: readonly { plain: string }[] }[]) =>
  items.flatMap(({ paragraphs }) => paragraphs.map(({ plain }) => plain))

/** What each signature was given for: the words on the page. */
type Given = { number: number; words: string[] }

async function sign(room: TestRoom, who: PersonActor, wait: number): Promise<Given[]> {
  const { text } = await readMinutesView(database.db, who, room.meetingId, at)
  await pause(wait)
  const input = { meetingId: room.meetingId, rootSha256: text.rootSha256, reason: '代签' }
  const record = await attempt(() => signMinutes(database.db, who, input, at))
  return record ? [{ number: record.number, words: linesOf(text.items) }] : []
}

async function answer(room: TestRoom, wait: number): Promise<void> {
  await pause(wait)
  const { round } = await readMinutesView(database.db, room.member, room.meetingId, at)
  const input = { meetingId: room.meetingId, round, unitId: room.unit.school, word: '' }
  await attempt(() => confirmMinutes(database.db, room.member, input, at))
}

/** Milliseconds by which a sentence is late. Each outcome moves it towards the other, so that it stays where the race is. */
let late = 60

test('what was signed is what was read: a hundred seeded races', { timeout: 570_000 }, async () => {
  const sum = { signed: 0, withdrawn: 0, rounds: 0, acknowledged: 0, frozenAtEnd: 0 }
  for (const seed of seeds) {
    const random = randomOf(seed)
    const room = await makeTestRoom(database.db)
    const deputy = await room.person('钱副局长', 'deputy-convenor', room.unit.department)
    await endMeeting(database.db, room.convenor, { meetingId: room.meetingId }, later(6000))
    const [item] = await readAgendaOf(database.db, room.countyId, room.meetingId)
    const writer = new Writer(room, await tokenFor(database.db, room.secretary), fragmentOfItem(item!.id))
    const given: Given[] = []
    for (let n = 0; n < 2; n++) {
      const { meetingId } = room
      await writer.arrive()
      const seen = await attempt(() => readToCirculate(database.db, room.secretary, meetingId, at))
      if (!seen) continue
      const input = { meetingId, ...seen, unitIds: [room.unit.school], dueOn: '2026-09-20' }
      const [round] = await Promise.all([
        attempt(() => circulate(database.db, room.secretary, input, at)),
        pause(late * random() * 2).then(() => writer.say()),
      ])
      late = round === null ? late * 1.5 + 1 : Math.max(0, late * 0.8 - 1)
      if (round === null) continue
      const [first, second] = await Promise.all([
        sign(room, room.convenor, random() * 20),
        sign(room, deputy, random() * 20),
        answer(room, random() * 20),
        random() < 0.5 ? writer.say() : null,
        random() < 0.7
          ? pause(random() * 60).then(() =>
              attempt(() => reopenMinutes(database.db, room.secretary, { meetingId, round, reason: '再改' }, at)),
            )
          : null,
      ])
      given.push(...first, ...second)
    }
    writer.leave()
    const words = writer.acknowledged
    const { db } = database
    const live = await db.transaction((tx) => readItems(tx, room.documentId))
    const liveLines = linesOf(readable(live.items, new Map()))
    for (const each of words) expect(liveLines, `seed ${seed}: an acknowledged sentence is missing`).toContain(each)
    const records = await db.select().from(minutesRecords).where(eq(minutesRecords.countyId, room.countyId))
    const signatures = records.filter(({ kind }) => kind === 'signed')
    expect(given.map(({ number }) => number).sort(), `seed ${seed}`).toEqual(
      signatures.map(({ number }) => number).sort(),
    )
    for (const record of signatures) {
      const kept = (await readKeptText(db, room, record.round))!
      expect(faultsOf(kept), `seed ${seed}`).toEqual([])
      expect(kept.rootSha256).toBe(record.sha256)
      const read = given.find(({ number }) => number === record.number)!
      expect(linesOf(readable(kept.items, new Map())), `seed ${seed}: signed something else`).toEqual(read.words)
    }
    const [document] = await db.select().from(documents).where(eq(documents.id, room.documentId))
    const { state, round } = await readMinutesView(db, room.secretary, room.meetingId, at)
    expect(document!.frozenAt !== null, `seed ${seed}`).toBe(state !== 'draft')
    if (state !== 'draft') {
      const kept = (await readKeptText(db, room, round))!
      expect(live.sha256, `seed ${seed}: the live text is another`).toBe(kept.textSha256)
      expect(document!.frozenSha256).toBe(kept.textSha256)
      sum.frozenAtEnd++
    }
    expect((await verifyRecords(db, room.countyId, [recordKey()])).faults, `seed ${seed}`).toEqual([])
    sum.signed += signatures.length
    sum.withdrawn += records.length - signatures.length
    sum.rounds += round
    sum.acknowledged += words.length
  }
  console.log('signing races', JSON.stringify({ seeds: seeds.length, ...sum, ...Object.fromEntries(refusals) }))
  // It was a race: texts went out, were signed, taken back, and people wrote meanwhile. A busy machine lets fewer be taken back.
  if (seeds.length < 100) return
  for (const [what, count] of Object.entries(sum)) expect(count, what).toBeGreaterThan(5)
})
