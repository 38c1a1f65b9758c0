import { expect, test } from 'vitest'
import { VotePlaceId } from '@/server/ids'
import type { UnitKind } from '@/server/units/contract'
import type { Threshold, VoteBase } from './contract'
import { countVotes, votesNeeded, type CountedPlace, type VoteRules } from './model'

test.each<[Threshold, number, number]>([
  ['simple', 0, 1],
  ['simple', 1, 1],
  ['simple', 2, 2],
  ['simple', 3, 2],
  ['simple', 10, 6],
  ['simple', 11, 6],
  ['two-thirds', 0, 1],
  ['two-thirds', 3, 2],
  ['two-thirds', 4, 3],
  ['two-thirds', 9, 6],
  ['two-thirds', 10, 7],
  ['four-fifths', 5, 4],
  ['four-fifths', 6, 5],
  ['four-fifths', 10, 8],
  ['four-fifths', 0, 1],
])('%s of %i: %i', (threshold, of, needed) => expect(votesNeeded(threshold, of)).toBe(needed))

const rules: VoteRules = {
  kind: 'open',
  base: 'cast',
  threshold: 'simple',
  eachKind: false,
  choices: [],
  isOpinion: false,
}
const idOf = (n: number) => VotePlaceId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)
/** One place a letter: y, n, a as they voted; p present and silent; . away. */
function vote(text: string, change: Partial<VoteRules> = {}, kinds: readonly UnitKind[] = []) {
  const places: CountedPlace[] = [...text].map((letter, n) => ({
    id: idOf(n),
    kind: kinds[n] ?? 'school',
    isPresent: letter !== '.',
  }))
  const given = [...text].flatMap((letter, n) => {
    const choice = 'yna'.indexOf(letter)
    return choice < 0 ? [] : [{ placeId: idOf(n), choice, isByHand: false }]
  })
  return countVotes({ ...rules, ...change }, places, given)
}

test.each<[string, string, VoteBase, Threshold, { of: number; needed: number; outcome: string }]>([
  ['more than half of the ballots', 'yyn', 'cast', 'simple', { of: 3, needed: 2, outcome: 'carried' }],
  ['an abstention is a ballot', 'yaa', 'cast', 'simple', { of: 3, needed: 2, outcome: 'lost' }],
  ['as many for as against', 'yyynnn', 'cast', 'simple', { of: 6, needed: 4, outcome: 'tie' }],
  ['nobody voted', 'ppp.', 'cast', 'simple', { of: 0, needed: 1, outcome: 'lost' }],
  ['nobody voted, of those present', 'ppp.', 'present', 'simple', { of: 3, needed: 2, outcome: 'lost' }],
  ['all abstained', 'aaa', 'cast', 'simple', { of: 3, needed: 2, outcome: 'lost' }],
  ['one vote of one', 'y...', 'cast', 'simple', { of: 1, needed: 1, outcome: 'carried' }],
  ['silence of those present counts against', 'yypp', 'present', 'simple', { of: 4, needed: 3, outcome: 'lost' }],
  [
    'who is away does not count among those present',
    'yyp.',
    'present',
    'simple',
    { of: 3, needed: 2, outcome: 'carried' },
  ],
  ['who is away counts among the entitled', 'yy..', 'entitled', 'simple', { of: 4, needed: 3, outcome: 'lost' }],
  ['2/3 exactly', 'yyyyyynnn', 'cast', 'two-thirds', { of: 9, needed: 6, outcome: 'carried' }],
  ['one short of 2/3', 'yyyyyynnnn', 'cast', 'two-thirds', { of: 10, needed: 7, outcome: 'lost' }],
  ['4/5 exactly', 'yyyyn', 'cast', 'four-fifths', { of: 5, needed: 4, outcome: 'carried' }],
  ['one short of 4/5', 'yyyyyyynnn', 'cast', 'four-fifths', { of: 10, needed: 8, outcome: 'lost' }],
  ['4/5 of the entitled', 'yyyy.', 'entitled', 'four-fifths', { of: 5, needed: 4, outcome: 'carried' }],
  ['an empty electorate', '', 'entitled', 'simple', { of: 0, needed: 1, outcome: 'lost' }],
])('%s', (_, text, base, threshold, expected) => {
  const { of, needed, outcome } = vote(text, { base, threshold })
  expect({ of, needed, outcome }).toEqual(expected)
})

