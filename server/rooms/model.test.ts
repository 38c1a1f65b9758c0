import { describe, expect, it } from 'vitest'
import type { SeatActor } from '@/server/access'
import { BodyId, CountyId, MeetingId, SeatId } from '@/server/ids'
import { canBypassLobby, decideEntry, publishSources, seatOfMember, type EntryFacts } from './model'

const facts = (change: Partial<EntryFacts>): EntryFacts => ({
  entrance: 'code',
  admission: 'expected',
  isBanned: false,
  isMember: false,
  role: 'speaker',
  isLocked: false,
  meetingState: 'live',
  ...change,
})

describe('the door', () => {
  // One line a rule: what is given, what follows.
  it.each<[Partial<EntryFacts>, string]>([
    [{ entrance: 'member', isMember: true }, 'admit'],
    [{ entrance: 'link', isMember: true }, 'admit'],
    [{ entrance: 'link' }, 'wait'],
    [{ entrance: 'link', admission: 'admitted' }, 'admit'],
    [{ entrance: 'code' }, 'wait'],
    [{ entrance: 'code', isMember: true }, 'wait'],
    [{ entrance: 'code', admission: 'admitted' }, 'admit'],
    [{ entrance: 'code', admission: 'refused' }, 'wait'],
    [{ entrance: 'code', meetingState: 'planned' }, 'wait'],
    [{ entrance: 'member', isMember: true, meetingState: 'planned' }, 'admit'],
    [{ isBanned: true, admission: 'admitted' }, 'seat_banned'],
    [{ isBanned: true, entrance: 'member', isMember: true }, 'seat_banned'],
    [{ meetingState: 'ended', admission: 'admitted' }, 'meeting_over'],
    [{ isLocked: true }, 'meeting_locked'],
    [{ isLocked: true, admission: 'waiting' }, 'wait'],
    [{ isLocked: true, admission: 'admitted' }, 'admit'],
    [{ isLocked: true, entrance: 'link' }, 'wait'],
    [{ isLocked: true, entrance: 'member', isMember: true }, 'wait'],
    [{ isLocked: true, entrance: 'member', isMember: true, role: 'secretary' }, 'admit'],
    [{ isLocked: true, entrance: 'member', isMember: true, role: 'chair' }, 'admit'],
  ])('%j → %s', (change, expected) => {
    const decision = decideEntry(facts(change))
    expect(decision.kind === 'refuse' ? decision.code : decision.kind).toBe(expected)
  })

  it('lets nobody by the code past the lobby, whatever else is true', () => {
    for (const isMember of [true, false]) {
      for (const role of ['chair', 'secretary', 'speaker'] as const) {
        expect(canBypassLobby(facts({ entrance: 'code', isMember, role }))).toBe(false)
      }
    }
  })
})

it('seats a member by the weightiest office', () => {
  expect(seatOfMember([{ office: 'liaison' }, { office: 'secretary' }])).toMatchObject({
    role: 'secretary',
    mayWrite: true,
  })
  expect(seatOfMember([{ office: 'deputy-convenor' }])).toMatchObject({ role: 'chair', mayWrite: true })
  expect(seatOfMember([{ office: 'observer' }])).toMatchObject({ role: 'observer', mayWrite: false })
  expect(seatOfMember([])).toBeNull()
})

describe('media rights', () => {
  const seat = (change: Partial<SeatActor>): SeatActor => ({
    kind: 'seat',
    countyId: CountyId.parse(crypto.randomUUID()),
    seatId: SeatId.parse(crypto.randomUUID()),
    meetingId: MeetingId.parse(crypto.randomUUID()),
    bodyId: BodyId.parse(crypto.randomUUID()),
    personId: null,
    unitId: null,
    unitKind: null,
    name: '家长',
    role: 'speaker',
    admission: 'admitted',
    isBanned: false,
    mayWrite: false,
    hasFloor: false,
    meetingState: 'live',
    tokenId: null,
    ...change,
  })
  it.each<[Partial<SeatActor>, number]>([
    [{ role: 'chair' }, 4],
    [{ role: 'secretary' }, 4],
    [{ role: 'speaker' }, 4],
    [{ role: 'listener' }, 0],
    [{ role: 'listener', hasFloor: true }, 2],
    [{ role: 'observer' }, 0],
    [{ admission: 'waiting' }, 0],
    [{ isBanned: true }, 0],
    [{ meetingState: 'ended' }, 0],
  ])('%j may publish %i sources', (change, count) => {
    expect(publishSources(seat(change))).toHaveLength(count)
  })
})
