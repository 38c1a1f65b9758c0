// Issuing against a real Postgres, the papers set by the real thread: once, of exactly what was signed, for whom it is meant.
import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { memberships, units } from '@/db/schema/bodies'
import { issuedMinutes, issuedPapers, issuedTo, minutesRecords } from '@/db/schema/signing'
import type { PersonActor } from '@/server/access'
import { confirmAttendance } from '@/server/attendance/confirm'
import type { Standing } from '@/server/attendance/model'
import { readAttendanceSheet } from '@/server/attendance/read'
import { AccessTokenId, BodyId, UnitId } from '@/server/ids'
import { endMeeting } from '@/server/meetings/end-meeting'
import { recordsRoot } from '@/server/minutes/contract'
import { exportMinutes } from '@/server/paper/export'
import { usePaperThread } from '@/server/paper/render'
import { buildWorker } from '@/tests/support/build-worker'
import { createTestDatabase } from '@/tests/support/postgres'
import { later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { writeParagraph } from '@/tests/support/write-paragraph'
import { recordKey } from './chain'
import { circulate, readToCirculate } from './circulate'
import { Issue, SignedExport, type PaperFormat } from './contract'
import { issueMinutes } from './issue'
import { readMinutesView } from './read'
import { reopenMinutes } from './reopen'
import { signMinutes } from './sign'
import { verifyRecords } from './verify'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let thread: Awaited<ReturnType<typeof buildWorker>>
let room: TestRoom
let rootSha256: string
const at = later(7000)
const issuedAt = later(90_000)

beforeAll(async () => {
  database = await createTestDatabase()
  thread = await buildWorker('server/paper/paper.worker.ts')
  usePaperThread(thread.file)
}, 120_000)
afterAll(async () => {
  await thread.drop()
  await database.drop()
})
beforeEach(async () => {
  const { db } = database
  room = await makeTestRoom(db)
  await writeParagraph(db, room, room.meetingId, '会议听取了落实情况汇报。', (fragment, doc) => {
    const atom = new Y.XmlElement('actionItem')
    atom.setAttribute('recordId', 'recordrecordrecord01')
    fragment.push([atom])
    const fields = { title: '划定接送区', leadUnitId: room.unit.school, dueOn: '2026-10-01' }
    doc.getMap(recordsRoot).set('recordrecordrecord01', new Y.Map(Object.entries(fields)))
  })
  const { meetingId } = room
  await endMeeting(db, room.convenor, { meetingId }, later(6000))
  rootSha256 = await send(1)
})

async function send(round: number) {
  const { db } = database
  const { meetingId } = room
  const seen = await readToCirculate(db, room.secretary, meetingId, at)
  const input = { meetingId, ...seen, unitIds: [room.unit.school], dueOn: '2026-09-20' }
  expect(await circulate(db, room.secretary, input, at)).toBe(round)
  await signMinutes(db, room.convenor, { meetingId, rootSha256: seen.rootSha256, reason: '' }, at)
  return seen.rootSha256
}
const wish = (change: Partial<Issue> = {}): Issue => ({
  meetingId: room.meetingId,
  rootSha256,
  visibility: 'internal',
  documentNumber: '示教联〔2026〕3号',
  unitIds: [room.unit.school, room.unit.department],
  lines: ['县委办公室'],
  ...change,
})
const issue = (change: Partial<Issue> = {}, who = room.secretary, when = issuedAt) =>
  issueMinutes(database.db, who, wish(change), when)
const reopen = () =>
  reopenMinutes(database.db, room.secretary, { meetingId: room.meetingId, round: 1, reason: '再改' }, issuedAt)
const take = (who: PersonActor, format: PaperFormat, style: 'official' | 'plain' = 'official') =>
  exportMinutes(database.db, who, room.meetingId, { format, style, locale: 'en' }, later(100_000))
const verified = async () => (await verifyRecords(database.db, room.countyId, [recordKey()])).faults
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: Error) => error.message,
  )

