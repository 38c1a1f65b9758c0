// The inventory against the database, and what is made from it: nothing is kept that is not listed, a person's archive holds
// everything of theirs and nothing of anybody else's, and erasing leaves records whole.
import { inflateRawSync } from 'node:zlib'
import type { Readable } from 'node:stream'
import { and, eq, getTableColumns, getTableName, type SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { actionItemChanges, actionItems } from '@/db/schema/action-items'
import { itemExtensions, itemLinks } from '@/db/schema/follow-up'
import { rateLimits } from '@/db/schema/counties'
import { events } from '@/db/schema/events'
import { documents, documentUpdates } from '@/db/schema/minutes'
import { accessTokens, people } from '@/db/schema/people'
import { erasures } from '@/db/schema/privacy'
import { chatMessages, devices, mediaEvents, seatDevices, seatLinks, seats } from '@/db/schema/rooms'
import type { PersonActor } from '@/server/access'
import { chainKey } from '@/server/events/chain'
import { verifyTrail } from '@/server/events/verify'
import {
  AccessTokenId,
  ActionItemId,
  ExtensionId,
  ItemLinkId,
  DeviceId,
  LocalId,
  MessageId,
  type DocumentId,
} from '@/server/ids'
import { createMeeting } from '@/server/meetings/create-meeting'
import { freeze, readTextAt } from '@/server/minutes/freeze'
import { verifyFrozen } from '@/server/minutes/verify'
import { makeAccountLink } from '@/server/people/make-account-link'
import { readPerson } from '@/server/people/read-person'
import { sendChat } from '@/server/rooms/send-chat'
import { FilesHouse } from '@/tests/support/files-house'
import { insertNoticeRows } from '@/tests/support/notice-rows'
import { insertOfficeRows } from '@/tests/support/office-rows'
import { insertSigningRows } from '@/tests/support/signing-rows'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { insertSittingRows } from '@/tests/support/sitting-rows'
import { answerConsent, hasConsent } from './consent'
import { groups } from './contract'
import { askErasure, decideErasure, listErasures, runErasures, withdrawErasure } from './erase'
import { exportOwnData } from './export'
import { groupFacts, inventory } from './inventory'
import { readRetention, setRetention, sweepRetention } from './retention'

const house = new FilesHouse()
const db = () => house.database.db
let room: TestRoom
let admin: PersonActor
beforeAll(() => house.open())
afterAll(() => house.close())
beforeEach(async () => {
  room = await makeTestRoom(db())
  admin = { ...(await room.person('安全管理员', null, room.unit.school)), adminRoles: ['security'] }
  await db()
    .update(people)
    .set({ adminRoles: ['security'] })
    .where(eq(people.id, admin.personId))
})

const columnsOf = (table: PgTable) => getTableColumns(table) as Record<string, PgColumn>

test('every table of the database and every column of it is listed', async () => {
  const stored = await house.database.sql<{ name: string; column: string }[]>`
    select table_name as name, column_name as column from information_schema.columns where table_schema = 'public' order by 1, 2`
  const listed = inventory.flatMap(({ table, columns }) =>
    Object.keys(columns).map(
      (name) => `${getTableName(table)}.${columnsOf(table)[name]?.name ?? `${name} is no column`}`,
    ),
  )
  expect(listed.sort()).toEqual(stored.map(({ name, column }) => `${name}.${column}`).sort())
  expect(new Set(listed).size, 'a table is listed twice').toBe(listed.length)
})

test('whatever is about somebody has a group on the page, and who is named by an id can be found by it', () => {
  for (const { table, columns, group, own } of inventory) {
    const name = getTableName(table)
    const kinds = Object.values(columns)
    if (kinds.some((kind) => kind !== 'plain')) expect(group, name).not.toBeNull()
    if (kinds.includes('self')) expect(own, name).not.toBeNull()
  }
  expect(new Set(inventory.map(({ group }) => group).filter((group) => group !== null))).toEqual(new Set(groups))
  expect(groupFacts().filter((each) => !each.isExported)).toEqual([])
})

/** A row of every table that has rows of a person. */
async function live(who: PersonActor): Promise<void> {
  const { countyId, personId } = who
  const { meetingId } = room
  const uuid = () => crypto.randomUUID()
  await house.cookie(who)
  await makeAccountLink(db(), admin, countyId, personId, 'reset', at)
  const seat = await room.enter(who)
  await insertOfficeRows(db(), room, who, seat)
  await insertSittingRows(db(), room, who, seat.seatId)
  await insertSigningRows(db(), room, who)
  const secretHash = () => `hash-${uuid()}`
  const expiresAt = later(3600)
  await db()
    .insert(accessTokens)
    .values({ countyId, id: AccessTokenId.parse(uuid()), personId, secretHash: secretHash(), createdAt: at, expiresAt })
  await db()
    .insert(seatLinks)
    .values({ countyId, id: uuid(), seatId: seat.seatId, secretHash: secretHash(), createdAt: at, expiresAt })
  const deviceId = DeviceId.parse(uuid())
  await db().insert(devices).values({ countyId, id: deviceId, secretHash: secretHash(), createdAt: at })
  await db().insert(seatDevices).values({ countyId, seatId: seat.seatId, deviceId, createdAt: at })
  await sendChat(db(), seat, { meetingId, id: MessageId.parse(uuid()), text: '大家好' }, at)
  await db()
    .insert(mediaEvents)
    .values({ countyId, id: uuid(), meetingId, seatId: seat.seatId, participantSid: 'PA_1', event: 'joined', at })
  const plan = {
    bodyId: room.bodyId,
    seriesId: room.seriesId,
    title: '专题会',
    place: '',
    startsAt: at,
    endsAt: later(3600),
  }
  const item = { title: '个案', topicId: null, presenterUnitId: null, minutesPlanned: 5, restrictedTo: [personId] }
  const { documentId } = await createMeeting(db(), room.secretary, { ...plan, agenda: [item] }, at)
  const [{ head }] = (await db()
    .update(documents)
    .set({ head: 1 + Math.floor(Math.random() * 1e9) })
    .where(eq(documents.id, documentId))
    .returning()) as [typeof documents.$inferSelect]
  await db()
    .insert(documentUpdates)
    .values({ countyId, documentId, seq: head, data: Buffer.from('SHARED-WORDS'), senderId: personId, at })
  const actionItemId = ActionItemId.parse(uuid())
  await db()
    .insert(actionItems)
    .values({
      countyId,
      id: actionItemId,
      documentId,
      localId: LocalId.parse(`record-${uuid().slice(0, 8)}`),
      meetingId,
      number: head,
      title: '任务',
      createdAt: at,
      changedAt: at,
    })
  await db().insert(actionItemChanges).values({
    countyId,
    id: uuid(),
    actionItemId,
    seq: 1,
    fromState: 'todo',
    toState: 'doing',
    remark: '已开始',
    byName: who.name,
    byId: personId,
    at,
  })
  await db()
    .insert(itemExtensions)
    .values({
      countyId,
      id: ExtensionId.parse(uuid()),
      actionItemId,
      fromDue: '2026-10-01',
      toDue: '2026-10-20',
      reason: '校舍未交付',
      unitId: room.unit.school,
      askedById: personId,
      askedAt: at,
    })
  await db()
    .insert(itemLinks)
    .values({
      countyId,
      id: ItemLinkId.parse(uuid()),
      actionItemId,
      personId,
      secretHash: uuid(),
      createdAt: at,
      expiresAt: later(86_400),
    })
  await house.add(who, { kind: 'body', id: room.bodyId }, `材料-${personId}.txt`, Buffer.from(`file of ${personId}`))
  await answerConsent(db(), who, { purpose: 'photoEvidence', answer: 'yes' }, at)
  await insertNoticeRows(db(), room, who)
  await askErasure(db(), who, at)
  await db()
    .insert(rateLimits)
    .values({ key: `sign-in:${personId}`, windowStart: at, count: 1 })
}

/** Puts a word of its own into every text of the person's rows that takes one. @returns the words, by table and column */
async function plant(who: PersonActor, mark: string): Promise<Map<string, string>> {
  const planted = new Map<string, string>()
  for (const { table, columns, own } of inventory) {
    if (own === null || getTableName(table) === 'events') continue
    for (const [name, column] of Object.entries(columnsOf(table))) {
      const kind = columns[name]
      if (column.dataType !== 'string' || column.columnType === 'PgUUID' || kind === 'plain' || kind === 'id') continue
      // Where the bytes lie: by another word there is no file.
      if (name === 'sha256') continue
      const word = `${mark}-${getTableName(table)}-${name}`
      await db()
        .transaction((tx) =>
          tx
            .update(table)
            .set({ [name]: word })
            .where(own(who)),
        )
        // A state, a hash of a file, a key of many: what a column holds is looked for instead.
        .then(
          () => planted.set(`${getTableName(table)}.${name}`, word),
          () => {},
        )
    }
  }
  return planted
}

async function unzip(stream: Readable): Promise<Map<string, string>> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  const zip = Buffer.concat(chunks)
  const entries = new Map<string, string>()
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  let place = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packed, nameLength] = [
      zip.readUInt16LE(place + 10),
      zip.readUInt32LE(place + 20),
      zip.readUInt16LE(place + 28),
    ]
    const name = zip.toString('utf8', place + 46, place + 46 + nameLength)
    const local = zip.readUInt32LE(place + 42)
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(from, from + packed)
    entries.set(name, (method === 8 ? inflateRawSync(bytes) : bytes).toString())
    place += 46 + nameLength + zip.readUInt16LE(place + 30) + zip.readUInt16LE(place + 32)
  }
  return entries
}

