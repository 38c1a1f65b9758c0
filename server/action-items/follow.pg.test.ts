// Every deed × state × person against the written table; a hundred reports, an extension and a closing at once; bad input.
import { asc, eq, sql as raw } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { actionItemChanges, actionItems, actionItemUnits } from '@/db/schema/action-items'
import { followRules, itemExtensions } from '@/db/schema/follow-up'
import type { PersonActor } from '@/server/access'
import { takeOutUnit } from '@/server/bodies/edit-unit'
import { AppError } from '@/server/errors'
import { followUp } from '@/server/follow-up/follow-up'
import { ActionItemId, ExtensionId, LocalId, type UnitId } from '@/server/ids'
import { dayIn } from '@/server/people/read-person'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { askExtension } from './ask-extension'
import { chaseItem } from './chase'
import { commentItem } from './comment'
import { ActionItemState, HandOverForm, ReportForm, AskExtensionForm, SplitForm } from './contract'
import { decideExtension } from './decide-extension'
import { handOverItem } from './hand-over'
import { makeItemLink, openItemLink, revokeItemLinks } from './make-link'
import { addDays, deedNames, findStep, type Deed } from './model'
import { reportItem } from './report'
import { setLabels } from './set-labels'
import { setParent } from './set-parent'
import { setState } from './set-state'
import { splitItem } from './split-item'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let liaison: PersonActor
let helper: PersonActor
let leadsItAndRuns: PersonActor
const today = dayIn('Asia/Shanghai', at)
const key = () => crypto.randomUUID()

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
  liaison = await room.person('学校联络员', 'liaison', room.unit.school)
  helper = await room.person('家委会', 'liaison', room.unit.family)
  leadsItAndRuns = await room.person('学校秘书', 'secretary', room.unit.school)
})

let numbers = 1
async function make(change: Partial<typeof actionItems.$inferInsert> = {}, assisting: UnitId[] = []) {
  const id = ActionItemId.parse(crypto.randomUUID())
  await test.db.insert(actionItems).values({
    countyId: room.countyId,
    id,
    documentId: room.documentId,
    localId: LocalId.parse(crypto.randomUUID()),
    meetingId: room.meetingId,
    // With room between them for parts, which take the next one.
    number: (numbers += 10),
    title: '放学时段交通疏导方案',
    leadUnitId: room.unit.school,
    dueOn: addDays(today, 20),
    // As after the minutes are final.
    origin: 'split',
    createdAt: at,
    changedAt: at,
    ...change,
  })
  for (const unitId of assisting)
    await test.db.insert(actionItemUnits).values({ countyId: room.countyId, actionItemId: id, unitId })
  return id
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) =>
      error instanceof AppError ? [error.code, ...Object.values(error.fields)].join(' ') : String(error),
  )
const rowOf = async (id: ActionItemId) => (await test.db.select().from(actionItems).where(eq(actionItems.id, id)))[0]!
const historyOf = (id: ActionItemId) =>
  test.db
    .select()
    .from(actionItemChanges)
    .where(eq(actionItemChanges.actionItemId, id))
    .orderBy(asc(actionItemChanges.seq))
const report = (text = '已踏勘', more: Partial<Parameters<typeof ReportForm.parse>[0] & object> = {}) =>
  ReportForm.parse({ text, percent: '40', onceKey: key(), ...more })

async function ask(who: PersonActor, id: ActionItemId, days = 40) {
  const form = AskExtensionForm.parse({ toDue: addDays(today, days), reason: '雨季' })
  return askExtension(test.db, who, room.countyId, id, form, at)
}
async function insertAsked(id: ActionItemId, by: PersonActor): Promise<ExtensionId> {
  const extensionId = ExtensionId.parse(crypto.randomUUID())
  await test.db.insert(itemExtensions).values({
    countyId: room.countyId,
    id: extensionId,
    actionItemId: id,
    fromDue: addDays(today, 20),
    toDue: addDays(today, 40),
    reason: '雨季',
    unitId: room.unit.school,
    askedById: by.personId,
    askedAt: at,
  })
  return extensionId
}

