// Views of the ledger: whose they are, who may change them, what they say when something they narrow by is gone.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodyUnits } from '@/db/schema/bodies'
import { ledgerViews } from '@/db/schema/ledger-views'
import type { PersonActor } from '@/server/access'
import type { BodyId } from '@/server/ids'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { KeepViewForm, mostViews } from './contract'
import { keepView } from './keep-view'
import { readViews } from './read-views'
import { removeView } from './remove-view'
import { renameView } from './rename-view'

let t: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let there: TestRoom
beforeAll(async () => {
  t = await createTestDatabase()
  room = await makeTestRoom(t.db)
  there = await makeTestRoom(t.db, { isOpen: false })
})
afterAll(() => t.drop())

const keep = (actor: PersonActor, name: string, query: string, bodyId: BodyId | null = null) =>
  keepView(t.db, actor, KeepViewForm.parse({ name, query, bodyId }), at)
const names = async (actor: PersonActor) => (await readViews(t.db, actor)).map(({ name }) => name)

it('is one’s own, or the body’s for all who sit in it', async () => {
  await keep(room.member, '  本校 逾期 ', 'view=late&nonsense=1&at=2026-09-16~1~x&unit=not-an-id')
  await keep(room.secretary, '催办用', 'warning=yellow', room.bodyId)
  expect(await readViews(t.db, room.member)).toMatchObject([
    { name: '本校 逾期', query: 'view=late', body: null, isMine: true, gone: [] },
    { name: '催办用', query: 'warning=yellow', body: { id: room.bodyId }, isMine: false },
  ])
  expect(await names(room.convenor)).toEqual(['催办用'])
  expect(await names(there.secretary)).toEqual([])
  expect(await names(room.stranger)).toEqual([])
})

it('is changed by whose it is, and a body’s by who runs the body', async () => {
  const own = await keep(room.convenor, '我的', 'view=mine')
  const ofBody = await keep(room.convenor, '全体', 'view=all', room.bodyId)
  await expect(keep(room.member, '全体二', 'view=all', room.bodyId)).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(keep(room.stranger, '外人', 'view=all')).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(keep(there.secretary, '别处', 'view=all', room.bodyId)).rejects.toMatchObject({ code: 'not_allowed' })
  const rename = (actor: PersonActor, id: typeof own) => renameView(t.db, actor, { id, name: '改了' }, at)
  await expect(rename(room.secretary, own)).rejects.toMatchObject({ code: 'not_found' })
  await expect(rename(room.member, ofBody)).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(rename(there.secretary, ofBody)).rejects.toMatchObject({ code: 'not_found' })
  await expect(removeView(t.db, room.member, ofBody, at)).rejects.toMatchObject({ code: 'not_allowed' })
  await rename(room.secretary, ofBody)
  const was = await removeView(t.db, room.secretary, ofBody, at)
  expect(was).toEqual({ name: '改了', bodyId: room.bodyId, query: 'view=all' })
  expect(await names(room.convenor)).not.toContain('改了')
  await keepView(t.db, room.secretary, was, at)
  expect(await names(room.convenor)).toContain('改了')
  const told =
    await t.sql`select verb from events where verb like 'ledger-view.%' and thing_id = ${ofBody} order by seq`
  expect(told.map(({ verb }) => verb as string)).toEqual([
    'ledger-view.keep',
    'ledger-view.rename',
    'ledger-view.remove',
  ])
})

describe('names', () => {
  it('stand once for each, also when two choose the same at once', async () => {
    const both = await Promise.allSettled([
      keep(room.secretary, '同名', 'view=all', room.bodyId),
      keep(room.convenor, '同名', 'view=late', room.bodyId),
    ])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    // The name of one's own is no other's.
    await keep(room.member, '同名', 'view=mine')
    const id = await keep(room.member, '另一个', 'view=mine')
    await expect(renameView(t.db, room.member, { id, name: '同名' }, at)).rejects.toMatchObject({
      fields: { name: 'taken' },
    })
  })
  it('are so many and no more', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: mostViews + 5 }, (_, n) => keep(there.member, `视图${n}`, 'view=all')),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(mostViews)
    const rows = await t.db.select().from(ledgerViews).where(eq(ledgerViews.personId, there.member.personId))
    expect(rows).toHaveLength(mostViews)
  })
})

it('says what it narrows by and is gone', async () => {
  const view = async () => (await readViews(t.db, there.secretary)).find(({ name }) => name === '家委会')
  await keep(there.secretary, '家委会', `unit=${there.unit.family}&meeting=${there.meetingId}`)
  expect((await view())!.gone).toEqual([])
  await t.db.update(bodyUnits).set({ takenOutAt: at }).where(eq(bodyUnits.unitId, there.unit.family))
  expect((await view())!.gone).toEqual(['unit'])
  await t.sql`update meetings set cancelled_at = ${at.toISOString()} where id = ${there.meetingId}`
  expect((await view())!.gone).toEqual(['unit', 'meeting'])
})