const rowsOf = (table: PgTable, where: SQL) =>
  db().select().from(table).where(where) as Promise<Record<string, unknown>[]>

test('the archive holds every column of every table of theirs, their files, and nothing of anybody else’s', async () => {
  await live(room.member)
  await live(room.convenor)
  const mine = await plant(room.member, 'MINE')
  const theirs = await plant(room.convenor, 'THEIRS')
  expect(mine.size).toBeGreaterThan(15)
  const archive = await unzip(await exportOwnData(db(), room.member, { locale: 'zh-Hans', from: '203.0.113.9' }, at))
  const all = [...archive.values()].join('\n')
  for (const { table, columns, group, own } of inventory) {
    if (own === null) continue
    const name = getTableName(table)
    const rows = await rowsOf(table, own(room.member))
    expect(rows.length, `${name}: the test has no row`).toBeGreaterThan(0)
    const told = (JSON.parse(archive.get(`${group!}.json`)!) as Record<string, Record<string, unknown>[]>)[name]!
    // The line that says that it was exported is written after the archive was begun.
    expect(Math.abs(told.length - rows.length), name).toBeLessThanOrEqual(name === 'events' ? 1 : 0)
    for (const row of rows.slice(0, 5))
      for (const [column, kind] of Object.entries(columns)) {
        const isGiven = kind !== 'secret' && kind !== 'shared'
        const value = JSON.stringify(row[column])
        const found = told.some((each) => JSON.stringify(each[column]) === value)
        expect(found || (name === 'events' && isGiven), `${name}.${column}`).toBe(isGiven || row[column] === undefined)
      }
  }
  for (const [where, word] of mine) {
    const [table, column] = where.split('.') as [string, string]
    const kind = inventory.find((entry) => getTableName(entry.table) === table)!.columns[column]!
    expect(all.includes(word), where).toBe(kind === 'self')
  }
  for (const word of theirs.values()) expect(all).not.toContain(word)
  for (const other of [room.convenor, room.secretary, admin]) expect(all).not.toContain(other.personId)
  expect(all).not.toContain('SHARED-WORDS')
  expect(archive.get([...archive.keys()].find((name) => name.startsWith('files/'))!)).toBe(
    `file of ${room.member.personId}`,
  )
  expect([...archive.keys()].filter((name) => name.startsWith('files/'))).toHaveLength(1)
  const [line] = await db().select().from(events).where(eq(events.verb, 'privacy.export'))
  expect(line).toMatchObject({ actorId: room.member.personId, detail: { files: 1 } })
  // A program with the person's token takes nothing out.
  const program = { ...room.member, tokenId: AccessTokenId.parse(crypto.randomUUID()) }
  await expect(exportOwnData(db(), program, { locale: 'en', from: '' }, at)).rejects.toMatchObject({
    code: 'not_allowed',
  })
})

