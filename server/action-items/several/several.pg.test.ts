// Several items at once: each through its own command, each refused alone, taken back only where nothing happened since.
import { and, eq, sql as raw } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actionItemChanges, actionItems, actionItemUnits } from '@/db/schema/action-items'
import { restrictedItems } from '@/db/schema/minutes'
import type { PersonActor } from '@/server/access'
import type { ActionItemId } from '@/server/ids'
import { makeItem, makeMeeting } from '@/tests/support/doors/place'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { commentItem } from '../comment'
import { changeSeveral } from './change'
import { ChangeSeveralForm, type Outcome } from './contract'
import { takeBackSeveral } from './take-back'

let t: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom

beforeAll(async () => {
  t = await createTestDatabase()
  room = await makeTestRoom(t.db)
})
afterAll(() => t.drop())

const make = async (unitId: string = room.unit.school) => {
  const id = await makeItem(t.db, { ...room, name: { item: '护学岗排班' } as never }, unitId)
  // Made from another: its text is final, so that it may be handed over.
  await t.db.execute(raw`update action_items set origin = 'split' where id = ${id}`)
  return id
}
const rowOf = async (id: ActionItemId) => (await t.db.select().from(actionItems).where(eq(actionItems.id, id))).at(0)!
const picked = (rows: readonly (ActionItemId | [ActionItemId, number])[]) =>
  rows.map((row) => (typeof row === 'string' ? `${row}:0` : row.join(':')))
const change = (
  actor: PersonActor,
  rows: readonly (ActionItemId | [ActionItemId, number])[],
  what: Record<string, unknown>,
) =>
  changeSeveral(
    t.db,
    actor,
    room.countyId,
    ChangeSeveralForm.parse({ item: picked(rows), onceKey: 'once-12345', ...what }),
    at,
  )
const back = (actor: PersonActor, outcomes: readonly Outcome[]) =>
  takeBackSeveral(
    t.db,
    actor,
    room.countyId,
    outcomes.map(({ id, seq }) => ({ id, seq: seq! })),
    later(5),
  )
const results = (outcomes: readonly Outcome[]) => outcomes.map(({ result }) => result)
const comment = (id: ActionItemId) =>
  commentItem(t.db, room.member, room.countyId, id, { word: '已知悉', keep: false }, at)

describe('labels', () => {
  const urgent = { verb: 'label', priority: 'urgent', addTags: '假期 安全', dropTags: '旧' }
  it('changes what may be changed, and says of each other why not', async () => {
    const [fine, changed, closed, same] = [await make(), await make(), await make(), await make()]
    await t.db
      .update(actionItems)
      .set({ tags: ['旧', '交通'] })
      .where(eq(actionItems.id, fine))
    await t.db
      .update(actionItems)
      .set({ priority: 'urgent', tags: ['假期', '安全'] })
      .where(eq(actionItems.id, same))
    await t.db.update(actionItems).set({ state: 'done' }).where(eq(actionItems.id, closed))
    await comment(changed)
    const outcomes = await change(room.secretary, [fine, changed, closed, same], urgent)
    expect(results(outcomes)).toEqual(['done', 'conflict', 'notNow', 'same'])
    expect(await rowOf(fine)).toMatchObject({ priority: 'urgent', tags: ['交通', '假期', '安全'], lastSeq: 1 })
    expect(await rowOf(changed)).toMatchObject({ priority: 'normal', tags: [] })
    expect(await rowOf(closed)).toMatchObject({ priority: 'normal', tags: [] })
    const [event] =
      await t.sql`select count(*)::int as n from events where verb = 'action-item.label' and thing_id = ${fine}`
    expect(event!.n).toBe(1)
  })
  it('is refused to who may not, and knows nothing of a restricted one', async () => {
    const id = await make()
    await expect(change(room.member, [id], urgent)).rejects.toMatchObject({ code: 'not_allowed' })
    const meetingId = await makeMeeting(t.db, room, false, [room.convenor.personId])
    const [list] = await t.db.select().from(restrictedItems).where(eq(restrictedItems.countyId, room.countyId))
    const hidden = await makeItem(
      t.db,
      { ...room, documentId: list!.documentId, meetingId, name: { item: '金丝雀' } as never },
      room.unit.school,
    )
    expect(results(await change(room.secretary, [hidden, id], urgent))).toEqual(['not_found', 'done'])
    expect(results(await change(room.convenor, [hidden], urgent))).toEqual(['done'])
  })
  it('is taken back by whoever did it, where nothing has happened since', async () => {
    const [one, two] = [await make(), await make()]
    await t.db
      .update(actionItems)
      .set({ priority: 'high', tags: ['旧'] })
      .where(eq(actionItems.id, one))
    const outcomes = await change(room.secretary, [one, two], urgent)
    await expect(back(room.convenor, outcomes)).rejects.toMatchObject({ code: 'not_allowed' })
    await comment(two)
    expect(results(await back(room.secretary, outcomes))).toEqual(['done', 'conflict'])
    expect(await rowOf(one)).toMatchObject({ priority: 'high', tags: ['旧'] })
    expect(await rowOf(two)).toMatchObject({ priority: 'urgent' })
    // Pressed twice, it is taken back once.
    expect(results(await back(room.secretary, outcomes))).toEqual(['conflict', 'conflict'])
  })
  it('lets one of two who change the same at once through, for each item', async () => {
    const rows = await Promise.all(Array.from({ length: 8 }, () => make()))
    const both = await Promise.all([
      change(room.secretary, rows, { verb: 'label', priority: 'high' }),
      change(room.convenor, rows.toReversed(), { verb: 'label', priority: 'urgent' }),
    ])
    const [first, second] = [both[0], both[1].toReversed()]
    for (const [n, id] of rows.entries()) {
      expect([first[n]!.result, second[n]!.result].toSorted()).toEqual(['conflict', 'done'])
      const won = first[n]!.result === 'done' ? 'high' : 'urgent'
      expect(await rowOf(id)).toMatchObject({ priority: won, lastSeq: 1 })
    }
  })
})