/** Each deed as it would be done, whatever the state. */
async function doIt(deed: Deed, who: PersonActor, id: ActionItemId, state: ActionItemState, reporter: PersonActor) {
  const { countyId } = room
  const step = (to: ActionItemState) => setState(test.db, who, countyId, id, { from: state, to, remark: '因故' }, at)
  switch (deed) {
    case 'start':
      return step('doing')
    case 'submit':
      return step('toVerify')
    case 'close':
      return step('done')
    case 'return':
    case 'reopen':
      return step('doing')
    case 'stop':
      return step('stopped')
    case 'resume':
      return step('todo')
    case 'report':
      return reportItem(test.db, who, countyId, id, report(), at)
    case 'ask-extension':
      return ask(who, id)
    case 'decide-extension': {
      const extensionId = await insertAsked(id, reporter)
      return decideExtension(test.db, who, countyId, id, { extensionId, decision: 'granted', word: '' }, at)
    }
    case 'chase':
      return chaseItem(test.db, who, countyId, id, { word: '请报送', keep: false }, at)
    case 'comment':
      return commentItem(test.db, who, countyId, id, { word: '已知', keep: false }, at)
    case 'hand-over': {
      const form = { fromUnitId: room.unit.school, toUnitId: room.unit.family, ownerPersonId: null, reason: '调整' }
      return handOverItem(test.db, who, countyId, id, { ...form, keep: false }, at)
    }
    case 'split': {
      const form = { title: '第一步', deliverable: '', leadUnitId: room.unit.family, dueOn: null, onceKey: key() }
      return splitItem(test.db, who, countyId, id, form, at)
    }
    case 'label':
      return setLabels(test.db, who, countyId, id, { priority: 'high', tags: [] }, at)
  }
}

/**
 * Written by hand. Columns: todo doing toVerify done stopped. r: who runs the body and is not of the lead unit; s: who runs
 * it and is; l: of the lead unit; a: of an assisting unit; R: the one of r who reported it finished or asked.
 */
const table: Record<Deed, readonly [string, string, string, string, string]> = {
  start: ['rslR', '', '', '', ''],
  report: ['rslaR', 'rslaR', 'rslaR', '', ''],
  submit: ['', 'rslR', '', '', ''],
  close: ['', '', 'r', '', ''],
  return: ['', '', 'rR', '', ''],
  reopen: ['', '', '', 'rR', ''],
  stop: ['rsR', 'rsR', '', '', ''],
  resume: ['', '', '', '', 'rsR'],
  'ask-extension': ['sl', 'sl', '', '', ''],
  'decide-extension': ['r', 'r', 'r', '', ''],
  chase: ['rsR', 'rsR', '', '', ''],
  'hand-over': ['rsR', 'rsR', 'rsR', '', ''],
  split: ['rslR', 'rslR', '', '', ''],
  label: ['rsR', 'rsR', 'rsR', '', ''],
  comment: ['rslaR', 'rslaR', 'rslaR', 'rslaR', 'rslaR'],
}

