import { expect, it } from 'vitest'
import { SeatId } from '@/server/ids'
import { countReactions, withReactions } from './count-reactions'

const seat = (n: number) => SeatId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)

it('counts seats, not presses, in the order in which they are offered', () => {
  const first = withReactions(new Map(), [
    { seatId: seat(1), kind: 'question' },
    { seatId: seat(2), kind: 'applause' },
  ])
  const then = withReactions(first, [
    { seatId: seat(3), kind: 'applause' },
    { seatId: seat(1), kind: 'agree' },
    { seatId: seat(3), kind: 'applause' },
  ])
  expect(countReactions(then)).toEqual([
    { kind: 'agree', count: 1 },
    { kind: 'applause', count: 2 },
  ])
  expect(countReactions(new Map())).toEqual([])
})