describe('handing over', () => {
  const toFamily = () => ({ verb: 'hand-over', to: room.unit.family, reason: '分工调整' })
  it('takes unit, owner and who assisted back as they were', async () => {
    const [id, unled] = [await make(), await make()]
    await t.db.update(actionItems).set({ owner: '钱主任' }).where(eq(actionItems.id, id))
    await t.db.update(actionItems).set({ leadUnitId: null }).where(eq(actionItems.id, unled))
    await t.db.insert(actionItemUnits).values({ countyId: room.countyId, actionItemId: id, unitId: room.unit.family })
    const assisting = async () => {
      const rows = await t.db.select().from(actionItemUnits).where(eq(actionItemUnits.actionItemId, id))
      return rows.map((row) => row.unitId)
    }
    const outcomes = await change(room.secretary, [id, unled], toFamily())
    expect(results(outcomes)).toEqual(['done', 'done'])
    expect(await rowOf(id)).toMatchObject({ leadUnitId: room.unit.family, owner: '' })
    expect(await assisting()).toEqual([])
    expect(results(await back(room.secretary, outcomes))).toEqual(['done', 'neverLed'])
    expect(await rowOf(id)).toMatchObject({ leadUnitId: room.unit.school, owner: '钱主任', ownerPersonId: null })
    expect(await assisting()).toEqual([room.unit.family])
  })
  it('names a person of the unit, and nobody else', async () => {
    const id = await make(room.unit.department)
    const to = (who: PersonActor) => ({ ...toFamily(), to: `${room.unit.school}:${who.personId}` })
    expect(await change(room.secretary, [id], to(room.convenor))).toMatchObject([
      { result: 'invalid_input', wrong: 'left' },
    ])
    expect(results(await change(room.secretary, [id], to(room.member)))).toEqual(['done'])
    expect(await rowOf(id)).toMatchObject({ owner: '赵校长', ownerPersonId: room.member.personId })
  })
  it('leaves alone what the minutes still say', async () => {
    const id = await make()
    await t.db.update(actionItems).set({ origin: 'minutes' }).where(eq(actionItems.id, id))
    expect(results(await change(room.secretary, [id], toFamily()))).toEqual(['text_not_final'])
  })
})

it('chases each once, however often the form is sent', async () => {
  const rows = [await make(), await make()]
  const words = { verb: 'chase', reason: '请于三日内报送' }
  expect(results(await change(room.secretary, rows, words))).toEqual(['done', 'done'])
  expect(results(await change(room.secretary, rows, words))).toEqual(['same', 'same'])
  const chased = await t.db
    .select()
    .from(actionItemChanges)
    .where(and(eq(actionItemChanges.actionItemId, rows[0]!), eq(actionItemChanges.kind, 'chased')))
  expect(chased).toHaveLength(1)
})

describe('the form', () => {
  const wrong = (what: Record<string, unknown>) =>
    ChangeSeveralForm.safeParse({ onceKey: 'once-12345', ...what }).error?.issues.map(({ path, message }) => [
      path.join('.'),
      message,
    ])
  const id = crypto.randomUUID()
  it('names what is missing', () => {
    expect(wrong({ verb: 'label', item: `${id}:3` })).toEqual([['addTags', 'required']])
    expect(wrong({ verb: 'chase', item: `${id}:3` })).toEqual([['reason', 'required']])
    expect(wrong({ verb: 'hand-over', item: `${id}:3`, reason: '调整' })).toEqual([['to', 'required']])
    expect(wrong({ verb: 'duty' })).toEqual([['item', 'required']])
    expect(wrong({ verb: 'duty', item: Array.from({ length: 101 }, () => `${crypto.randomUUID()}:0`) })).toEqual([
      ['item', 'tooMany'],
    ])
  })
  it('takes a row named twice, as a line and as a card, for one', () => {
    const form = ChangeSeveralForm.parse({ verb: 'duty', item: [`${id}:3`, `${id}:3`], onceKey: 'once-12345' })
    expect(form.item).toEqual([{ id, seq: 3 }])
  })
})
