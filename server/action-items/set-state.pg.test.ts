import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { actionItemChanges, actionItems } from '@/db/schema/action-items'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { ActionItemId, LocalId } from '@/server/ids'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import type { SetStateForm } from './contract'
import { setState } from './set-state'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let id: ActionItemId

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
  id = ActionItemId.parse(crypto.randomUUID())
  await test.db.insert(actionItems).values({
    countyId: room.countyId,
    id,
    documentId: room.documentId,
    localId: LocalId.parse(crypto.randomUUID()),
    meetingId: room.meetingId,
    number: 1,
    title: '放学时段交通疏导方案',
    leadUnitId: room.unit.school,
    createdAt: at,
    changedAt: at,
  })
})

const move = (actor: Actor, from: SetStateForm['from'], to: SetStateForm['to'], remark = '') =>
  setState(test.db, actor, room.countyId, id, { from, to, remark }, at).then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const stands = async () => {
  const [row] = await test.db.select({ state: actionItems.state }).from(actionItems).where(eq(actionItems.id, id))
  const changes = await test.db.select().from(actionItemChanges).where(eq(actionItemChanges.actionItemId, id))
  return { state: row!.state, steps: changes.map((change) => `${change.fromState}>${change.toState}`) }
}

it('lets one of eight at once take a step; the others are told that it was taken', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => move(room.member, 'todo', 'doing')))
  expect(answers.toSorted()).toEqual([...Array<string>(7).fill('conflict'), 'done'])
  expect(await stands()).toEqual({ state: 'doing', steps: ['todo>doing'] })
})

it('settles a closing and a return at the same moment: one of them stands, with one row', async () => {
  expect(await move(room.member, 'todo', 'doing')).toBe('done')
  expect(await move(room.member, 'doing', 'toVerify')).toBe('done')
  const [closing, back] = await Promise.all([
    move(room.secretary, 'toVerify', 'done'),
    move(room.convenor, 'toVerify', 'doing', '缺照片'),
  ])
  expect([closing, back].toSorted()).toEqual(['conflict', 'done'])
  const { state, steps } = await stands()
  expect(state).toBe(closing === 'done' ? 'done' : 'doing')
  expect(steps).toHaveLength(3)
})

it('refuses strangers, whoever reported it, and a step without its reason, and changes nothing', async () => {
  expect(await move(room.stranger, 'todo', 'doing')).toBe('not_found')
  expect(await move(room.secretary, 'todo', 'stopped')).toBe('invalid_input')
  expect(await move(room.secretary, 'todo', 'done')).toBe('conflict')
  expect(await stands()).toEqual({ state: 'todo', steps: [] })
  await move(room.secretary, 'todo', 'doing')
  await move(room.secretary, 'doing', 'toVerify')
  expect(await move(room.secretary, 'toVerify', 'done')).toBe('not_allowed')
  expect((await stands()).state).toBe('toVerify')
})