const days = (count: number) => later(count * 86_400)
const requestOf = async (who: PersonActor) =>
  (
    await db()
      .select()
      .from(erasures)
      .where(and(eq(erasures.personId, who.personId)))
  )[0]!

describe('erasing', () => {
  async function confirmed(who: PersonActor): Promise<void> {
    await askErasure(db(), who, at)
    const { id } = await requestOf(who)
    await decideErasure(db(), admin, { id, decision: 'confirm', reason: '' }, at)
  }

  test('the person is gone from every table, the records are whole, and others are as they were', async () => {
    await db()
      .update(people)
      .set({ name: '独一无二甲', userName: 'only.one', email: 'only@one.example', phone: '13900001111' })
      .where(eq(people.id, room.member.personId))
    const who = (await readPerson(db(), room.countyId, room.member.personId, { sessionId: null, tokenId: null }, at))!
    // Final before anybody is erased.
    const documentId = room.documentId as DocumentId
    const seen = await readTextAt(db(), room.secretary, documentId, at)
    await freeze(db(), room.secretary, { documentId, seq: seen.seq, sha256: seen.sha256 }, at)
    await live({ ...who })
    await live(room.convenor)
    const other = { countyId: room.countyId, personId: room.convenor.personId }
    const before = await Promise.all(inventory.map(({ table, own }) => (own ? rowsOf(table, own(other)) : [])))
    const { id } = await requestOf(who)
    await decideErasure(db(), admin, { id, decision: 'confirm', reason: '' }, at)

    // A term that has not begun must not stand in the way.
    await house.database
      .sql`update memberships set from_on = '2026-12-01', until_on = null where person_id = ${who.personId}`
    expect(await runErasures(db(), days(6.9))).toBe(0)
    expect(await runErasures(db(), days(7))).toBe(1)
    expect(await runErasures(db(), days(8))).toBe(0)

    const found: string[] = []
    for (const { table } of inventory)
      for (const row of await db().select().from(table))
        for (const word of ['独一无二甲', 'only.one', 'only@one.example', '13900001111'])
          if (JSON.stringify(row).includes(word)) found.push(`${getTableName(table)}: ${word}`)
    expect(found).toEqual([])
    const mine = { countyId: room.countyId, personId: who.personId }
    for (const { table, own, erasing } of inventory)
      if (own && erasing.do === 'delete') expect(await rowsOf(table, own(mine)), getTableName(table)).toEqual([])
    const [person] = await db().select().from(people).where(eq(people.id, who.personId))
    expect(person).toMatchObject({
      name: '姓名已删除 1',
      email: null,
      passwordHash: null,
      adminRoles: [],
      disabledAt: days(7),
    })
    // What was said stays, and says no more who said it.
    expect(await db().select().from(seats).where(eq(seats.personId, who.personId))).toEqual([])
    const said = await db()
      .select({ name: seats.name })
      .from(chatMessages)
      .innerJoin(seats, eq(seats.id, chatMessages.seatId))
      .where(eq(chatMessages.countyId, room.countyId))
    expect(said.map(({ name }) => name).sort()).toEqual(['姓名已删除 1', room.convenor.name].sort())
    expect(await readPerson(db(), room.countyId, who.personId, { sessionId: null, tokenId: null }, days(8))).toBeNull()

    const after = await Promise.all(inventory.map(({ table, own }) => (own ? rowsOf(table, own(other)) : [])))
    expect(after).toEqual(before)
    await db().transaction(async (tx) => {
      const frozenAs = new Map<string, string>()
      const trail = await verifyTrail(tx, room.countyId, [chainKey()], ({ verb, thingId, detail }) => {
        if (verb === 'minutes.freeze') frozenAs.set(thingId!, String(detail.sha256))
      })
      expect(trail.faults).toEqual([])
      expect(await verifyFrozen(tx, room.countyId, frozenAs, true)).toEqual({ frozen: 1, faults: [] })
    })
    const [line] = await db().select().from(events).where(eq(events.verb, 'privacy.erase'))
    expect(line).toMatchObject({ actorKind: 'system', thingId: who.personId })
    expect(JSON.stringify(line!.detail)).not.toMatch(/独一无二|only/)
  })

  test('numbers count on in a county', async () => {
    for (const who of [room.member, room.observer]) await confirmed(who)
    expect(await runErasures(db(), days(7))).toBe(2)
    const names = await db().select({ name: people.name }).from(people).where(eq(people.countyId, room.countyId))
    expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(['姓名已删除 1', '姓名已删除 2']))
  })

  test('withdrawn at the last moment, or carried out: one of the two', async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      const who = await room.person(`某人${turn}`, 'member', room.unit.school)
      await confirmed(who)
      const [ran, withdrawn] = await Promise.all([
        runErasures(db(), days(7)),
        withdrawErasure(db(), who, days(7)).then(
          () => true,
          () => false,
        ),
      ])
      const { state } = await requestOf(who)
      const [row] = await db().select().from(people).where(eq(people.id, who.personId))
      expect([state, ran, withdrawn, row!.name === who.name]).toEqual(
        withdrawn ? ['withdrawn', 0, true, true] : ['done', 1, false, false],
      )
    }
  })

  test('asked twice at once it is one request; not one’s own, not another county’s, not by anybody else', async () => {
    await Promise.all(Array.from({ length: 6 }, () => askErasure(db(), room.member, at)))
    expect(await listErasures(db(), admin)).toHaveLength(1)
    const { id } = await requestOf(room.member)
    const decide = (who: PersonActor) => decideErasure(db(), who, { id, decision: 'confirm', reason: '' }, at)
    const elsewhere = await makeTestRoom(db())
    const theirs = { ...elsewhere.stranger, adminRoles: ['security' as const] }
    await expect(decide(theirs)).rejects.toMatchObject({ code: 'not_found' })
    expect(await listErasures(db(), theirs)).toEqual([])
    for (const who of [room.secretary, { ...room.stranger, adminRoles: ['system' as const, 'audit' as const] }])
      await expect(decide(who)).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(decide({ ...room.member, adminRoles: ['security'] })).rejects.toMatchObject({ code: 'not_allowed' })
    await decide(admin)
    await expect(decide(admin)).rejects.toMatchObject({ code: 'conflict' })
    expect((await requestOf(room.member)).state).toBe('confirmed')
  })

  test('the last security administrator stays until somebody else is one', async () => {
    const second = { ...(await room.person('副手', null, room.unit.school)), adminRoles: ['security' as const] }
    await askErasure(db(), admin, at)
    const { id } = await requestOf(admin)
    // The second is one only by their actor; the row says otherwise.
    await expect(decideErasure(db(), second, { id, decision: 'confirm', reason: '' }, at)).rejects.toMatchObject({
      code: 'last_of_role',
    })
    await db()
      .update(people)
      .set({ adminRoles: ['security'] })
      .where(eq(people.id, second.personId))
    await decideErasure(db(), second, { id, decision: 'confirm', reason: '' }, at)
    await db().update(people).set({ disabledAt: at }).where(eq(people.id, second.personId))
    await runErasures(db(), days(7))
    expect((await requestOf(admin)).state).toBe('confirmed')
  })
})

