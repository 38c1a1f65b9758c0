import { expect, it } from 'vitest'
import type { Await } from './contract'
import { firstThings, inOrder } from './model'

const today = '2026-11-24'
const thing = (key: string, change: Partial<Await>): Await => ({
  key,
  kind: 'report',
  title: key,
  href: '/',
  as: { office: 'liaison', unit: '实验小学' },
  until: null,
  since: today,
  ...change,
})
const first = (...things: Await[]) =>
  firstThings(things, today).map((each) => `${each.thing.key} ${each.reason.why} ${each.reason.days}`)

it('names at most three, the day’s last chance first, and why', () => {
  expect(
    first(
      thing('far', { until: '2026-12-30' }),
      thing('soon', { until: '2026-11-26' }),
      thing('late', { until: '2026-11-20' }),
      thing('later', { until: '2026-11-10' }),
      thing('today', { until: today }),
      thing('verify', { kind: 'verify', since: '2026-11-19' }),
    ),
  ).toEqual(['today today 0', 'later late 14', 'late late 4'])
})

it('is empty when nothing presses', () => {
  expect(first()).toEqual([])
  expect(first(thing('far', { until: '2026-12-30' }), thing('new', { kind: 'verify' }), thing('none', {}))).toEqual([])
})

it('does not call a verification late because the item is', () => {
  const old = thing('v', { kind: 'verify', until: '2026-11-01', since: '2026-11-21' })
  expect(first(old)).toEqual(['v waiting 3'])
  expect(first({ ...old, since: '2026-11-22' })).toEqual([])
})

it('puts what nobody leads before what merely waits, and the nearest first where all are soon', () => {
  expect(
    first(
      thing('sign', { kind: 'sign', since: '2026-11-01' }),
      thing('orphan', { kind: 'hand-over' }),
      thing('in3', { until: '2026-11-27' }),
      thing('in1', { until: '2026-11-25' }),
    ),
  ).toEqual(['orphan unled 0', 'sign waiting 23', 'in1 soon 1'])
})

it('lists by day, what has none last', () => {
  const listed = inOrder([thing('c', {}), thing('b', { until: '2026-12-02' }), thing('a', { until: '2026-12-01' })])
  expect(listed.map((each) => each.key)).toEqual(['a', 'b', 'c'])
})
