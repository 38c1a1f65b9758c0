import { describe, expect, it } from 'vitest'
import { SeatId } from '@/server/ids'
import { foldReports, presenceOf, proposeStanding, type Span, type Stay, type Witness } from './model'

const [a, b] = [
  SeatId.parse('00000000-0000-4000-8000-00000000000a'),
  SeatId.parse('00000000-0000-4000-8000-00000000000b'),
]
const stay = (witness: Witness, id: string, since: number, seenUntil = since, seatId = a): Stay => ({
  witness,
  id,
  seatId,
  since,
  seenUntil,
})
/** A report of LiveKit: joined says when, left says until when, a look says both. */
const joined = (sid: string, at: number, seat = a) => stay('media', sid, at, at, seat)
const left = (sid: string, at: number, seat = a) => stay('media', sid, at, at, seat)
const look = (sid: string, joinedAt: number, at: number, seat = a) => stay('media', sid, joinedAt, at, seat)
const line = (id: string, from: number, until: number, seat = a) => stay('line', id, from, until, seat)
const page = (id: string, from: number, until: number, seat = a) => stay('room', id, from, until, seat)

const cases: [string, Stay[], Span[]][] = [
  ['a webhook each way', [joined('1', 10), left('1', 60)], [{ from: 10, until: 60 }]],
  ['out of order', [left('1', 60), joined('1', 10)], [{ from: 10, until: 60 }]],
  ['repeated', [joined('1', 10), joined('1', 10), left('1', 60), left('1', 60)], [{ from: 10, until: 60 }]],
  ['the end lost: until last seen', [joined('1', 10), look('1', 10, 42)], [{ from: 10, until: 42 }]],
  ['the begin lost: joinedAt of a later look', [look('1', 10, 30), left('1', 60)], [{ from: 10, until: 60 }]],
  ['only the end heard', [left('1', 60)], [{ from: 60, until: 60 }]],
  ['only looks', [look('1', 10, 11), look('1', 10, 59)], [{ from: 10, until: 59 }]],
  [
    'gone and back: two stays, though the old one is told of late',
    [joined('1', 10), joined('2', 80), left('1', 60), left('2', 90)],
    [
      { from: 10, until: 60 },
      { from: 80, until: 90 },
    ],
  ],
  [
    'LiveKit restarted: new sids, a gap of what nobody proved',
    [look('1', 10, 40), look('2', 47, 90)],
    [
      { from: 10, until: 40 },
      { from: 47, until: 90 },
    ],
  ],
  ['two devices, one after the other without a gap', [look('1', 10, 40), look('2', 39, 90)], [{ from: 10, until: 90 }]],
  [
    'killed: LiveKit keeps them for 15 s, the line broke at once',
    [look('1', 10, 75), left('1', 75), line('x', 9, 60)],
    [{ from: 10, until: 60 }],
  ],
  [
    'the line broke and came back: nobody was away',
    [look('1', 10, 90), line('x', 9, 40), line('y', 44, 90)],
    [{ from: 10, until: 90 }],
  ],
  [
    'killed, and back before LiveKit let go: two stays, not one over the time between',
    [look('1', 10_000, 68_200), line('x', 9_900, 60_000), look('2', 68_100, 90_000), line('y', 67_900, 90_000)],
    [
      { from: 10_000, until: 60_000 },
      { from: 68_100, until: 90_000 },
    ],
  ],
  [
    'the line came back to the stay, then the machine died and came anew',
    [
      look('1', 10_000, 88_000),
      line('x', 9_900, 40_000),
      line('y', 44_000, 80_000),
      look('2', 87_900, 95_000),
      line('z', 87_500, 95_000),
    ],
    [
      { from: 10_000, until: 80_000 },
      { from: 87_900, until: 95_000 },
    ],
  ],
  ['a line of an earlier stay cuts nothing', [line('x', 1, 5), look('1', 10, 60)], [{ from: 10, until: 60 }]],
  ['a line without media is nobody present', [line('x', 1, 90)], []],
  ['only a page: text without video', [page('p', 5, 50)], [{ from: 5, until: 50 }]],
  ['a page beside media adds nothing', [page('p', 5, 500), look('1', 10, 60)], [{ from: 10, until: 60 }]],
]
it.each(cases)('%s', (_, reports, spans) => {
  expect(presenceOf(foldReports(reports)).get(a) ?? []).toEqual(spans)
  // Whatever the order and however often.
  expect(presenceOf(foldReports([...reports].reverse())).get(a) ?? []).toEqual(spans)
  expect(presenceOf(foldReports([...reports, ...reports])).get(a) ?? []).toEqual(spans)
})

it('keeps seats apart', () => {
  const presence = presenceOf(foldReports([look('1', 10, 40), look('2', 20, 50, b), line('x', 5, 30)]))
  expect(presence.get(a)).toEqual([{ from: 10, until: 30 }])
  expect(presence.get(b)).toEqual([{ from: 20, until: 50 }])
})

describe('what the list proposes', () => {
  const facts = { isObserver: false, wasHere: false, proxy: null, hasExcused: false }
  it.each([
    ['present', { wasHere: true }],
    ['observer', { wasHere: true, isObserver: true }],
    ['absent', {}],
    ['excused', { hasExcused: true }],
    ['present', { wasHere: true, hasExcused: true }],
    ['proxy', { proxy: { wasHere: true } }],
    ['proxy', { proxy: { wasHere: true }, wasHere: true }],
    ['observer', { proxy: { wasHere: false }, wasHere: true }],
    ['excused', { proxy: { wasHere: false } }],
  ] as const)('%s', (standing, some) => expect(proposeStanding({ ...facts, ...some })).toBe(standing))
})
