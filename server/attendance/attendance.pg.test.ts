import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { attendanceEntries, attendanceStays } from '@/db/schema/attendance'
import { AppError } from '@/server/errors'
import type { SeatId } from '@/server/ids'
import { endMeeting } from '@/server/meetings/end-meeting'
import { nameProxy } from '@/server/rooms/name-proxy'
import { giveFloor } from '@/server/rooms/give-floor'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { addOnSite, leaveSite } from './add-on-site'
import { confirmAttendance } from './confirm'
import { exportAttendance } from './export'
import type { AttendanceLine } from './gather'
import { noteStays } from './note-stays'
import { readAttendance, readAttendanceSheet } from './read'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
})

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const saw = (seatId: SeatId, from: number, until: number, id: string = crypto.randomUUID()) =>
  noteStays(test.db, [
    {
      countyId: room.countyId,
      meetingId: room.meetingId,
      witness: 'media',
      id,
      seatId,
      since: later(from).getTime(),
      seenUntil: later(until).getTime(),
    },
  ])
const sheet = (who = room.secretary) => readAttendanceSheet(test.db, who, room.meetingId, later(3000))
const lineOf = (lines: readonly AttendanceLine[], name: string) => lines.find((line) => line.name === name)
const forms = (lines: readonly AttendanceLine[]) =>
  lines.map(({ unit, office: _, ...line }) => ({ ...line, unitId: unit?.id ?? null }))

it('widens one stay by reports in any order, and never narrows it', async () => {
  const { seatId } = await room.enter(room.member)
  await saw(seatId, 60, 60, 'PA_1')
  await saw(seatId, 10, 40, 'PA_1')
  await saw(seatId, 10, 30, 'PA_1')
  const rows = await test.db.select().from(attendanceStays).where(eq(attendanceStays.meetingId, room.meetingId))
  expect(rows).toMatchObject([{ id: 'PA_1', since: later(10), seenUntil: later(60) }])
})

it('proposes every place and every guest, from what was seen', async () => {
  const [member, observer, { seat: guest }] = [
    await room.enter(room.member),
    await room.enter(room.observer),
    await room.knock('陈家长'),
  ]
  await saw(member.seatId, 600, 2990)
  await saw(observer.seatId, 0, 1200)
  await saw(guest.seatId, 30, 2000)
  const { lines, mayConfirm } = await sheet()
  expect(mayConfirm).toBe(true)
  expect(lineOf(lines, '赵校长')).toMatchObject({ standing: 'present', arrivedAt: later(600), leftAt: null })
  expect(lineOf(lines, '观察员')).toMatchObject({ standing: 'observer', leftAt: later(1200) })
  expect(lineOf(lines, '王局长')).toMatchObject({ standing: 'absent', arrivedAt: null })
  expect(lineOf(lines, '陈家长')).toMatchObject({ standing: 'observer', membershipId: null })
  expect(lineOf(lines, '外人')).toBeUndefined()
})

it('shows a proxy who came in the place of the member', async () => {
  const place = lineOf((await sheet()).lines, '赵校长')!
  const input = { meetingId: room.meetingId, membershipId: place.membershipId!, proxy: { name: '钱老师' } }
  const proxy = await nameProxy(test.db, room.secretary, input, at)
  expect(lineOf((await sheet()).lines, '赵校长')).toMatchObject({ standing: 'excused', proxyName: null })
  await saw(proxy.seatId, 10, 2990)
  const { lines } = await sheet()
  expect(lineOf(lines, '赵校长')).toMatchObject({ standing: 'proxy', proxyName: '钱老师', seatId: proxy.seatId })
  expect(lineOf(lines, '钱老师')).toBeUndefined()
})

it('confirms in versions; of two secretaries at once the first wins', async () => {
  const { lines } = await sheet()
  const list = forms(lines.map((line) => (line.name === '赵校长' ? { ...line, standing: 'excused' as const } : line)))
  const confirm = (who: typeof room.secretary, base: number) =>
    confirmAttendance(test.db, who, { meetingId: room.meetingId, base, lines: list }, later(10))
  const both = await Promise.all([code(confirm(room.secretary, 0)), code(confirm(room.convenor, 0))])
  expect(both.sort()).toEqual(['conflict', 'done'])
  expect(await code(confirm(room.secretary, 1))).toBe('done')
  expect(await code(confirm(room.member, 2))).toBe('not_allowed')
  const rows = await test.db.select().from(attendanceEntries).where(eq(attendanceEntries.meetingId, room.meetingId))
  expect(new Set(rows.map(({ number }) => number))).toEqual(new Set([1, 2]))
  const read = await readAttendance(test.db, room.meetingId, later(20))
  expect(read.confirmed).toMatchObject({ number: 2, byName: '李秘书' })
  expect(read.excused.map(({ name }) => name)).toEqual(['赵校长'])
  // A member reads what was confirmed, and no facts beside it.
  expect(await sheet(room.member)).toMatchObject({ mayConfirm: false, missed: [] })
  expect(await code(readAttendanceSheet(test.db, room.stranger, room.meetingId, at))).toBe('not_allowed')
})

it('takes nothing of another sitting into a list', async () => {
  const other = await makeTestRoom(test.db)
  const foreign = await other.enter(other.member)
  const line = { ...forms((await sheet()).lines)[0]!, membershipId: null, seatId: foreign.seatId }
  const input = { meetingId: room.meetingId, base: 0, lines: [line] }
  expect(await code(confirmAttendance(test.db, room.secretary, input, at))).toBe('not_found')
})

it('seats who is in the hall without a device: in the list and at the floor, until they leave', async () => {
  const place = lineOf((await sheet()).lines, '赵校长')!
  const hall = { meetingId: room.meetingId, name: null, unitId: null, sharesWithSeatId: null }
  const seatId = await addOnSite(test.db, room.secretary, { ...hall, membershipId: place.membershipId }, later(60))
  const guest = { ...hall, membershipId: null, name: '社区老李', unitId: room.unit.family }
  await addOnSite(test.db, room.secretary, guest, later(90))
  const chair = await room.enter(room.convenor)
  await giveFloor(test.db, chair, { meetingId: room.meetingId, seatId }, later(100))
  await leaveSite(test.db, room.secretary, { meetingId: room.meetingId, seatId }, later(900))
  const { lines } = await sheet()
  expect(lineOf(lines, '赵校长')).toMatchObject({
    standing: 'present',
    isOnSite: true,
    arrivedAt: later(60),
    leftAt: later(900),
  })
  expect(lineOf(lines, '社区老李')).toMatchObject({ isOnSite: true, unit: { name: '实验小学家长委员会' } })
  expect(await room.seat(seatId)).toMatchObject({ hasFloor: false })
  expect(await code(addOnSite(test.db, room.member, guest, at))).toBe('not_allowed')
  expect(await code(addOnSite(test.db, room.secretary, { ...guest, unitId: crypto.randomUUID() as never }, at))).toBe(
    'invalid_input',
  )
})

it('hands the list out as a file that no cell of which is a formula', async () => {
  const guest = { meetingId: room.meetingId, membershipId: null, name: '=1+1', unitId: null, sharesWithSeatId: null }
  await addOnSite(test.db, room.secretary, guest, later(60))
  await endMeeting(test.db, room.convenor, { meetingId: room.meetingId }, later(600))
  const file = await exportAttendance(test.db, room.secretary, {
    meetingId: room.meetingId,
    locale: 'zh-Hans',
    at: later(700),
  })
  expect(file.body).toContain("'=1+1")
  expect(file.body).toContain('王局长,县教育局,召集人,缺席')
})
