import { expect, test } from 'vitest'
import { afterQuiet, beforeQuiet, isQuiet, nextDigest, type QuietHours } from './quiet-hours'

const china: QuietHours = { from: '21:00', until: '07:00', timeZone: 'Asia/Shanghai' }
const berlin: QuietHours = { ...china, timeZone: 'Europe/Berlin' }
const iso = (at: Date) => at.toISOString()

test.each([
  ['in the evening', china, '2026-09-16T13:00:00Z', true, '2026-09-16T23:00:00.000Z', '2026-09-16T12:59:00.000Z'],
  ['after midnight', china, '2026-09-16T20:00:00Z', true, '2026-09-16T23:00:00.000Z', '2026-09-16T12:59:00.000Z'],
  ['at its last minute', china, '2026-09-16T22:59:59Z', true, '2026-09-16T23:00:00.000Z', '2026-09-16T12:59:00.000Z'],
  ['when it has ended', china, '2026-09-16T23:00:00Z', false, '2026-09-16T23:00:00.000Z', '2026-09-16T23:00:00.000Z'],
  ['by day', china, '2026-09-16T06:30:00Z', false, '2026-09-16T06:30:00.000Z', '2026-09-16T06:30:00.000Z'],
  // The night of the 25th of October has an hour more, that of the 29th of March an hour less.
  ['a long night', berlin, '2026-10-24T20:00:00Z', true, '2026-10-25T06:00:00.000Z', '2026-10-24T18:59:00.000Z'],
  ['a short night', berlin, '2026-03-28T21:00:00Z', true, '2026-03-29T05:00:00.000Z', '2026-03-28T19:59:00.000Z'],
  [
    'within a day',
    { ...china, from: '12:00', until: '14:00' },
    '2026-09-16T05:00:00Z',
    true,
    '2026-09-16T06:00:00.000Z',
    '2026-09-16T03:59:00.000Z',
  ],
  [
    'none at all',
    { ...china, from: '00:00', until: '00:00' },
    '2026-09-16T18:00:00Z',
    false,
    '2026-09-16T18:00:00.000Z',
    '2026-09-16T18:00:00.000Z',
  ],
])('quiet hours %s', (_, quiet, at, is, after, before) => {
  const instant = new Date(at)
  expect([isQuiet(quiet, instant), iso(afterQuiet(quiet, instant)), iso(beforeQuiet(quiet, instant))]).toEqual([
    is,
    after,
    before,
  ])
})

test.each([
  ['today', china, '2026-09-15T23:30:00Z', '2026-09-16T00:00:00.000Z'],
  ['at the hour: the next', china, '2026-09-16T00:00:00Z', '2026-09-17T00:00:00.000Z'],
  [
    'never in a night that lasts longer',
    { ...china, until: '09:30' },
    '2026-09-15T23:30:00Z',
    '2026-09-16T01:30:00.000Z',
  ],
])('the digest of %s', (_, quiet, at, next) => {
  expect(iso(nextDigest(quiet, new Date(at)))).toBe(next)
})
