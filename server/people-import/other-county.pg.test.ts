// Another county's ids in every place of the duties and the import where an id can be put: told nothing, nothing changed.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { actionItems } from '@/db/schema/action-items'
import { duties, dutyChanges, dutyUnits } from '@/db/schema/duties'
import { importBatches } from '@/db/schema/import-batches'
import { people } from '@/db/schema/people'
import type { PersonActor } from '@/server/access'
import { setItemDuty } from '@/server/action-items/set-duty'
import { addDuty } from '@/server/duties/add-duty'
import { DutyForm } from '@/server/duties/contract'
import { editDuty } from '@/server/duties/edit-duty'
import { endDuty } from '@/server/duties/end-duty'
import { exportDuties } from '@/server/duties/export'
import { loadStarter } from '@/server/duties/load-starter'
import { moveDuty } from '@/server/duties/move-duty'
import { readDuty, readItemDuty, readMatrix } from '@/server/duties/read'
import { setPart } from '@/server/duties/set-part'
import { AppError } from '@/server/errors'
import { ActionItemId, LocalId } from '@/server/ids'
import { buildWorker } from '@/tests/support/build-worker'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom } from '@/tests/support/room'
import { confirmImport } from './confirm'
import { prepareImport } from './prepare'
import { listBatches, readBatch } from './read'

type House = Awaited<ReturnType<typeof makeHouse>>
let test: Awaited<ReturnType<typeof createTestDatabase>>
let thread: Awaited<ReturnType<typeof buildWorker>>
let ours: House
let theirs: House

const form = (
  house: { unit: { school: string; family: string } },
  lead = house.unit.school,
  helping = house.unit.family,
) => DutyForm.parse({ title: '护学岗', fromOn: '2026-09-01', leadUnitId: lead, assistingUnitIds: [helping] })
const file = (name: string) => ({
  fileName: 'a.csv',
  bytes: new Uint8Array(
    new TextEncoder().encode(`姓名,手机,教联体,单位,单位类别,职务\n${name},13900000001,,实验小学,,成员\n`),
  ),
})

async function makeHouse() {
  const room = await makeTestRoom(test.db)
  const me: PersonActor = { ...room.secretary, adminRoles: ['security', 'system'] }
  const place = { countyId: room.countyId, bodyId: room.bodyId }
  const dutyId = await addDuty(test.db, me, place, form(room), at)
  const secondId = await addDuty(test.db, me, place, form(room), at)
  const itemId = ActionItemId.parse(crypto.randomUUID())
  await test.db.insert(actionItems).values({
    ...{ countyId: room.countyId, id: itemId, documentId: room.documentId, meetingId: room.meetingId },
    ...{ localId: LocalId.parse(crypto.randomUUID()), number: 1, title: '排班', createdAt: at, changedAt: at },
  })
  const options = { today: '2026-09-16', worker: thread.file }
  const batchId = await prepareImport(test.db, me, file('王芳'), options, at)
  return { ...room, me, dutyId, secondId, itemId, batchId }
}

beforeAll(async () => {
  test = await createTestDatabase()
  thread = await buildWorker('server/people-import/read-people.worker.ts')
  ours = await makeHouse()
  theirs = await makeHouse()
})
afterAll(async () => {
  thread.drop()
  await test.drop()
})

const everything = async () =>
  JSON.stringify([
    await test.db.select().from(duties).orderBy(duties.id),
    await test.db.select().from(dutyUnits).orderBy(dutyUnits.dutyId, dutyUnits.unitId),
    await test.db.select().from(dutyChanges).orderBy(dutyChanges.id),
    await test.db.select().from(actionItems).orderBy(actionItems.id),
    await test.db.select().from(importBatches).orderBy(importBatches.id),
    await test.db.select().from(people).orderBy(people.id),
  ])

