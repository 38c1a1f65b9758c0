import { describe, expect, it } from 'vitest'
import type { RoomSnapshot } from '@/server/rooms/contract'
import { changesToSay } from './announce-changes'
import { snapshot as base, seatOf } from './room.sample'

const after = (change: (room: RoomSnapshot) => RoomSnapshot) => change({ ...base, seq: base.seq + 1 })
const [chair, secretary, parent] = base.seats.map((seat): string => seat.id) as [string, string, string]
const asSeat = (room: RoomSnapshot, seatId: string, mayRun: boolean): RoomSnapshot => ({
  ...room,
  me: { ...room.me, seatId: seatId as RoomSnapshot['me']['seatId'], mayRun },
})
const floor = (seatId: string) => ({
  seatId: seatId as RoomSnapshot['me']['seatId'],
  since: base.serverTime,
  kind: 'turn' as const,
  secondsAllowed: null,
})

describe('changesToSay', () => {
  it('says nothing of a snapshot that is not newer', () => {
    expect(changesToSay(base, { ...base, me: { ...base.me, mayWrite: !base.me.mayWrite } })).toEqual([])
  })

  it('tells who has the floor, and me when it is I', () => {
    const given = after((room) => ({ ...room, meeting: { ...room.meeting, floor: floor(parent) } }))
    expect(changesToSay(base, given)).toEqual([{ key: 'floorGiven', name: '家長甲' }])
    expect(changesToSay(asSeat(base, parent, false), asSeat(given, parent, false))).toEqual([{ key: 'floorMine' }])
  })

  it('tells me that the floor was taken, and to whom it went', () => {
    const mine = { ...base, meeting: { ...base.meeting, floor: floor(parent) } }
    const gone = after((room) => ({ ...room, meeting: { ...room.meeting, floor: floor(chair) } }))
    expect(changesToSay(asSeat(mine, parent, false), asSeat(gone, parent, false))).toEqual([
      { key: 'floorTakenFromMe' },
      { key: 'floorGiven', name: '召集人' },
    ])
  })

  it('tells hands and the waiting only to who runs the room, and not my own hand', () => {
    const raised = after((room) => ({
      ...room,
      seats: room.seats
        .map((seat) =>
          seat.id === parent || seat.id === secretary ? { ...seat, handRaisedAt: room.serverTime } : seat,
        )
        .concat(seatOf({ name: '家長乙', admission: 'waiting' })),
    }))
    expect(changesToSay(base, raised)).toEqual([
      { key: 'handRaised', name: '家長甲' },
      { key: 'waiting', name: '家長乙' },
    ])
    expect(changesToSay(asSeat(base, chair, false), asSeat(raised, chair, false))).toEqual([])
  })

  it('counts a crowd instead of reading its names', () => {
    const crowd = [seatOf({ admission: 'waiting' }), seatOf({ admission: 'waiting' })]
    const knocking = after((room) => ({ ...room, seats: [...room.seats, ...crowd] }))
    expect(changesToSay(base, knocking)).toEqual([{ key: 'manyWaiting', count: 2 }])
  })

  it('reads a new message of somebody else once', () => {
    const message = (n: number, seatId: string) => ({
      id: `00000000-0000-4000-8000-0000000000a${n}` as RoomSnapshot['chat'][number]['id'],
      seatId: seatId as RoomSnapshot['me']['seatId'],
      name: '家長甲',
      unitKind: 'family' as const,
      scope: 'room' as const,
      text: '聽得清楚',
      at: base.serverTime,
    })
    const one = after((room) => ({ ...room, chat: [message(1, parent)] }))
    expect(changesToSay(base, one)).toEqual([{ key: 'chat', name: '家長甲', text: '聽得清楚' }])
    const mine = after((room) => ({ ...room, chat: [message(1, room.me.seatId)] }))
    expect(changesToSay(base, mine)).toEqual([])
    const two = after((room) => ({ ...room, chat: [message(1, parent), message(2, parent)] }))
    expect(changesToSay(base, two)).toEqual([{ key: 'manyChat', count: 2 }])
  })

  it('tells where the agenda stands', () => {
    const moved = after((room) => ({
      ...room,
      meeting: { ...room.meeting, currentAgendaItemId: room.agenda[1]!.id },
    }))
    expect(changesToSay(base, moved)).toEqual([{ key: 'agendaAt', number: 2, title: '課後服務' }])
  })
})