test('papers are made once of what was signed, kept with their hashes, and handed out byte for byte', async () => {
  const before = await take(room.member, 'md')
  expect(before.fileName).toMatch(/^draft-minutes-/)
  expect(new TextDecoder().decode(before.body)).toContain('DRAFT')
  const record = await issue()
  expect(record).toMatchObject({ number: 2, kind: 'issued', office: 'secretary' })
  const stored = await database.db.select().from(issuedPapers).where(eq(issuedPapers.countyId, room.countyId))
  expect(stored.map(({ format }) => format).sort()).toEqual(['docx', 'html', 'json', 'md', 'pdf'])
  for (const { format, data, sha256 } of stored) {
    expect(createHash('sha256').update(data).digest('hex')).toBe(sha256)
    // Whatever form and language are asked for: it is the one that was issued.
    const { body, fileName } = await take(room.member, format, 'plain')
    expect(Buffer.compare(Buffer.from(body), Buffer.from(data)), format).toBe(0)
    expect(fileName).toBe(`minutes-1-2026-09-17.${format}`)
  }
  const md = new TextDecoder().decode((await take(room.convenor, 'md')).body)
  for (const words of ['示教联〔2026〕3号', '划定接送区', '县教育局', '县教育局、实验小学、县委办公室', rootSha256])
    expect(md.replaceAll('\\', '')).toContain(words)
  expect(md).not.toContain('草稿')
  const file = SignedExport.parse(JSON.parse(new TextDecoder().decode((await take(room.member, 'json')).body)))
  expect(file).toMatchObject({
    state: 'issued',
    rootSha256,
    record: { number: 1, by: '王局长', office: 'convenor' },
    issue: { unit: '县教育局', visibility: 'internal', to: ['县教育局', '实验小学', '县委办公室'] },
  })
  expect(file.head.facts).toMatchObject({ attendance: { version: null }, county: { name: '示范县' } })
  const view = await readMinutesView(database.db, room.member, room.meetingId, later(100_000))
  expect(view).toMatchObject({ state: 'issued', issued: { unit: { name: '县教育局' }, visibility: 'internal' } })
  expect(view.steps.map(({ kind }) => kind)).toEqual(['circulated', 'signed', 'issued'])
  const told = await database.sql`select person_id as who from notifications
    where county_id = ${room.countyId} and kind = 'minutes.issued'`
  expect(told.map(({ who }) => String(who)).sort()).toEqual(
    [room.convenor, room.secretary, room.member].map(({ personId }) => personId).sort(),
  )
  expect(
    await database.sql`select 1 from events where county_id = ${room.countyId} and verb = 'minutes.issue'`,
  ).toHaveLength(1)
  expect(await verified()).toEqual([])
}, 60_000)

test('who was there is signed with the text: a list confirmed later changes no paper, and units keep their names of then', async () => {
  const { db } = database
  const list = async (base: number, standing: Standing) => {
    const { lines } = await readAttendanceSheet(db, room.secretary, room.meetingId, at)
    const kept = lines.map(({ unit, office: _, ...line }) => ({
      ...line,
      unitId: unit?.id ?? null,
      standing,
    }))
    await confirmAttendance(db, room.secretary, { meetingId: room.meetingId, base, lines: kept }, at)
  }
  await reopen()
  await list(0, 'present')
  const first = rootSha256
  rootSha256 = await send(2)
  expect(rootSha256).not.toBe(first)
  await list(1, 'excused')
  await db.update(units).set({ name: '第一实验小学' }).where(eq(units.id, room.unit.school))
  await issue()
  const file = SignedExport.parse(JSON.parse(new TextDecoder().decode((await take(room.member, 'json')).body)))
  expect(file.head.facts!.attendance).toMatchObject({ version: 1, excused: [] })
  expect(file.head.facts!.attendance.present.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['王局长', '李秘书', '赵校长']),
  )
  const md = new TextDecoder().decode((await take(room.member, 'md')).body)
  expect(md).toContain('出席')
  expect(md).not.toContain('请假')
  // The text as it was signed; only the addressees are by their names of now.
  expect(md).toContain('主办：实验小学')
  expect(file.head.facts!.attendance.present.find(({ name }) => name === '赵校长')?.unit).toBe('实验小学')
  expect(await verified()).toEqual([])
}, 60_000)

