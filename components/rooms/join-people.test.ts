import { describe, expect, it } from 'vitest'
import { handsInOrder, joinPeople, seatIdOf, type MediaPeer } from './join-people'
import { seatOf, snapshot } from './room.sample'

const [chair, me, parent] = snapshot.seats as [
  ReturnType<typeof seatOf>,
  ReturnType<typeof seatOf>,
  ReturnType<typeof seatOf>,
]
const peer = (seatId: string | null, more: Partial<MediaPeer> = {}): MediaPeer => ({
  identity: `device-${seatId}`,
  metadata: seatId === null ? undefined : JSON.stringify({ seatId }),
  hasVideo: true,
  isLocal: false,
  ...more,
})
const names = (people: { seat: { name: string } }[]) => people.map((person) => person.seat.name)

describe('joinPeople', () => {
  it('shows who is in with media, and me', () => {
    expect(names(joinPeople(snapshot.seats, [peer(parent.id)], me.id))).toEqual(['秘書', '家長甲'])
  })

  it('counts every admitted seat where there is no media at all', () => {
    expect(names(joinPeople(snapshot.seats, null, me.id))).toEqual(['召集人', '秘書', '家長甲'])
  })

  it('makes one person of two devices, the one with a picture', () => {
    const dark = peer(parent.id, { identity: 'old phone', hasVideo: false })
    const people = joinPeople(snapshot.seats, [dark, peer(parent.id)], me.id)
    expect(people).toHaveLength(2)
    expect(people[1]!.peer!.identity).toBe(`device-${parent.id}`)
  })

  it('shows nobody whose seat is unknown, waiting, or forged', () => {
    const waiting = seatOf({ admission: 'waiting' })
    const forged = [peer(null), peer('nobody'), peer(waiting.id), { ...peer(chair.id), metadata: '{"seatId":1}' }]
    expect(names(joinPeople([...snapshot.seats, waiting], forged, me.id))).toEqual(['秘書'])
  })
})

it('reads metadata as the untrusted text that it is', () => {
  expect(seatIdOf(JSON.stringify({ seatId: parent.id }))).toBe(parent.id)
  expect(seatIdOf('{')).toBeNull()
  expect(seatIdOf(undefined)).toBeNull()
})

it('queues hands by the time the server saw them', () => {
  const late = seatOf({ name: '後', handRaisedAt: '2026-09-15T07:20:01.000Z' })
  const early = seatOf({ name: '先', handRaisedAt: '2026-09-15T07:20:00.000Z' })
  const gone = seatOf({ name: '走了', handRaisedAt: '2026-09-15T07:19:00.000Z', admission: 'refused' })
  expect(handsInOrder([late, seatOf(), early, gone]).map((seat) => seat.name)).toEqual(['先', '後'])
})
