import { describe, expect, it } from 'vitest'
import type { Office, SeatActor } from '@/server/access'
import { BodyId, CountyId, MeetingId, SeatId, UnitId } from '@/server/ids'
import { canBypassLobby, decideEntry, publishSources, seatAfter, seatOfMember, type EntryFacts } from './model'

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
    isRestrictedNow: false,
    isSetAside: false,
    sharesDevice: false,
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
    [{ role: 'chair', isSetAside: true }, 0],
    [{ role: 'speaker', sharesDevice: true }, 2],
    [{ admission: 'waiting' }, 0],
    [{ isBanned: true }, 0],
    [{ meetingState: 'ended' }, 0],
  ])('%j may publish %i sources', (change, count) => {
    expect(publishSources(seat(change))).toHaveLength(count)
  })
})

describe('seatAfter', () => {
  const unitId = UnitId.parse(crypto.randomUUID())
  type Seat = Parameters<typeof seatAfter>[0]
  const seat = (change: Partial<Seat> = {}): Seat => ({
    role: 'speaker',
    mayWrite: true,
    unitId,
    admission: 'admitted',
    termEnd: null,
    ...change,
  })
  const holding = (...offices: Office[]) => offices.map((office) => ({ office, unitId }))

  it('leaves alone who sits as the record says', () => {
    expect(seatAfter(seat(), holding('member'), 'live')).toBeNull()
    expect(seatAfter(seat({ mayWrite: false }), holding('liaison', 'observer'), 'live')).toBeNull()
  })
  it('marks who lost every place in a sitting under way, once, and keeps what the chair decided', () => {
    expect(seatAfter(seat({ role: 'chair' }), [], 'live')).toMatchObject({
      verb: 'seat.term-ended',
      role: 'observer',
      mayWrite: false,
      termEnd: 'undecided',
    })
    for (const termEnd of ['undecided', 'speaker', 'observer'] as const)
      expect(seatAfter(seat({ role: 'observer', termEnd }), [], 'live')).toBeNull()
  })
  it('no longer expects them at a sitting that has not opened, nor who had not come', () => {
    for (const [change, state] of [
      [{}, 'planned'],
      [{ admission: 'expected' }, 'live'],
    ] as const) {
      const after = seatAfter(seat(change), [], state)
      expect(after).toMatchObject({ role: 'observer', admission: 'expected', termEnd: null })
      expect(seatAfter(seat({ ...change, ...after }), [], state)).toBeNull()
    }
  })
  it('follows a change of office up and down, and gives back a place that was lost', () => {
    expect(seatAfter(seat({ role: 'chair' }), holding('member'), 'live')).toMatchObject({ role: 'speaker' })
    expect(seatAfter(seat(), holding('member', 'convenor'), 'live')).toMatchObject({ role: 'chair', mayWrite: true })
    const lost = seat({ role: 'observer', mayWrite: false, termEnd: 'observer' })
    expect(seatAfter(lost, holding('member'), 'live')).toMatchObject({ role: 'speaker', mayWrite: true, termEnd: null })
  })
  it('does not give back the writing that a chair took away', () => {
    expect(seatAfter(seat({ mayWrite: false }), holding('convenor'), 'live')).toMatchObject({ mayWrite: false })
  })
})
