import { expect, it } from 'vitest'
import { seatOf, snapshot } from '@/components/rooms/room.sample'
import { RoomPatch, RoomSnapshot } from '@/server/rooms/contract'
import { random } from '@/tests/fault/form'
import { patchRoom, PatchMaker } from './model'

/** As over the wire. */
const patchOf = (before: RoomSnapshot, after: RoomSnapshot, maker = new PatchMaker()) => {
  const patch = maker.between(before, after)
  return patch && RoomPatch.parse(JSON.parse(JSON.stringify(patch)))
}

it('leads from any list to any other', () => {
  const pick = random(7)
  const many = Array.from({ length: 12 }, (_, n) => seatOf({ name: `${n}` }))
  const some = () => {
    const list = many
      .filter(() => pick() < 0.7)
      .map((seat) => (pick() < 0.2 ? { ...seat, mayWrite: pick() < 0.5 } : seat))
    if (pick() < 0.2) list.sort(() => pick() - 0.5)
    return list
  }
  for (let n = 0; n < 2_000; n++) {
    const before = { ...snapshot, seats: some() }
    const after = { ...snapshot, seq: snapshot.seq + 1, seats: some() }
    expect(patchRoom(before, after.seq, patchOf(before, after)!)).toEqual(after)
  }
})

it('holds only what changed', () => {
  const seats = Array.from({ length: 300 }, () => seatOf())
  const before = { ...snapshot, seats }
  const after = {
    ...before,
    seq: snapshot.seq + 3,
    // Rows are read anew each time: other objects, the same words.
    seats: seats.map((seat, n) => (n === 200 ? { ...seat, mayWrite: true } : { ...seat })),
    me: { ...snapshot.me, mayPublish: !snapshot.me.mayPublish },
  }
  expect(patchOf(before, after)).toEqual({
    from: snapshot.seq,
    serverTime: snapshot.serverTime,
    seats: { gone: [], put: [[200, after.seats[200]]] },
    me: after.me,
  })
})

it('is nothing between two that are the same', () => {
  expect(patchOf(snapshot, { ...snapshot, serverTime: '2030-01-01T00:00:00.000Z' })).toBeNull()
  expect(patchOf(snapshot, structuredClone(snapshot))).toBeNull()
})

it('is one object for all who share their lists', () => {
  const maker = new PatchMaker()
  const after = { ...snapshot, seq: snapshot.seq + 1, seats: [...snapshot.seats, seatOf()] }
  const [one, other] = [maker.between(snapshot, after)!, maker.between({ ...snapshot }, { ...after })!]
  expect(one.seats).toBe(other.seats)
})

it('is refused by another room than the one it is to, and where it does not fit', () => {
  const after = { ...snapshot, seq: snapshot.seq + 1 }
  const patch = patchOf(snapshot, after)!
  expect(patchRoom({ ...snapshot, seq: snapshot.seq - 1 }, after.seq, patch)).toBeNull()
  expect(patchRoom(snapshot, snapshot.seq - 1, patch)).toBeNull()
  const far = { ...patch, seats: { gone: [], put: [[4, seatOf()]] as [number, ReturnType<typeof seatOf>][] } }
  expect(patchRoom(snapshot, after.seq, far)).toBeNull()
})

it('knows every part of the room', () => {
  const parts = Object.keys(RoomSnapshot.shape).filter((name) => name !== 'seq')
  expect(Object.keys(RoomPatch.shape).filter((name) => name !== 'from')).toEqual(expect.arrayContaining(parts))
  for (const name of parts.filter((each) => each !== 'serverTime')) {
    const other = { ...snapshot, [name]: Array.isArray(snapshot[name as 'seats']) ? [seatOf()] : { isOther: true } }
    expect(Object.keys(new PatchMaker().between(snapshot, other as RoomSnapshot) ?? {}), name).toContain(name)
  }
})
