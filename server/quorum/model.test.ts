import { expect, test } from 'vitest'
import type { UnitKind } from '@/server/rooms/contract'
import { presentUnits, quorumOf, requiredOf, type QuorumRules } from './model'

test.each([
  ['a count is that many, however few units there are', { count: 3 }, 2, 3],
  ['2/3 of four is three', { numerator: 2, denominator: 3 }, 4, 3],
  ['2/3 of three is two', { numerator: 2, denominator: 3 }, 3, 2],
  ['1/2 of five is three', { numerator: 1, denominator: 2 }, 5, 3],
  ['all', { numerator: 1, denominator: 1 }, 7, 7],
  ['a share of none is none', { numerator: 1, denominator: 2 }, 0, 0],
] as const)('%s', (_, rule, units, required) => {
  expect(requiredOf(rule, units)).toBe(required)
})

const units = (
  [
    ['gov', 'government'],
    ['edu', 'department'],
    ['police', 'department'],
    ['health', 'department'],
    ['pta', 'family'],
  ] as [string, UnitKind][]
).map(([id, kind]) => ({ id, kind }))

const half = { numerator: 1, denominator: 2 }
test.each<[string, QuorumRules, string[], 'none' | 'met' | 'missed']>([
  ['no rule: nothing to miss, even with nobody there', {}, [], 'none'],
  ['two of three departments', { department: { numerator: 2, denominator: 3 } }, ['edu', 'police'], 'met'],
  ['one short', { department: { numerator: 2, denominator: 3 } }, ['edu', 'pta', 'gov'], 'missed'],
  ['a unit counts once, whoever came for it', { department: { count: 2 } }, ['edu', 'edu', 'edu'], 'missed'],
  ['a unit that is not of the body does not count', { family: { count: 1 } }, ['elsewhere'], 'missed'],
  ['each kind with a rule must be met', { department: half, family: half }, ['edu', 'police'], 'missed'],
  ['… and when both are', { department: half, family: half }, ['edu', 'police', 'pta'], 'met'],
  ['a rule for a kind without units cannot be met by a count', { society: { count: 1 } }, ['gov'], 'missed'],
  ['… but a share of none is there', { society: half }, [], 'met'],
])('%s', (_, rules, present, state) => {
  expect(quorumOf(units, rules, present).state).toBe(state)
})

test('says of each kind how many there are, are here and must be', () => {
  const { kinds, units: all, present } = quorumOf(units, { department: half }, ['gov', 'police', 'police'])
  expect({ all, present }).toEqual({ all: 5, present: 2 })
  expect(kinds).toEqual([
    { kind: 'government', units: 1, present: 1, required: null, isMet: true },
    { kind: 'department', units: 3, present: 1, required: 2, isMet: false },
    { kind: 'family', units: 1, present: 0, required: null, isMet: true },
  ])
})

test('who was not let in, was thrown out, only watches or comes for no unit makes no unit present', () => {
  const seat = { role: 'speaker' as const, admission: 'admitted', bannedAt: null, unitId: 'edu' }
  expect(
    presentUnits([
      seat,
      { ...seat, role: 'listener', unitId: 'pta' },
      { ...seat, role: 'observer', unitId: 'a' },
      { ...seat, admission: 'waiting', unitId: 'b' },
      { ...seat, admission: 'expected', unitId: 'c' },
      { ...seat, bannedAt: new Date(0), unitId: 'd' },
      { ...seat, unitId: null },
    ]),
  ).toEqual(['edu', 'pta'])
})