describe('the table of states', () => {
  it('has a row for every deed', () => expect(Object.keys(table).sort()).toEqual([...deedNames].sort()))

  it.each(deedNames)('%s: by whom and from where, and nothing else', async (deed) => {
    const people = {
      r: room.convenor,
      s: leadsItAndRuns,
      l: liaison,
      a: helper,
      R: room.secretary,
      observer: room.observer,
      stranger: room.stranger,
    }
    const wrong: string[] = []
    for (const [column, state] of ActionItemState.options.entries())
      for (const [name, who] of Object.entries(people)) {
        const id = await make({ state, lastSeq: 1 }, [room.unit.family])
        await test.db.insert(actionItemChanges).values({
          countyId: room.countyId,
          id: crypto.randomUUID(),
          actionItemId: id,
          seq: 1,
          fromState: 'doing',
          toState: 'toVerify',
          byName: room.secretary.name,
          byId: room.secretary.personId,
          at,
        })
        // A step that leads elsewhere from here is another deed: return and reopen share their goal with start.
        const goal = { start: 'doing', return: 'doing', reopen: 'doing' }[deed as string]
        if (goal && findStep(state, 'doing')?.deed !== deed && findStep(state, 'doing')) continue
        const before = await rowOf(id)
        const told = await code(doIt(deed, who, id, state, room.secretary))
        const isMeant = table[deed][column]!.includes(name)
        if ((told === 'done') !== isMeant) wrong.push(`${deed} from ${state} by ${name}: ${told}`)
        if (told === 'done') continue
        if (!['not_allowed', 'not_found', 'conflict'].includes(told)) wrong.push(`${deed} ${state} ${name}: ${told}`)
        const after = await rowOf(id)
        if (JSON.stringify(after) !== JSON.stringify(before)) wrong.push(`${deed} ${state} ${name}: changed something`)
      }
    expect(wrong).toEqual([])
  })
})

it('takes a hundred reports, an extension and a closing at once: one order, nothing lost, nothing twice', async () => {
  const id = await make({ state: 'toVerify' }, [room.unit.family])
  const extensionId = await insertAsked(id, liaison)
  const keys = Array.from({ length: 100 }, key)
  const reporting = keys.map((onceKey, n) =>
    code(
      reportItem(test.db, n % 3 === 0 ? helper : liaison, room.countyId, id, report(`第${n}次`, { onceKey }), at).then(
        (isNew) => expect(isNew).toBe(true),
      ),
    ),
  )
  const answers = await Promise.all([
    ...reporting.slice(0, 50),
    code(
      decideExtension(test.db, room.convenor, room.countyId, id, { extensionId, decision: 'granted', word: '' }, at),
    ),
    code(setState(test.db, room.convenor, room.countyId, id, { from: 'toVerify', to: 'done' }, at)),
    ...reporting.slice(50),
  ])
  const history = await historyOf(id)
  expect(history.map((row) => row.seq)).toEqual(history.map((_, index) => index + 1))
  const reported = history.filter((row) => row.kind === 'report').map((row) => row.onceKey)
  const taken = answers.filter((_, n) => n !== 50 && n !== 51)
  // Every report is either stored or was told that the item is closed.
  expect(reported).toHaveLength(taken.filter((answer) => answer === 'done').length)
  expect(new Set(reported).size).toBe(reported.length)
  expect(taken.filter((answer) => answer !== 'done' && answer !== 'conflict')).toEqual([])
  expect(answers[51]).toBe('done')
  const closing = history.find((row) => row.toState === 'done' && row.kind === 'state')!
  expect(history.filter((row) => row.seq > closing.seq)).toEqual([])
  const row = await rowOf(id)
  expect(row).toMatchObject({ state: 'done', lastSeq: history.length })
  expect(row.dueOn).toBe(answers[50] === 'done' ? addDays(today, 40) : addDays(today, 20))
})

it('stores once what is sent twice, also at the same moment', async () => {
  const id = await make()
  const once = report('一次')
  const told = await Promise.all(
    Array.from({ length: 6 }, () => reportItem(test.db, liaison, room.countyId, id, once, at)),
  )
  expect(told.filter(Boolean)).toHaveLength(1)
  expect((await historyOf(id)).map((row) => row.kind)).toEqual(['state', 'report'])
})

it('sends who verifies to look again after a later report, and not after a comment', async () => {
  const id = await make({ state: 'doing' })
  await reportItem(test.db, liaison, room.countyId, id, report('办完', { finished: '1' }), at)
  const seen = (await rowOf(id)).lastSeq
  const close = () =>
    code(setState(test.db, room.convenor, room.countyId, id, { from: 'toVerify', to: 'done', seen }, at))
  await reportItem(test.db, liaison, room.countyId, id, report('还有一处没改'), at)
  expect(await close()).toBe('look_again')
  const again = (await rowOf(id)).lastSeq
  await commentItem(test.db, helper, room.countyId, id, { word: '看过', keep: false }, at)
  const told = setState(test.db, room.convenor, room.countyId, id, { from: 'toVerify', to: 'done', seen: again }, at)
  expect(await code(told)).toBe('done')
  const closing = (await historyOf(id)).at(-1)!
  expect(closing).toMatchObject({ byName: room.convenor.name, toState: 'done' })
})

