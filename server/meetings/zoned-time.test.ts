import { expect, it } from 'vitest'
import type { AppError } from '@/server/errors'
import { typedTimes, wallTime, zonedTime } from './zoned-time'

it('reads a wall clock in its zone', () => {
  expect(zonedTime('2026-11-24', '14:30', 'Asia/Shanghai').toISOString()).toBe('2026-11-24T06:30:00.000Z')
  expect(zonedTime('2026-11-24', '14:30', 'Asia/Urumqi').toISOString()).toBe('2026-11-24T08:30:00.000Z')
  expect(zonedTime('2026-07-01', '00:00', 'Asia/Kolkata').toISOString()).toBe('2026-06-30T18:30:00.000Z')
})

it('keeps its head where a clock changes', () => {
  expect(zonedTime('2026-03-29', '01:30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T00:30:00.000Z')
  expect(zonedTime('2026-03-29', '03:30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:30:00.000Z')
  // Skipped: as much later (RFC 5545 3.3.5). Twice: the first.
  expect(zonedTime('2026-03-29', '02:30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:30:00.000Z')
  expect(zonedTime('2026-10-25', '02:30', 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z')
  expect(zonedTime('2026-11-01', '01:30', 'America/New_York').toISOString()).toBe('2026-11-01T05:30:00.000Z')
})

it('comes back as it was typed', () => {
  for (const zone of ['Asia/Shanghai', 'Asia/Urumqi', 'America/New_York', 'Pacific/Auckland']) {
    for (const time of ['00:00', '09:15', '23:59']) {
      expect(wallTime(zonedTime('2026-05-17', time, zone), zone)).toBe(time)
    }
  }
})

it('asks back a typed time that the clock of its day does not show', () => {
  const typed = (day: string, from: string, until: string) => {
    try {
      return typedTimes({ day, from, until }, 'Europe/Berlin')
    } catch (error) {
      return (error as AppError).fields
    }
  }
  expect(typed('2027-03-28', '02:30', '04:00')).toEqual({ from: 'notOnClock' })
  expect(typed('2027-03-28', '01:30', '02:59')).toEqual({ until: 'notOnClock' })
  expect(typed('2027-03-28', '01:59', '03:00')).toEqual({
    startsAt: new Date('2027-03-28T00:59:00Z'),
    endsAt: new Date('2027-03-28T01:00:00Z'),
  })
  expect(typed('2027-10-31', '02:30', '03:00')).toMatchObject({ startsAt: new Date('2027-10-31T00:30:00Z') })
})