test('only by who may, only what was signed, only with an addressee of the body', async () => {
  for (const who of [room.member, room.observer, room.stranger])
    expect(await codeOf(issue({}, who))).toBe('not_allowed')
  const program = { ...room.secretary, tokenId: AccessTokenId.parse(crypto.randomUUID()) }
  expect(await codeOf(issue({}, program))).toBe('not_allowed')
  expect(await codeOf(issue({ rootSha256: '0'.repeat(64) }))).toBe('text_changed')
  expect(await codeOf(issue({ unitIds: [UnitId.parse(crypto.randomUUID())] }))).toBe('invalid_input')
  expect(Issue.safeParse({ ...wish(), unitIds: [], lines: '' }).error?.issues[0]).toMatchObject({ path: ['unitIds'] })
  expect(Issue.parse({ ...wish(), lines: ' 县委办公室 \r\n\n县档案馆' }).lines).toEqual(['县委办公室', '县档案馆'])
  await reopen()
  expect(await codeOf(issue())).toBe('conflict')
  expect(await database.db.select().from(issuedPapers).where(eq(issuedPapers.countyId, room.countyId))).toEqual([])
})

test('an office that ended while the papers were made issues nothing', async () => {
  const { db } = database
  const ended = { endedAt: new Date(issuedAt.getTime() - 60_000), endReason: '调离' }
  await db
    .update(memberships)
    .set(ended)
    .where(and(eq(memberships.countyId, room.countyId), eq(memberships.personId, room.secretary.personId)))
  expect(await codeOf(issue())).toBe('not_allowed')
})

test('a unit that was given another name while the papers were made is not issued under the old one', async () => {
  const { db } = database
  // Holds the row of the proceedings until the papers are ready and the command waits for it.
  await db
    .transaction(async (tx) => {
      await tx.execute(`select 1 from minutes_proceedings where county_id = '${room.countyId}' for update`)
      const running = codeOf(issue())
      await expect
        .poll(
          () =>
            database.sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
          {
            timeout: 20_000,
          },
        )
        .toHaveLength(1)
      await db.update(units).set({ name: '县教育体育局' }).where(eq(units.id, room.unit.department))
      return { running }
    })
    .then(async ({ running }) => expect(await running).toBe('conflict'))
  expect(await database.db.select().from(issuedPapers).where(eq(issuedPapers.countyId, room.countyId))).toEqual([])
}, 60_000)

test('of several who issue at once one does; of issuing and reopening one comes first', async () => {
  const all = await Promise.allSettled([issue(), issue({}, room.convenor), issue({ visibility: 'public' })])
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const each of all) if (each.status === 'rejected') expect((each.reason as Error).message).toBe('conflict')
  const rows = [issuedMinutes, issuedPapers, issuedTo].map((table) =>
    database.db.$count(table, eq(table.countyId, room.countyId)),
  )
  expect(await Promise.all(rows)).toEqual([1, 5, 3])
  expect(await codeOf(reopen())).toBe('conflict')
  expect(await verified()).toEqual([])
}, 60_000)

