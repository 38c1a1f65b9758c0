import { describe, expect, it } from 'vitest'
import type { Actor, Thing } from '@/server/access'
import { BodyId, CountyId, PersonId, UnitId } from '@/server/ids'
import { ActionItemState } from './contract'
import { daysBetween, fillOf, findStep, itemNumber, stepsFor, warningOf } from './model'

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const countyId = CountyId.parse(uuid(1))
const bodyId = BodyId.parse(uuid(2))
const leadUnitId = UnitId.parse(uuid(3))
const otherUnit = UnitId.parse(uuid(4))
const item: Thing & { kind: 'actionItem' } = {
  kind: 'actionItem',
  countyId,
  bodyId,
  leadUnitId,
  assistingUnitIds: [],
  readers: null,
}
const person = (n: number, office: 'convenor' | 'secretary' | 'liaison' | 'observer', unitId = leadUnitId): Actor => ({
  kind: 'person',
  countyId,
  personId: PersonId.parse(uuid(n)),
  name: 'x',
  sessionId: null,
  tokenId: null,
  adminRoles: [],
  memberships: [{ bodyId, unitId, unitKind: 'school', office }],
})
const to = (actor: Actor, from: ActionItemState, reportedBy: string | null = null) =>
  stepsFor(actor, item, from, reportedBy).map((step) => step.to)

describe('steps of an action item', () => {
  it('lets exactly the pairs of the table happen', () => {
    const pairs = ActionItemState.options.flatMap((from) =>
      ActionItemState.options.filter((each) => findStep(from, each)).map((each) => `${from}>${each}`),
    )
    expect(pairs).toEqual([
      'todo>doing',
      'todo>stopped',
      'doing>toVerify',
      'doing>stopped',
      'toVerify>doing',
      'toVerify>done',
      'done>doing',
      'stopped>todo',
    ])
  })

  it('lets the lead unit report and never verify', () => {
    const liaison = person(10, 'liaison')
    expect(to(liaison, 'todo')).toEqual(['doing'])
    expect(to(liaison, 'doing')).toEqual(['toVerify'])
    expect(to(liaison, 'toVerify')).toEqual([])
    expect(to(liaison, 'done')).toEqual([])
  })

  it('offers nothing to other units, observers and nobody', () => {
    for (const from of ActionItemState.options) {
      expect(to(person(11, 'liaison', otherUnit), from)).toEqual([])
      expect(to(person(12, 'observer'), from)).toEqual([])
      expect(to({ kind: 'anonymous' }, from)).toEqual([])
    }
  })

  it('never lets the one who reported close it', () => {
    const secretary = person(13, 'secretary', otherUnit)
    expect(to(secretary, 'toVerify')).toEqual(['done', 'doing'])
    expect(to(secretary, 'toVerify', uuid(13))).toEqual(['doing'])
    expect(to(secretary, 'toVerify', uuid(99))).toEqual(['done', 'doing'])
  })
})

describe('what time makes of it', () => {
  const today = '2026-11-24'
  it('counts days by the calendar', () => {
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2)
    expect(daysBetween(today, '2026-11-23')).toBe(-1)
  })
  it('warns blue at ten days, yellow at three, red after the day', () => {
    expect(warningOf('doing', '2026-12-05', today)).toBe(null)
    expect(warningOf('doing', '2026-12-04', today)).toBe('blue')
    expect(warningOf('doing', '2026-11-27', today)).toBe('yellow')
    expect(warningOf('todo', today, today)).toBe('yellow')
    expect(warningOf('todo', '2026-11-23', today)).toBe('late')
    expect(warningOf('done', '2026-11-23', today)).toBe(null)
    expect(warningOf('stopped', '2026-11-23', today)).toBe(null)
    expect(warningOf('toVerify', '2026-11-23', today)).toBe(null)
    expect(warningOf('doing', null, today)).toBe(null)
  })
  it('draws a reported item as waiting, however late', () => {
    expect(fillOf('toVerify', '2026-01-01', today)).toBe('toVerify')
    expect(fillOf('doing', '2026-01-01', today)).toBe('late')
  })
  it('numbers by issue', () => expect(itemNumber(7, 3)).toBe('7-03'))
})
