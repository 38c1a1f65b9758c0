// One document for each audience (SPEC.md M76–M78): real sockets, a real Postgres, and a word that must never be seen.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { actionItems } from '@/db/schema/action-items'
import { events } from '@/db/schema/events'
import { agendaItems } from '@/db/schema/meetings'
import { decisions, documents } from '@/db/schema/minutes'
import { people } from '@/db/schema/people'
import type { PersonActor } from '@/server/access'
import { clock } from '@/server/clock'
import { createMeeting } from '@/server/meetings/create-meeting'
import { openMeeting } from '@/server/meetings/open-meeting'
import { readMeeting } from '@/server/meetings/read'
import { fragmentOfItem, recordsRoot } from '@/server/minutes/contract'
import { compareVersions, readVersions } from '@/server/minutes/history'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { readDocument, readRestrictedItems } from '@/server/minutes/read'
import { settle } from '@/server/minutes/settle'
import { updateFrame } from '@/server/minutes/wire'
import { createSession, sessionCookieName, sessionCookieValue } from '@/server/people/sessions'
import { deviceCookieName, readSeat } from '@/server/rooms/read-seat'
import { readRoom } from '@/server/rooms/read-room'
import { requestEntry } from '@/server/rooms/request-entry'
import { RawClient, startCollab, tokenFor, type CollabServer } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'

const canary = '金丝雀7f3a'
let database: Awaited<ReturnType<typeof createTestDatabase>>
let server: CollabServer
let room: TestRoom
let sitting: Awaited<ReturnType<typeof createMeeting>>
let secret: Awaited<ReturnType<typeof readRestrictedItems>>[number]

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startCollab(database.url, { settle: null })
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})
/** A sitting whose second item only the secretary and one member are on the list of. */
beforeEach(async () => {
  const { db } = database
  room = await makeTestRoom(db)
  sitting = await createMeeting(
    db,
    room.secretary,
    { ...plan(), agenda: [item('一般议题'), { ...item(canary), restrictedTo: [room.member.personId] }] },
    at,
  )
  await openMeeting(db, room.convenor, { meetingId: sitting.meetingId }, at)
  ;[secret] = (await readRestrictedItems(db, room.secretary, sitting.meetingId)) as [typeof secret]
})

const item = (title: string) => ({ title, topicId: null, presenterUnitId: null, minutesPlanned: 10 })
const plan = () => ({
  bodyId: room.bodyId,
  seriesId: room.seriesId,
  title: '专题会',
  place: '',
  startsAt: at,
  endsAt: later(3600),
})

async function cookieOf(who: PersonActor): Promise<string> {
  const sid = await createSession(database.db, who.countyId, who.personId, 'test', clock.now())
  return `${sessionCookieName(false)}=${await sessionCookieValue({ sid, cid: who.countyId })}`
}
const open = async (documentId: string, who: PersonActor) =>
  new RawClient(server.url, documentId, null, { cookie: await cookieOf(who) })
const seatOf = async (who: PersonActor) => {
  const { seatId } = await requestEntry(
    database.db,
    who,
    { entrance: 'member', meetingId: sitting.meetingId },
    clock.now(),
  )
  return (await readSeat(database.db, who.countyId, seatId))!
}

/** The canary in a sentence, in an action item, in a decision and in a presence state. */
async function write(): Promise<RawClient> {
  const client = await (await open(secret.documentId, room.secretary)).join()
  const { doc } = buildDoc((await loadBytes(database.db, secret.documentId))!)
  const before = Y.encodeStateVector(doc)
  doc.transact(() => {
    const text = doc.getXmlFragment(fragmentOfItem(secret.agendaItemId))
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(canary)])
    const atoms = (['actionItem', 'decision'] as const).map((type) => {
      const atom = new Y.XmlElement(type)
      atom.setAttribute('recordId', `record-${type.toLowerCase()}-0001`)
      const fields = Object.entries({ title: canary, text: canary, owner: canary })
      doc.getMap(recordsRoot).set(`record-${type.toLowerCase()}-0001`, new Y.Map(fields))
      return atom
    })
    text.push([paragraph, ...atoms])
  })
  client.send(updateFrame(Y.encodeStateAsUpdate(doc, before)))
  await client.durable()
  return client
}