test('ten races of issuing against reopening: issued and signed, or a draft with a voided signature; never both', async () => {
  const outcomes = { issued: 0, reopened: 0 }
  let late = 400
  for (let n = 0; n < 10; n++) {
    const { db } = database
    room = await makeTestRoom(db)
    const { meetingId } = room
    await writeParagraph(db, room, meetingId, '会议同意。')
    await endMeeting(db, room.convenor, { meetingId }, later(6000))
    rootSha256 = await send(1)
    const [one, two] = await Promise.all([
      codeOf(issue()),
      new Promise((resolve) => setTimeout(resolve, late)).then(() => codeOf(reopen())),
    ])
    expect([one, two].sort(), `race ${n}`).toEqual(['conflict', 'done'])
    const { state } = await readMinutesView(db, room.secretary, meetingId, issuedAt)
    const kinds = await db
      .select({ kind: minutesRecords.kind })
      .from(minutesRecords)
      .where(eq(minutesRecords.countyId, room.countyId))
      .orderBy(minutesRecords.number)
    const papers = await db.select().from(issuedPapers).where(eq(issuedPapers.countyId, room.countyId))
    expect([state, kinds.map(({ kind }) => kind).join(), papers.length]).toEqual(
      one === 'done' ? ['issued', 'signed,issued', 5] : ['draft', 'signed,withdrawn', 0],
    )
    expect(await verified()).toEqual([])
    outcomes[one === 'done' ? 'issued' : 'reopened']++
    // Each outcome moves the reopening towards the other.
    late = one === 'done' ? late * 0.6 : late * 1.8 + 5
  }
  expect(Math.min(outcomes.issued, outcomes.reopened), JSON.stringify(outcomes)).toBeGreaterThan(0)
}, 120_000)

test('internal ones are for the body and the units they went to, public ones for the county, no other county’s for anybody', async () => {
  const { db } = database
  const other = await makeTestRoom(db)
  await issue({ unitIds: [room.unit.school] })
  expect(await codeOf(take(room.observer, 'pdf'))).toBe('done')
  expect(await codeOf(take(room.stranger, 'pdf'))).toBe('not_allowed')
  // In another body of the county: for a unit that it was sent to, and for one that it was not.
  const sitsFor = (unitId: UnitId): PersonActor => {
    const place = { ...room.member.memberships[0]!, bodyId: BodyId.parse(crypto.randomUUID()), unitId }
    return { ...room.stranger, memberships: [place] }
  }
  expect(await codeOf(take(sitsFor(room.unit.department), 'pdf'))).toBe('not_allowed')
  expect(await codeOf(take(sitsFor(room.unit.school), 'pdf'))).toBe('done')
  expect(await codeOf(take(other.secretary, 'pdf'))).toBe('not_found')
  await db.update(issuedMinutes).set({ visibility: 'public' }).where(eq(issuedMinutes.countyId, room.countyId))
  expect(await codeOf(take(room.stranger, 'pdf'))).toBe('done')
  expect(await codeOf(take(other.secretary, 'pdf'))).toBe('not_found')
}, 60_000)

test('one changed byte, addressee or paper is found, also where its hash was changed along', async () => {
  await issue()
  expect(await verified()).toEqual([])
  const changes: [string, RegExp][] = [
    [
      `update issued_papers set data = data || '\\x20' where county_id = $1 and format = 'pdf'`,
      /issued pdf is damaged/,
    ],
    [
      `update issued_papers set data = '\\x20', sha256 = encode(sha256('\\x20'), 'hex') where county_id = $1 and format = 'pdf'`,
      /not what the chain says/,
    ],
    [`delete from issued_papers where county_id = $1 and format = 'md'`, /not what the chain says/],
    [`update issued_to set line = '别处' where county_id = $1 and line is not null`, /not what the chain says/],
    [`update issued_minutes set visibility = 'public' where county_id = $1`, /not what the chain says/],
    [`update issued_minutes set document_number = '' where county_id = $1`, /not what the chain says/],
  ]
  for (const [statement, what] of changes)
    await database.db
      .transaction(async (tx) => {
        await tx.execute(statement.replace('$1', `'${room.countyId}'`))
        expect((await verifyRecords(tx, room.countyId, [recordKey()])).faults.join('\n'), statement).toMatch(what)
        throw new Error('undo')
      })
      .catch((error: Error) => {
        if (error.message !== 'undo') throw error
      })
}, 60_000)