test('a name is not shown in rooms once its owner said so, from then on and where they sit already', async () => {
  const seat = await room.enter(room.member)
  expect(seat.name).toBe(room.member.name)
  const answer = (yes: boolean) =>
    answerConsent(db(), room.member, { purpose: 'roomName', answer: yes ? 'yes' : 'no' }, at)
  await answer(false)
  expect((await room.seat(seat.seatId)).name).toBe('实验小学')
  await answer(true)
  expect((await room.seat(seat.seatId)).name).toBe(room.member.name)
  await answer(false)
  await db().delete(seats).where(eq(seats.id, seat.seatId))
  expect((await room.enter(room.member)).name).toBe('实验小学')
  // Twelve presses on two devices leave one answer in force, or none.
  await Promise.all(Array.from({ length: 12 }, (_, turn) => answer(turn % 2 === 0)))
  const open = await house.database
    .sql`select 1 from consents where person_id = ${room.member.personId} and withdrawn_at is null`
  expect(open.length).toBeLessThanOrEqual(1)
  expect(await hasConsent(db(), room.countyId, room.member.personId, 'photoEvidence')).toBe(false)
})

test('what has run out is swept, counted, and nothing before its time', async () => {
  const system = { ...room.stranger, adminRoles: ['system'] } satisfies PersonActor
  await expect(
    setRetention(db(), room.secretary, room.countyId, await readRetention(db(), room.countyId), at),
  ).rejects.toMatchObject({
    code: 'not_allowed',
  })
  await setRetention(
    db(),
    system,
    room.countyId,
    { sessionDays: 10, linkDays: 5, deviceDays: 20, chatDays: 25, coolingDays: 3 },
    at,
  )
  await live(room.member)
  const { sql } = house.database
  await sql`update meetings set state = 'ended', ended_at = ${at.toISOString()} where id = ${room.meetingId}`
  await sql`update sessions set expires_at = ${at.toISOString()} where person_id = ${room.member.personId}`
  await sql`update account_links set expires_at = ${at.toISOString()} where county_id = ${room.countyId}`
  const none = { sessions: 0, links: 0, tokens: 0, devices: 0, chat: 0 }
  expect(await sweepRetention(db(), days(4))).toEqual(none)
  expect(await sweepRetention(db(), days(5.1))).toEqual({ ...none, links: 2, tokens: 1 })
  expect(await sweepRetention(db(), days(10.1))).toEqual({ ...none, sessions: 1 })
  expect(await sweepRetention(db(), days(20.1))).toEqual({ ...none, devices: 1 })
  expect(await sweepRetention(db(), days(25.1))).toEqual({ ...none, chat: 1 })
  expect(await sweepRetention(db(), days(26))).toEqual(none)
  const lines = await db().select().from(events).where(eq(events.verb, 'retention.sweep')).orderBy(events.seq)
  expect(lines.map(({ detail }) => detail)).toHaveLength(4)
})