test('M76 who is on the list opens it, for everybody else it does not exist', async () => {
  const { db } = database
  await seatOf(room.secretary)
  const writer = await write()
  const listed = await (await open(secret.documentId, room.member)).join()
  expect(Buffer.concat(listed.frames).includes(canary)).toBe(true)
  await db
    .update(people)
    .set({ adminRoles: ['system', 'security', 'audit'] })
    .where(eq(people.id, room.observer.personId))
  const other = await makeTestRoom(db)
  for (const who of [room.convenor, room.observer, room.stranger, other.secretary]) {
    expect((await (await open(secret.documentId, who)).untilClosed()).code, who.name).toBe(4404)
  }
  // A token of somebody on the list, who even has a seat in the room.
  const token = await tokenFor(db, room.secretary)
  expect((await new RawClient(server.url, secret.documentId, token).untilClosed()).code).toBe(4404)
  const knock = { entrance: 'code', code: sitting.joinCode, name: '家长', unitId: null, deviceSecret: null } as const
  const guest = await requestEntry(db, { kind: 'anonymous' }, knock, clock.now())
  await database.sql`update seats set admission = 'admitted', may_write = true where id = ${guest.seatId}`
  const cookie = `${deviceCookieName(false)}=${guest.deviceSecret}`
  const reading = new RawClient(server.url, secret.documentId, null, { cookie })
  expect((await reading.untilClosed()).code).toBe(4404)
  // Nor does a link to the seat of somebody on the list open it.
  await database.sql`update seats set person_id = ${room.convenor.personId} where id = ${guest.seatId}`
  await database.sql`insert into restricted_readers values (${room.countyId}, ${secret.agendaItemId}, ${room.convenor.personId})`
  const byLink = new RawClient(server.url, secret.documentId, null, { cookie })
  expect((await byLink.untilClosed()).code).toBe(4404)
  expect((await new RawClient(server.url, secret.documentId, null).untilClosed()).code).toBe(4401)
  // Taken off the list, the editor is closed at the next question.
  await db.execute(`delete from restricted_readers where person_id = '${room.member.personId}'`)
  await database.sql`select pg_notify('lianxi', ${JSON.stringify({ kind: 'access', countyId: room.countyId, documentId: secret.documentId })})`
  expect((await listed.untilClosed()).code).toBe(4404)
  expect(writer.closed).toBeNull()
})

test('M77 nothing of it is in any byte that others receive', async () => {
  const { db } = database
  const [open1, open2] = [await open(sitting.documentId, room.convenor), await open(sitting.documentId, room.secretary)]
  await Promise.all([open1.join(), open2.join()])
  const writer = await write()
  await settle(db, secret.documentId, clock.now())
  await settle(db, sitting.documentId, clock.now())
  writer.close()
  await writer.untilClosed()
  const seat = await seatOf(room.convenor)
  const received: unknown[] = [
    await readRoom(db, seat, clock.now()),
    await readMeeting(db, room.convenor, sitting.meetingId),
    await readVersions(db, room.convenor, sitting.documentId),
    await compareVersions(db, room.convenor, sitting.documentId, { before: 0, after: 99 }),
    await readRestrictedItems(db, room.convenor, sitting.meetingId),
    await db.select().from(actionItems),
    await db.select().from(decisions),
    await db.select().from(events),
    await db.select().from(agendaItems),
    (await db.select().from(documents)).filter((row) => row.id !== secret.documentId),
  ]
  expect(JSON.stringify(received)).not.toContain(canary)
  for (const client of [open1, open2]) expect(Buffer.concat(client.frames).includes(canary)).toBe(false)
  // The recorder can see: the same questions by somebody on the list.
  const mine = await readRoom(db, await seatOf(room.secretary), clock.now())
  expect(mine.restricted).toEqual([{ agendaItemId: secret.agendaItemId, documentId: secret.documentId, title: canary }])
  expect(mine.agenda.map((each) => [each.title, each.isRestricted])).toEqual([
    ['一般议题', false],
    ['限名单事项', true],
  ])
  await expect(readVersions(db, room.convenor, secret.documentId)).rejects.toThrow('not_allowed')
  expect((await readVersions(db, room.member, secret.documentId)).versions).not.toEqual([])
})

test('M78 the list is of members, and the agenda of others names neither topic nor unit', async () => {
  const { db } = database
  const make = (change: object) =>
    createMeeting(db, room.secretary, { ...plan(), agenda: [{ ...item(canary), restrictedTo: [], ...change }] }, at)
  await expect(make({ presenterUnitId: room.unit.school })).rejects.toMatchObject({ fields: { agenda: 'invalid' } })
  await expect(make({ restrictedTo: [room.stranger.personId] })).rejects.toMatchObject({
    fields: { agenda: 'unknown' },
  })
  const other = await makeTestRoom(db)
  await expect(make({ restrictedTo: [other.member.personId] })).rejects.toMatchObject({ fields: { agenda: 'unknown' } })
  // Whoever plans it is on the list.
  const { meetingId } = await make({})
  const [own] = await readRestrictedItems(db, room.secretary, meetingId)
  expect((await readDocument(db, own!.documentId))!.thing.readers).toEqual([room.secretary.personId])
})