test('somebody who was not there at opening and votes is present', () => {
  const places = [{ id: idOf(0), kind: 'school', isPresent: false } as const]
  const result = countVotes({ ...rules, base: 'present' }, places, [{ placeId: idOf(0), choice: 0, isByHand: false }])
  expect(result).toMatchObject({ present: 1, of: 1, outcome: 'carried' })
})

test('a ballot from outside the electorate, a second one, and an option that there is not are not counted', () => {
  const places = [0, 1].map((n) => ({ id: idOf(n), kind: 'school', isPresent: true }) as const)
  const given = [
    { placeId: idOf(0), choice: 1, isByHand: false },
    { placeId: idOf(0), choice: 0, isByHand: false },
    { placeId: idOf(1), choice: 9, isByHand: false },
    { placeId: idOf(7), choice: 0, isByHand: false },
  ]
  expect(countVotes(rules, places, given)).toMatchObject({ counts: [0, 1, 0], cast: 1 })
})

const three: UnitKind[] = ['department', 'department', 'department', 'school', 'school', 'school', 'family', 'family']
test.each<[string, string, string, VoteBase]>([
  ['each kind agrees', 'yynyynyy', 'carried', 'cast'],
  ['one kind does not, whatever the sum', 'yyyyyyyn', 'lost', 'cast'],
  ['a kind that stayed silent has not agreed', 'yyyyyypp', 'lost', 'cast'],
  ['half of a kind is not more than half', 'yyyyyyyp', 'lost', 'present'],
])('more than half of each kind: %s', (_, text, outcome, base) => {
  expect(vote(text, { eachKind: true, base }, three).outcome).toBe(outcome)
})

test('a secret vote tells kinds apart only when five of every kind voted', () => {
  const kinds: UnitKind[] = [...Array<UnitKind>(5).fill('school'), ...Array<UnitKind>(6).fill('family')]
  expect(vote('yyynnyyyyyn', { kind: 'secret' }, kinds).kinds).toHaveLength(2)
  const withheld = vote('yyynpyyyyyn', { kind: 'secret' }, kinds)
  expect(withheld.kinds).toBeNull()
  expect(withheld.counts).toEqual([8, 2, 0])
  expect(vote('yyynpyyyyyn', {}, kinds).kinds).toHaveLength(2)
})

test('only a named vote says who voted what', () => {
  expect(vote('yn', { kind: 'open' }).ballots).toBeNull()
  expect(vote('yn', { kind: 'secret' }).ballots).toBeNull()
  expect(vote('yn.', { kind: 'named' }).ballots).toEqual([
    { placeId: idOf(0), choice: 0, isByHand: false },
    { placeId: idOf(1), choice: 1, isByHand: false },
  ])
})

test('without a quorum it is an opinion, however it went', () => {
  expect(vote('yyy', { isOpinion: true })).toMatchObject({ outcome: 'opinion', counts: [3, 0, 0] })
})

test.each([
  ['one is ahead of half', [0, 0, 0, 1], 'carried', 0],
  ['ahead, but not more than half', [0, 0, 1, 2], 'lost', null],
  ['two are ahead', [0, 0, 1, 1], 'tie', null],
  ['all abstained', [3, 3], 'lost', null],
] as const)('a choice among three: %s', (_, choices, outcome, chosen) => {
  const places = choices.map((_choice, n) => ({ id: idOf(n), kind: 'school' as const, isPresent: true }))
  const given = choices.map((choice, n) => ({ placeId: idOf(n), choice, isByHand: false }))
  expect(countVotes({ ...rules, choices: ['甲', '乙', '丙'] }, places, given)).toMatchObject({ outcome, chosen })
})
