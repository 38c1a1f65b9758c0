// Files over real requests and a real Postgres: who may, how much, what kinds, what is left after a cut, and what is swept.
import { existsSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { actionItems } from '@/db/schema/action-items'
import { events } from '@/db/schema/events'
import { fileQuotas, files } from '@/db/schema/files'
import { agendaItems } from '@/db/schema/meetings'
import type { PersonActor } from '@/server/access'
import { clock } from '@/server/clock'
import { ActionItemId, AgendaItemId, FileId, LocalId, type TopicId } from '@/server/ids'
import { createMeeting } from '@/server/meetings/create-meeting'
import { readRestrictedItems } from '@/server/minutes/read'
import { answerConsent } from '@/server/privacy/consent'
import { admit } from '@/server/rooms/admit'
import { deviceCookieName } from '@/server/rooms/read-seat'
import { removeSeat } from '@/server/rooms/remove-seat'
import { proposeTopic } from '@/server/topics/propose-topic'
import { FilesHouse } from '@/tests/support/files-house'
import { jpeg, png, secret } from '@/tests/support/pictures'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { fileHref, maxFileBytes, previewHref, uploadsPath, type FilePlace } from './contract'
import { comingFolder, comingPath, keptPath } from './place'
import { readUsage, setQuota } from './quota'
import { listFiles, listMaterials } from './read'
import { removeFile, restoreFile } from './remove-file'
import { sweepFiles } from './sweep'

const house = new FilesHouse()
let room: TestRoom
let other: TestRoom
beforeAll(() => house.open())
afterAll(() => house.close())

type Places = Record<FilePlace['kind'], FilePlace>
const db = () => house.database.db

async function placesOf(where: TestRoom): Promise<Places> {
  const { countyId, bodyId, meetingId, documentId } = where
  const words = { title: '放学交通', problem: '拥堵', facts: '', wish: '' }
  const topicId: TopicId = await proposeTopic(
    db(),
    where.secretary,
    countyId,
    { bodyId, proposedByUnitId: null, ...words },
    at,
  )
  const [item] = await db().select().from(agendaItems).where(eq(agendaItems.meetingId, meetingId))
  const id = ActionItemId.parse(crypto.randomUUID())
  await db()
    .insert(actionItems)
    .values({
      countyId,
      id,
      documentId,
      localId: LocalId.parse('record-action-0001'),
      meetingId,
      number: 1,
      title: '加派人手',
      leadUnitId: where.unit.school,
      createdAt: at,
      changedAt: at,
    })
  return {
    body: { kind: 'body', id: bodyId },
    topic: { kind: 'topic', id: topicId },
    meeting: { kind: 'meeting', id: meetingId },
    agendaItem: { kind: 'agendaItem', id: item!.id },
    actionItem: { kind: 'actionItem', id },
  }
}
let here: Places
let elsewhere: Places
beforeEach(async () => {
  room = await makeTestRoom(db())
  other = await makeTestRoom(db())
  here = await placesOf(room)
  elsewhere = await placesOf(other)
})

const rowOf = async (id: string) =>
  (
    await db()
      .select()
      .from(files)
      .where(eq(files.id, FileId.parse(id)))
  )[0]
const linesOf = async (verb: string) => {
  const rows = await db().select().from(events).where(eq(events.verb, verb)).orderBy(events.seq)
  return rows.filter((row) => row.countyId === room.countyId)
}
const text = (words: string) => Buffer.from(words)

describe('adding', () => {
  test('a photo comes out without its place, under a name that can do no harm', async () => {
    await answerConsent(db(), room.member, { purpose: 'photoEvidence', answer: 'yes' }, at)
    const id = await house.add(room.member, here.actionItem, '../放学\u202e/校门.png', jpeg())
    const got = await house.ask(room.secretary, fileHref(id))
    expect(got.status).toBe(200)
    expect(got.body.includes(secret)).toBe(false)
    expect(got.headers.get('content-disposition')).toBe(
      `attachment; filename="__.jpg"; filename*=UTF-8''%E6%A0%A1%E9%97%A8.jpg`,
    )
    expect(got.headers.get('content-type')).toBe('image/jpeg')
    expect(got.headers.get('x-content-type-options')).toBe('nosniff')
    expect(got.headers.get('content-security-policy')).toContain('sandbox')
    expect(got.headers.get('cache-control')).toBe('private, no-cache, no-transform')
    const row = (await rowOf(id))!
    expect(got.headers.get('etag')).toBe(`"${row.sha256!}"`)
    expect(row.bytes).toBe(got.body.length)
    // Nor is the original left anywhere.
    expect(readdirSync(comingFolder(room.countyId))).toEqual([])
  })

  test('photos of an action item want the consent, other papers do not', async () => {
    expect(await house.add(room.member, here.actionItem, 'a.jpg', jpeg())).toBe('consent_needed')
    expect((await rowOf(await house.add(room.member, here.actionItem, 'a.txt', text('两处已完成'))))!.state).toBe(
      'ready',
    )
    expect(await db().select().from(files).where(eq(files.state, 'uploading'))).toEqual([])
  })

  test.each([
    ['a.png', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['a.svg', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a.png', '<!doctype html><script>alert(1)</script>'],
    ['a.txt', '  <html><script>alert(1)</script>'],
    ['a.jpg', 'plain words under a picture’s name'],
    ['a.exe', 'MZ\u0000\u0003'],
    ['a.gif', 'GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;'],
    ['a.txt', 'a\u0000b'],
  ])('%s with %j is refused and leaves nothing', async (name, words) => {
    expect(await house.add(room.secretary, here.topic, name, text(words))).toBe('file_refused')
    const { usedBytes } = await readUsage(db(), room.countyId)
    expect(usedBytes).toBe(0)
    expect(readdirSync(comingFolder(room.countyId))).toEqual([])
    expect((await linesOf('file.drop')).map((line) => [line.result, line.detail.reason])).toEqual([
      ['refused', 'file_refused'],
    ])
  })

  test('a picture that cannot be cleaned is refused', async () => {
    expect(await house.add(room.secretary, here.topic, 'a.jpg', jpeg().subarray(0, 300))).toBe('file_unreadable')
  })

  test('an empty file, one of 51 MB, and a promise that is not kept', async () => {
    expect(await house.add(room.secretary, here.topic, 'a.txt', text(''))).toBe('file_empty')
    expect((await house.begin(room.secretary, { place: here.topic, bytes: 51 * 1024 * 1024 })).code).toBe(
      'file_too_large',
    )
    expect((await house.begin(room.secretary, { place: here.topic, bytes: maxFileBytes })).status).toBe(201)
    const small = await house.begin(room.secretary, { place: here.topic, bytes: 4, name: 'a.txt' })
    expect((await house.patch(room.secretary, small.location!, 0, text('more than four'))).status).toBe(413)
    expect((await rowOf(small.location!.split('/').at(-1)!))!.state).toBe('uploading')
  })

  test('GB 18030 is text too', async () => {
    const gb = Buffer.from([0xb7, 0xc5, 0xd1, 0xa7, 0x2c, 0x31, 0x0a])
    expect((await rowOf(await house.add(room.secretary, here.topic, 'a.csv', gb)))!.mediaType).toBe('text/plain')
  })

  test('the same bytes twice are two files and one copy, which goes with the second', async () => {
    const [first, second] = [
      await house.add(room.secretary, here.topic, 'a.png', png()),
      await house.add(room.member, here.topic, 'b.png', png()),
    ]
    const sha = (await rowOf(first))!.sha256!
    expect((await rowOf(second))!.sha256).toBe(sha)
    const month = new Date(clock.now().getTime() + 31 * 86_400_000)
    await removeFile(db(), room.secretary, FileId.parse(first), clock.now())
    await sweepFiles(db(), month)
    expect(await rowOf(first)).toBeUndefined()
    expect((await house.ask(room.member, fileHref(second))).status).toBe(200)
    await removeFile(db(), room.secretary, FileId.parse(second), clock.now())
    await sweepFiles(db(), month)
    expect(existsSync(keptPath(room.countyId, sha))).toBe(false)
  })
})

describe('a line that is cut', () => {
  test('the upload goes on where it stopped', async () => {
    const bytes = jpeg({ padding: 400_000 })
    const { location } = await house.begin(room.secretary, { place: here.topic, bytes: bytes.length, name: 'a.jpg' })
    await house.cutAfter(room.secretary, location!, bytes.subarray(0, 200_000), bytes.length)
    const offset = (await house.offset(room.secretary, location!))!
    expect(offset).toBeGreaterThan(0)
    expect(offset).toBeLessThanOrEqual(200_000)
    // Somebody else's upload is not even there, not for the one who runs the body either.
    expect(await house.offset(room.convenor, location!)).toBeNull()
    expect((await house.patch(room.convenor, location!, offset, bytes.subarray(offset))).status).toBe(404)
    // A wrong place to go on is refused.
    expect((await house.patch(room.secretary, location!, offset - 1, bytes.subarray(offset))).status).toBe(409)
    expect((await house.patch(room.secretary, location!, offset, bytes.subarray(offset))).status).toBe(204)
    const id = location!.split('/').at(-1)!
    expect((await house.ask(room.secretary, fileHref(id))).body.includes(secret)).toBe(false)
    // The last answer was lost: asked again, it says that nothing is left to send.
    expect(await house.offset(room.secretary, location!)).toBe((await rowOf(id))!.bytes)
  })

  test('a right that ended in the middle brings no more bytes', async () => {
    const { location } = await house.begin(room.member, { place: here.topic, bytes: 10, name: 'a.txt' })
    expect((await house.patch(room.member, location!, 0, text('12345'))).status).toBe(204)
    await house.database.sql`update memberships set until_on = '2026-01-02' where person_id = ${room.member.personId}`
    expect((await house.patch(room.member, location!, 5, text('67890'))).status).toBe(404)
  })

  test('cancelled, it takes its room and its bytes with it', async () => {
    const { location } = await house.begin(room.secretary, { place: here.topic, bytes: 10, name: 'a.txt' })
    await house.patch(room.secretary, location!, 0, text('12345'))
    const ended = await house.ask(room.secretary, location!, {
      method: 'DELETE',
      headers: { 'tus-resumable': '1.0.0' },
    })
    expect(ended.status).toBe(204)
    expect((await readUsage(db(), room.countyId)).usedBytes).toBe(0)
    expect(readdirSync(comingFolder(room.countyId))).toEqual([])
  })

  test('a disk that is full says so, keeps nothing half, and takes the file when there is room again', async () => {
    const { location } = await house.begin(room.secretary, { place: here.topic, bytes: 20, name: 'a.txt' })
    expect((await house.patch(room.secretary, location!, 0, text('12345'))).status).toBe(204)
    const path = comingPath(room.countyId, FileId.parse(location!.split('/').at(-1)!))
    // Every write to it answers ENOSPC, as a full disk does.
    rmSync(path)
    symlinkSync('/dev/full', path)
    expect(await house.offset(room.secretary, location!)).toBe(0)
    const full = await house.patch(room.secretary, location!, 0, text('1234567890'))
    expect([full.status, full.code]).toEqual([507, 'disk_full'])
    expect(await house.offset(room.secretary, location!)).toBeNull()
    expect((await readUsage(db(), room.countyId)).usedBytes).toBe(0)
    expect((await rowOf(await house.add(room.secretary, here.topic, 'a.txt', text('1234567890'))))!.state).toBe('ready')
  })
})

describe('the quota', () => {
  test('two uploads at once do not pass it together', async () => {
    const admin = { ...room.stranger, adminRoles: ['system'] } satisfies PersonActor
    await setQuota(db(), admin, room.countyId, 1000, at)
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => house.begin(room.secretary, { place: here.topic, bytes: 300 })),
    )
    expect(tries.filter(({ status }) => status === 201)).toHaveLength(3)
    expect(tries.filter(({ code }) => code === 'quota_full')).toHaveLength(9)
    expect((await readUsage(db(), room.countyId)).usedBytes).toBe(900)
    // Another county's is its own.
    expect((await house.begin(other.secretary, { place: elsewhere.topic, bytes: 300 })).status).toBe(201)
  })

  test('what was removed counts until it is swept', async () => {
    await db().insert(fileQuotas).values({ countyId: room.countyId, bytes: 10 })
    const id = await house.add(room.secretary, here.topic, 'a.txt', text('12345678'))
    await removeFile(db(), room.secretary, FileId.parse(id), at)
    expect(await house.add(room.secretary, here.topic, 'b.txt', text('12345678'))).toBe('quota_full')
    await sweepFiles(db(), later(31 * 86_400))
    expect((await rowOf(await house.add(room.secretary, here.topic, 'b.txt', text('12345678'))))!.state).toBe('ready')
  })
})

describe('reading', () => {
  test('ranges, revalidation and previews', async () => {
    const id = await house.add(room.secretary, here.topic, 'a.txt', text('0123456789'))
    const get = (headers: HeadersInit, path = fileHref(id)) => house.ask(room.member, path, { headers })
    const part = await get({ range: 'bytes=2-4' })
    expect([part.status, part.body.toString(), part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10'])
    expect((await get({ range: 'bytes=-2' })).body.toString()).toBe('89')
    const none = await get({ range: 'bytes=10-' })
    expect([none.status, none.headers.get('content-range')]).toEqual([416, 'bytes */10'])
    const whole = await get({ range: 'bytes=2-4', 'if-range': '"another"' })
    expect([whole.status, whole.body.toString()]).toEqual([200, '0123456789'])
    expect((await get({ 'if-none-match': whole.headers.get('etag')! })).status).toBe(304)
    expect((await house.ask(room.member, fileHref(id), { method: 'HEAD' })).headers.get('content-length')).toBe('10')
    // A text is no picture: nothing of it is ever shown inside this origin.
    expect((await get({}, previewHref(id))).status).toBe(404)
    const photo = await house.add(room.secretary, here.topic, 'b.png', png())
    const shown = await get({}, previewHref(photo))
    expect(shown.headers.get('content-disposition')).toMatch(/^inline; /)
    expect(shown.headers.get('content-security-policy')).toContain('sandbox')
    expect((await get({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).code).toBe('wrong_origin')
    expect((await house.ask(room.member, fileHref(id), { method: 'POST' })).status).toBe(404)
  })

  test('nobody signed in is asked to, and a link leads through the sign-in page', async () => {
    const id = await house.add(room.secretary, here.topic, 'a.txt', text('x'))
    expect((await house.ask(null, fileHref(id))).status).toBe(401)
    const led = await house.ask(null, fileHref(id), { headers: { accept: 'text/html' } })
    expect([led.status, led.location]).toEqual([303, `/sign-in?callbackUrl=${encodeURIComponent(fileHref(id))}`])
    expect((await house.begin(null, { place: here.topic })).status).toBe(401)
    expect((await house.begin(room.secretary, { place: here.topic }, { origin: 'http://evil.example' })).code).toBe(
      'wrong_origin',
    )
  })

  test('a download leaves one line, a part of one none', async () => {
    const id = await house.add(room.secretary, here.topic, 'a.txt', text('0123456789'))
    await house.ask(room.member, fileHref(id), { headers: { range: 'bytes=0-3' } })
    await house.ask(room.member, fileHref(id), { headers: { range: 'bytes=4-' } })
    const lines = await linesOf('file.read')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ actorId: room.member.personId, thingId: id, result: 'done', from: '203.0.113.9' })
  })
})

describe('another county, another place', () => {
  const kinds = ['body', 'topic', 'meeting', 'agendaItem', 'actionItem'] as const
  test.each(kinds)('%s: nothing can be added to theirs, nothing of ours is found by them', async (kind) => {
    for (const who of [room.secretary, room.convenor, { ...room.stranger, adminRoles: ['system' as const] }])
      expect((await house.begin(who, { place: elsewhere[kind] })).status, who.name).toBe(404)
    const id = await house.add(room.secretary, here[kind], 'a.txt', text('ours'))
    expect((await rowOf(id))!.state).toBe('ready')
    for (const path of [fileHref(id), previewHref(id)])
      for (const who of [other.secretary, other.convenor, room.stranger])
        expect((await house.ask(who, path)).status, `${who.name} ${path}`).toBe(404)
    for (const change of [removeFile, restoreFile])
      for (const who of [other.secretary, room.stranger])
        await expect(change(db(), who, FileId.parse(id), at)).rejects.toMatchObject({ code: 'not_found' })
    expect((await listFiles(db(), other.secretary, kind, [here[kind].id])).size).toBe(0)
    expect((await listFiles(db(), room.stranger, kind, [here[kind].id])).size).toBe(0)
    expect(await rowOf(id)).toMatchObject({ state: 'ready', countyId: room.countyId })
    expect(await house.offset(other.secretary, `${uploadsPath}/${id}`)).toBeNull()
  })

  test('a place that is none, and ids that are none', async () => {
    for (const id of ['x', '../../x', crypto.randomUUID(), ''])
      expect((await house.begin(room.secretary, { place: { kind: 'topic', id: id as TopicId } })).status).toBe(404)
    // An id of one kind is no id of another.
    expect((await house.begin(room.secretary, { place: { kind: 'topic', id: room.bodyId } as never })).status).toBe(404)
    for (const path of [
      '/api/files/x',
      '/api/files/%2e%2e%2fsecrets.json',
      '/api/files/',
      `${fileHref(crypto.randomUUID())}/x`,
    ])
      expect((await house.ask(room.secretary, path)).status, path).toBe(404)
  })

  test('who may add where: members not to a sitting, only the units of an item to the item', async () => {
    const may = async (who: PersonActor, place: FilePlace) => (await house.begin(who, { place })).status
    expect(await may(room.member, here.meeting)).toBe(403)
    expect(await may(room.member, here.agendaItem)).toBe(403)
    expect(await may(room.observer, here.topic)).toBe(403)
    // The school leads it; the family's member is of another unit.
    const parent = await room.person('家长', 'member', room.unit.family)
    expect([await may(room.member, here.actionItem), await may(parent, here.actionItem)]).toEqual([201, 403])
    const id = FileId.parse(await house.add(room.member, here.topic, 'a.txt', text('x')))
    await expect(removeFile(db(), parent, id, at)).rejects.toMatchObject({ code: 'not_allowed' })
    await removeFile(db(), room.member, id, at)
    await expect(removeFile(db(), room.member, id, at)).rejects.toMatchObject({ code: 'conflict' })
    expect((await house.ask(room.member, fileHref(id))).status).toBe(404)
    await restoreFile(db(), room.secretary, id, at)
    expect((await house.ask(room.member, fileHref(id))).status).toBe(200)
  })
})

test('of a restricted item only its list, in person; every download and every refusal is in the trail', async () => {
  const plan = {
    bodyId: room.bodyId,
    seriesId: room.seriesId,
    title: '专题会',
    place: '',
    startsAt: at,
    endsAt: later(3600),
  }
  const item = {
    title: '个案',
    topicId: null,
    presenterUnitId: null,
    minutesPlanned: 10,
    restrictedTo: [room.member.personId],
  }
  const sitting = await createMeeting(db(), room.secretary, { ...plan, agenda: [item] }, at)
  const [restricted] = await readRestrictedItems(db(), room.secretary, sitting.meetingId)
  const place = { kind: 'agendaItem', id: restricted!.agendaItemId } as const
  // The convenor runs the body and is not on the list.
  expect((await house.begin(room.convenor, { place })).status).toBe(404)
  const id = await house.add(room.secretary, place, '情况.txt', text('个案材料'))
  const got = await house.ask(room.member, fileHref(id))
  expect([got.status, got.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
  expect((await house.ask(room.convenor, fileHref(id))).status).toBe(404)
  const lines = (await linesOf('file.read')).map((line) => [line.actorId, line.result, line.detail.isRestricted])
  expect(lines).toEqual([
    [room.member.personId, 'done', true],
    [room.convenor.personId, 'refused', true],
  ])
  expect((await listFiles(db(), room.convenor, 'agendaItem', [place.id])).size).toBe(0)
  expect((await listFiles(db(), room.member, 'agendaItem', [place.id])).get(place.id)).toMatchObject({ mayAdd: false })
  expect((await listFiles(db(), { ...room.member, tokenId: 'x' as never }, 'agendaItem', [place.id])).size).toBe(0)
})

test('a guest at a seat reads the papers of the sitting that is going on, not of another place, and not from its door', async () => {
  const material = await house.add(room.secretary, here.meeting, '说明.txt', text('各校门口'))
  const ofItem = await house.add(room.secretary, here.agendaItem, '方案.txt', text('错时放学'))
  const ofTopic = await house.add(room.secretary, here.topic, '摸底.txt', text('内部'))
  const { seat, secret: device } = await room.knock('李女士')
  const cookie = `${deviceCookieName(false)}=${device}`
  const at = `?sitting=${room.meetingId}`
  const got = async (path: string) => {
    const { status, code, body } = await house.ask(null, path, { headers: { cookie } })
    return status === 200 ? body.toString() : `${status} ${code}`
  }
  const listed = async () =>
    (await listMaterials(db(), [await room.seat(seat.seatId)], room.meetingId)).map(({ id }) => id)
  expect(await got(fileHref(material) + at)).toBe('404 not_found')
  await expect(listed()).rejects.toMatchObject({ code: 'seat_waiting' })
  await admit(db(), room.secretary, { meetingId: room.meetingId, seatIds: [seat.seatId] }, clock.now())
  expect(await listed()).toEqual([material, ofItem])
  expect(await got(fileHref(material) + at)).toBe('各校门口')
  expect(await got(fileHref(ofItem) + at)).toBe('错时放学')
  expect(await got(fileHref(ofTopic) + at)).toBe('404 not_found')
  expect(await got(fileHref(material))).toBe('401 not_signed_in')
  expect(await got(`${fileHref(material)}?sitting=${other.meetingId}`)).toBe('401 not_signed_in')
  expect((await linesOf('file.read')).map(({ result }) => result)).toEqual(['done', 'done'])
  const item = AgendaItemId.parse(here.agendaItem.id)
  await db().update(agendaItems).set({ isRestricted: true, presenterUnitId: null }).where(eq(agendaItems.id, item))
  expect(await listed()).toEqual([material])
  expect(await got(fileHref(ofItem) + at)).toBe('404 not_found')
  await removeSeat(db(), room.convenor, { meetingId: room.meetingId, seatId: seat.seatId }, clock.now())
  expect(await got(fileHref(material) + at)).toBe('404 not_found')
  await expect(listed()).rejects.toMatchObject({ code: 'seat_banned' })
})

test('the sweep takes what nobody comes back for, and says how much', async () => {
  const kept = await house.add(room.secretary, here.topic, 'a.txt', text('stays'))
  const { location } = await house.begin(room.secretary, { place: here.topic, bytes: 10, name: 'b.txt' })
  await house.patch(room.secretary, location!, 0, text('12345'))
  const stray = join(comingFolder(room.countyId), crypto.randomUUID())
  writeFileSync(stray, 'left by a killed process')
  const now = clock.now()
  utimesSync(stray, now, new Date(now.getTime() - 3 * 86_400_000))
  await sweepFiles(db(), now)
  expect(await house.offset(room.secretary, location!)).toBe(5)
  expect(existsSync(stray)).toBe(false)
  expect(await linesOf('file.sweep')).toEqual([])
  await sweepFiles(db(), new Date(now.getTime() + 86_400_000 + 1000))
  expect(await house.offset(room.secretary, location!)).toBeNull()
  expect(readdirSync(comingFolder(room.countyId))).toEqual([])
  expect((await linesOf('file.sweep')).map((line) => line.detail)).toEqual([{ uploads: 1, files: 0 }])
  expect((await house.ask(room.secretary, fileHref(kept))).status).toBe(200)
})

test('a file that is removed while another of the same bytes arrives is not lost', async () => {
  const month = new Date(clock.now().getTime() + 31 * 86_400_000)
  for (let turn = 0; turn < 5; turn += 1) {
    const bytes = text(`the same words ${turn}`)
    const first = await house.add(room.secretary, here.topic, 'a.txt', bytes)
    await removeFile(db(), room.secretary, FileId.parse(first), clock.now())
    const [second] = await Promise.all([house.add(room.secretary, here.topic, 'b.txt', bytes), sweepFiles(db(), month)])
    const got = await house.ask(room.secretary, fileHref(second))
    // The sweep of a month later may take an upload that has just begun; never the bytes of one that is finished.
    if ((await rowOf(second))?.state === 'ready')
      expect([got.status, got.body.toString()]).toEqual([200, bytes.toString()])
    else expect(got.status).toBe(404)
  }
})