describe('extensions', () => {
  it('is asked on the last day and not on the next; the asker never decides', async () => {
    const id = await make({ dueOn: today })
    const next = new Date(at.getTime() + 86_400_000)
    const form = AskExtensionForm.parse({ toDue: addDays(today, 9), reason: '雨季' })
    expect(await code(askExtension(test.db, liaison, room.countyId, id, form, next))).toBe('invalid_input overdue')
    const extensionId = await askExtension(test.db, liaison, room.countyId, id, form, at)
    expect(await code(ask(room.member, id))).toBe('conflict')
    const decide = (who: PersonActor) =>
      code(
        decideExtension(test.db, who, room.countyId, id, { extensionId, decision: 'refused', word: '不宜再拖' }, next),
      )
    expect(await decide(leadsItAndRuns)).toBe('not_allowed')
    expect(await decide(room.convenor)).toBe('done')
    expect(await decide(room.secretary)).toBe('conflict')
    expect((await rowOf(id)).dueOn).toBe(today)
  })

  it.each([
    ['0', 'invalid_input notLater'],
    ['-1', 'invalid_input notLater'],
    ['900', 'invalid_input tooFar'],
  ])('refuses %s days more', async (days, told) => {
    expect(await code(ask(liaison, await make({ dueOn: addDays(today, 5) }), 5 + Number(days)))).toBe(told)
  })

  it('reads days that exist: 29 February of a leap year and no other', () => {
    const read = (toDue: string) => AskExtensionForm.safeParse({ toDue, reason: 'x' }).success
    expect([read('2028-02-29'), read('2027-02-29'), read('2027-13-01'), read('明天')]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  it('leaves dates and leads to the minutes until they are final', async () => {
    const id = await make({ origin: 'minutes' })
    expect(await code(ask(liaison, id))).toBe('text_not_final')
    const form = { fromUnitId: room.unit.school, toUnitId: room.unit.family, ownerPersonId: null, reason: 'x' }
    const told = handOverItem(test.db, room.convenor, room.countyId, id, { ...form, keep: false }, at)
    expect(await code(told)).toBe('text_not_final')
    await test.db.execute(raw`update documents set frozen_at = now() where id = ${room.documentId}`)
    expect(await code(ask(liaison, id))).toBe('done')
  })
})

it('refuses percentages that are none', () => {
  const read = (percent: string) => ReportForm.safeParse({ text: 'x', percent, onceKey: key() }).success
  expect(['0', '100', '101', '-1', '50.5', 'viel', ''].map(read)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    true,
  ])
})

it('knows nothing of an item of another county', async () => {
  const other = await makeTestRoom(test.db)
  const id = await make()
  const told = (who: PersonActor, countyId = other.countyId) =>
    code(reportItem(test.db, who, countyId, id, report(), at))
  expect(await told(other.member)).toBe('not_found')
  expect(await told(other.member, room.countyId)).toBe('not_found')
  expect(await historyOf(id)).toEqual([])
})

describe('handing over', () => {
  const handOver = (id: ActionItemId, ownerPersonId: string, toUnitId: string = room.unit.family) =>
    handOverItem(
      test.db,
      room.secretary,
      room.countyId,
      id,
      HandOverForm.parse({ fromUnitId: room.unit.school, toUnitId, ownerPersonId, reason: '撤并' }),
      at,
    )
  it('lets no unit leave that leads open items, also in the same moment', async () => {
    const unitId = room.unit.family
    const id = await make({ leadUnitId: unitId })
    await test.db.execute(raw`delete from memberships where person_id = ${helper.personId}`)
    const leave = () => code(takeOutUnit(test.db, room.convenor, room.countyId, { bodyId: room.bodyId, unitId }, at))
    expect(await leave()).toBe('invalid_input leadsItems')
    const form = HandOverForm.parse({ fromUnitId: unitId, toUnitId: room.unit.school, ownerPersonId: '', reason: 'x' })
    await handOverItem(test.db, room.secretary, room.countyId, id, form, at)
    // Back to it while it leaves: one of the two is refused, whichever comes second.
    const back = HandOverForm.parse({ fromUnitId: room.unit.school, toUnitId: unitId, ownerPersonId: '', reason: 'x' })
    const [left, given] = await Promise.all([
      leave(),
      code(handOverItem(test.db, room.secretary, room.countyId, id, back, at)),
    ])
    expect([left, given].filter((told) => told === 'done')).toHaveLength(1)
  })

  it('takes no owner who has left, and writes down who had it before', async () => {
    const id = await make({ owner: '张主任' })
    await test.db.execute(raw`update memberships set until_on = from_on, ended_at = ${at.toISOString()}
      where person_id = ${helper.personId}`)
    expect(await code(handOver(id, helper.personId))).toBe('invalid_input left')
    expect(await code(handOver(id, ''))).toBe('done')
    expect((await historyOf(id)).at(-1)!.detail).toMatchObject({ fromOwner: '张主任', toUnitId: room.unit.family })
    expect(await code(handOver(id, ''))).toBe('conflict')
  })
})

describe('parts', () => {
  const under = (id: ActionItemId, parentId: ActionItemId | null) =>
    code(setParent(test.db, room.secretary, room.countyId, id, parentId, at))
  it('makes no circle, also when two halves of it are made at once', async () => {
    const [a, b, c] = [await make(), await make(), await make()]
    expect(await under(a, a)).toBe('invalid_input cycle')
    const told = await Promise.all([under(a, b), under(b, a)])
    expect(told.toSorted()).toEqual(['done', 'invalid_input cycle'])
    const [top, low] = told[0] === 'done' ? [b, a] : [a, b]
    expect(await under(c, low)).toBe('done')
    expect(await under(top, c)).toBe('invalid_input cycle')
    expect(await under(await make(), c)).toBe('invalid_input tooDeep')
  })

  it('keeps to its body', async () => {
    const other = await makeTestRoom(test.db, { inCounty: room.countyId }).catch(() => null)
    const id = await make()
    if (other) {
      const foreign = await make({ meetingId: other.meetingId, documentId: other.documentId })
      expect(await under(id, foreign)).toBe('invalid_input unknown')
    }
    expect(await under(id, ActionItemId.parse(crypto.randomUUID()))).toBe('invalid_input unknown')
  })

  it.each([
    ['in the past', (today: string) => addDays(today, -1), null, 'invalid_input past'],
    ['today', (today: string) => today, null, 'done'],
    ['in the year 9999, of an item without a day', () => '9999-12-31', null, 'invalid_input tooFar'],
    ['after the item’s own', (today: string) => addDays(today, 21), 20, 'invalid_input afterParent'],
    ['on 29 February of a leap year', () => '2028-02-29', null, 'done'],
  ])('takes a day that a plan can mean: %s', async (_, dayOf, parentDays, told) => {
    const id = await make({ state: 'doing', dueOn: parentDays === null ? null : addDays(today, parentDays) })
    const typed = { title: '第一步', leadUnitId: room.unit.family, dueOn: dayOf(today), onceKey: key() }
    const work = splitItem(test.db, liaison, room.countyId, id, SplitForm.parse(typed), at)
    expect(await code(work)).toBe(told)
    expect(SplitForm.safeParse({ ...typed, dueOn: '2027-02-29' }).success).toBe(false)
  })

  it('is done after its parts, and a part opens again only under an open item', async () => {
    const id = await make({ state: 'doing' })
    const form = { title: '第一步', deliverable: '', leadUnitId: room.unit.family, dueOn: null, onceKey: key() }
    const part = (await splitItem(test.db, liaison, room.countyId, id, form, at))!
    expect(await splitItem(test.db, liaison, room.countyId, id, form, at)).toBe(null)
    const set = (which: ActionItemId, state: ActionItemState) =>
      test.db.update(actionItems).set({ state }).where(eq(actionItems.id, which))
    await set(id, 'toVerify')
    const step = (which: ActionItemId, from: ActionItemState, to: ActionItemState) =>
      code(setState(test.db, room.convenor, room.countyId, which, { from, to, remark: '因故' }, at))
    expect(await step(id, 'toVerify', 'done')).toBe('invalid_input openParts')
    await set(part, 'done')
    const told = await Promise.all([step(id, 'toVerify', 'done'), step(part, 'done', 'doing')])
    expect(told.filter((answer) => answer === 'done')).toHaveLength(1)
  })
})

describe('by rule', () => {
  // What the tests before have left is nothing of theirs.
  beforeEach(async () => {
    await test.db.update(actionItems).set({ withdrawnAt: at })
  })
  const days = (n: number) => new Date(at.getTime() + n * 86_400_000)
  const kinds = async (id: ActionItemId) =>
    (await historyOf(id)).filter((row) => row.via === 'rule').map((row) => `${row.kind} ${String(row.onceKey)}`)

  it('warns, chases and brings to the convenor once each, on two nodes and after every look', async () => {
    const dueOn = addDays(today, 20)
    const id = await make({ dueOn })
    for (let day = 0; day <= 30; day++) {
      await Promise.all([followUp(test.db, days(day)), followUp(test.db, days(day))])
      await followUp(test.db, days(day))
    }
    expect(await kinds(id)).toEqual([
      `warned blue:${dueOn}`,
      `chased chase:${dueOn}`,
      `chased overdue:${dueOn}`,
      `escalated escalate:${dueOn}`,
    ])
    const [told] = await test.db.execute<{ convenor: number; lead: number }>(raw`select
      count(*) filter (where kind = 'item.escalated' and person_id = ${room.convenor.personId})::int as convenor,
      count(*) filter (where kind = 'item.chased' and person_id = ${liaison.personId})::int as lead
      from notifications where thing_id = ${id}`)
    expect(told).toEqual({ convenor: 1, lead: 2 })
  })

  it('keeps to the days of the body, and is silent about what was reported', async () => {
    await test.db.insert(followRules).values({
      countyId: room.countyId,
      bodyId: room.bodyId,
      blueDays: 30,
      yellowDays: 15,
      chaseDays: null,
      escalateDays: null,
    })
    const dueOn = addDays(today, 20)
    const [id, reported] = [await make({ dueOn }), await make({ dueOn, state: 'toVerify' })]
    for (const day of [0, 3, 6, 19, 21, 40]) await followUp(test.db, days(day))
    expect(await kinds(id)).toEqual([`warned blue:${dueOn}`, `warned yellow:${dueOn}`])
    expect(await kinds(reported)).toEqual([])
  })
})

describe('a personal link', () => {
  it('is for who has to report there, works many times, and ends', async () => {
    const id = await make()
    const link = (who: PersonActor) => makeItemLink(test.db, room.secretary, room.countyId, id, who.personId, at)
    expect(await code(link(room.stranger))).toBe('invalid_input left')
    expect(await code(link(helper))).toBe('invalid_input left')
    const { path } = await link(liaison)
    const secret = path.slice('/r/'.length)
    expect(secret).toMatch(/^[\w-]{32}$/)
    for (let n = 0; n < 2; n++) expect((await openItemLink(test.db, secret, at)).person.personId).toBe(liaison.personId)
    const later = new Date(at.getTime() + 31 * 86_400_000)
    expect(await code(openItemLink(test.db, secret, later))).toBe('link_expired')
    expect(await code(openItemLink(test.db, `${secret.slice(1)}x`, at))).toBe('link_unknown')
    await revokeItemLinks(test.db, room.secretary, room.countyId, id, liaison.personId, at)
    expect(await code(openItemLink(test.db, secret, at))).toBe('link_revoked')
  })
})