/** We are who asks; `county` is what a command is told, which a page takes from who asks and nobody can send. */
const places: readonly [string, (us: House, them: House) => Promise<unknown>, string][] = [
  ['read the matrix of their body', (us, them) => readMatrix(test.db, us.me, them.bodyId), 'not_found'],
  [
    'export it',
    (us, them) => exportDuties(test.db, us.me, { bodyId: them.bodyId, format: 'csv', locale: 'en' }),
    'not_found',
  ],
  ['read their duty in their body', (us, them) => readDuty(test.db, us.me, them.bodyId, them.dutyId), 'not_found'],
  ['read their duty in our body', (us, them) => readDuty(test.db, us.me, us.bodyId, them.dutyId), 'not_found'],
  ['read the duty of their item', (us, them) => readItemDuty(test.db, us.me, them.itemId), 'not_found'],
  [
    'add to their body in our county',
    (us, them) => addDuty(test.db, us.me, { countyId: us.countyId, bodyId: them.bodyId }, form(us), at),
    'not_allowed',
  ],
  ['add in their county', (us, them) => addDuty(test.db, us.me, them, form(them), at), 'not_allowed'],
  [
    'give the lead to their unit',
    (us, them) => addDuty(test.db, us.me, us, form(us, them.unit.school), at),
    'invalid_input',
  ],
  [
    'let their unit assist',
    (us, them) => addDuty(test.db, us.me, us, form(us, us.unit.school, them.unit.family), at),
    'invalid_input',
  ],
  ['edit their duty', (us, them) => editDuty(test.db, us.me, us.countyId, them.dutyId, 1, form(us), at), 'not_found'],
  [
    'edit it there',
    (us, them) => editDuty(test.db, us.me, them.countyId, them.dutyId, 1, form(them), at),
    'not_allowed',
  ],
  [
    'edit ours with their unit',
    (us, them) => editDuty(test.db, us.me, us.countyId, us.dutyId, 1, form(us, them.unit.school), at),
    'invalid_input',
  ],
  [
    'a cell of their duty',
    (us, them) =>
      setPart(
        test.db,
        us.me,
        us.countyId,
        { dutyId: them.dutyId, unitId: us.unit.family, part: 'lead', version: 1 },
        at,
      ),
    'not_found',
  ],
  [
    'a cell of ours with their unit',
    (us, them) =>
      setPart(
        test.db,
        us.me,
        us.countyId,
        { dutyId: us.dutyId, unitId: them.unit.family, part: 'lead', version: 1 },
        at,
      ),
    'invalid_input',
  ],
  [
    'move their duty',
    (us, them) => moveDuty(test.db, us.me, us.countyId, { dutyId: them.dutyId, beforeId: null }, at),
    'not_found',
  ],
  [
    'move ours before theirs',
    (us, them) => moveDuty(test.db, us.me, us.countyId, { dutyId: us.dutyId, beforeId: them.dutyId }, at),
    'conflict',
  ],
  [
    'end their duty',
    (us, them) => endDuty(test.db, us.me, us.countyId, { dutyId: them.dutyId, version: 1, reason: 'x' }, at),
    'not_found',
  ],
  [
    'load the starter set into their body',
    (us, them) =>
      loadStarter(
        test.db,
        us.me,
        { countyId: us.countyId, locale: 'en', today: '2026-09-16' },
        { bodyId: them.bodyId, choices: [{ key: 'mechanism', leadUnitId: us.unit.school }] },
        at,
      ),
    'not_allowed',
  ],
  [
    'point their item at a duty',
    (us, them) => setItemDuty(test.db, us.me, us.countyId, them.itemId, { from: null, to: us.dutyId }, at),
    'not_found',
  ],
  [
    'point our item at their duty',
    (us, them) => setItemDuty(test.db, us.me, us.countyId, us.itemId, { from: null, to: them.dutyId }, at),
    'invalid_input',
  ],
  ['preview their import', (us, them) => readBatch(test.db, us.me, them.batchId, at), 'not_found'],
  ['confirm their import', (us, them) => confirmImport(test.db, us.me, them.batchId, at), 'not_found'],
]

it.each(places)('%s', async (_, work, expected) => {
  const before = await everything()
  for (const [us, them] of [
    [ours, theirs],
    [theirs, ours],
  ] as const) {
    const told = await work(us, them).then(
      () => 'done',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    )
    expect(told).toBe(expected)
  }
  expect(await everything()).toBe(before)
})

it('lists one’s own imports only, and takes another county’s people for strangers', async () => {
  expect((await listBatches(test.db, ours.me, at)).map((batch) => batch.id)).toEqual([ours.batchId])
  await confirmImport(test.db, theirs.me, theirs.batchId, at)
  // The same number is somebody else's there: here it is new, whatever their name.
  const options = { today: '2026-09-16', worker: thread.file }
  const id = await prepareImport(test.db, ours.me, file('李明'), options, at)
  expect((await readBatch(test.db, ours.me, id, at)).counts).toMatchObject({
    newPeople: 1,
    knownPeople: 0,
    newUnits: 0,
  })
})

it('does all of it for who asks at home', async () => {
  await expect(readMatrix(test.db, ours.me, ours.bodyId)).resolves.toMatchObject({ body: { id: ours.bodyId } })
  await expect(
    setItemDuty(test.db, ours.me, ours.countyId, ours.itemId, { from: null, to: ours.dutyId }, at),
  ).resolves.toBeUndefined()
})
