import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RoomSnapshot } from '@/server/rooms/contract'
import { RoomLink, type SignalSocket } from './room-link'
import { snapshot } from './room.sample'

/** A socket whose other end is the test. */
class FakeSocket implements SignalSocket {
  connected = false
  active = true
  connects = 0
  asked: { event: string; payload: unknown }[] = []
  answer: (event: string, payload: unknown) => Promise<unknown> = async () => ({ ok: true, seq: 0 })
  #listeners = new Map<string, (...args: never[]) => void>()
  on(event: string, listener: (...args: never[]) => void) {
    this.#listeners.set(event, listener)
  }
  connect() {
    this.connects++
  }
  disconnect() {
    this.connected = false
  }
  timeout() {
    return {
      emitWithAck: (event: string, payload: unknown) => {
        this.asked.push({ event, payload })
        return this.answer(event, payload)
      },
    }
  }
  say(event: string, ...args: unknown[]) {
    if (event === 'connect') this.connected = true
    if (event === 'disconnect') this.connected = false
    this.#listeners.get(event)?.(...(args as never[]))
  }
  reads = () => this.asked.filter(({ event }) => event === 'room:read').length
}

const at = (seq: number): RoomSnapshot => ({ ...snapshot, seq })
const settle = () => vi.advanceTimersByTimeAsync(0)

let socket: FakeSocket
let link: RoomLink
let server: number

beforeEach(() => {
  vi.useFakeTimers()
  socket = new FakeSocket()
  server = snapshot.seq
  socket.answer = async (event) =>
    event === 'room:read' ? { ok: true, snapshot: at(server) } : { ok: true, seq: server }
  link = new RoomLink({ initial: snapshot, socket })
  link.start()
})
afterEach(() => {
  link.stop()
  vi.useRealTimers()
})

describe('RoomLink', () => {
  it('reads when it is connected, for what happened before', async () => {
    server = 9
    socket.say('connect')
    await settle()
    expect(link.getState().snapshot.seq).toBe(9)
  })

  it('looks at the table when papers came, and after the line was away, when some may have', async () => {
    let looks = 0
    const stop = link.onMaterials(() => looks++)
    socket.say('connect')
    expect(looks).toBe(0)
    socket.say('room:materials')
    expect(looks).toBe(1)
    socket.say('disconnect')
    socket.say('connect')
    expect(looks).toBe(2)
    stop()
    socket.say('room:materials')
    expect(looks).toBe(2)
  })

  it('reads again when it hears of a newer room, and not of an older one', async () => {
    socket.say('connect')
    await settle()
    const before = socket.reads()
    socket.say('room:changed', { seq: server, topic: 'chat' })
    await settle()
    expect(socket.reads()).toBe(before)
    server = 20
    socket.say('room:changed', { seq: 20, topic: 'chat' })
    await settle()
    expect(link.getState().snapshot.seq).toBe(20)
  })

  const changed = (seq: number, from: number, more = {}) => ({
    seq,
    topic: 'seats',
    patch: { from, serverTime: snapshot.serverTime, ...more },
  })
  const locked = (isLocked: boolean) => ({ meeting: { ...snapshot.meeting, isLocked } })

  it('takes a change to the room it was sent last without reading', async () => {
    socket.say('connect')
    await settle()
    const before = socket.reads()
    socket.say('room:changed', changed(8, snapshot.seq, locked(true)))
    socket.say('room:changed', changed(12, 8, { seats: { gone: [snapshot.seats[2]!.id], put: [] } }))
    await settle()
    expect(socket.reads()).toBe(before)
    expect(link.getState().snapshot).toMatchObject({ seq: 12, meeting: { isLocked: true } })
    expect(link.getState().snapshot.seats).toEqual(snapshot.seats.slice(0, 2))
  })

  it.each([
    ['is to another room than it has', () => changed(9, 8, locked(true))],
    ['cannot be made', () => changed(9, snapshot.seq, { seats: { gone: [], put: [[99, snapshot.seats[0]!]] } })],
    ['is of a kind it does not know', () => changed(9, snapshot.seq, { seats: 'all of them' })],
    ['is not there', () => ({ seq: 9, topic: 'seats' })],
  ])('reads where a change %s', async (_, message) => {
    socket.say('connect')
    await settle()
    const before = socket.reads()
    server = 9
    socket.say('room:changed', message())
    await settle()
    expect(socket.reads()).toBe(before + 1)
    expect(link.getState().snapshot).toEqual(at(9))
  })

  it('holds a change that comes before the answer it is to', async () => {
    let tell = (_: unknown) => {}
    socket.answer = () => new Promise((resolve) => (tell = resolve))
    socket.say('connect')
    await settle()
    socket.say('room:changed', changed(10, 9, locked(true)))
    tell({ ok: true, snapshot: at(9) })
    await settle()
    expect(link.getState().snapshot).toMatchObject({ seq: 10, meeting: { isLocked: true } })
    expect(socket.reads()).toBe(1)
  })

  it('takes no change after an answer was lost, since the server counts it as sent', async () => {
    socket.say('connect')
    await settle()
    const { answer } = socket
    socket.answer = () => Promise.reject(new Error('timeout'))
    await link.read()
    socket.answer = answer
    const before = socket.reads()
    server = 8
    socket.say('room:changed', changed(8, snapshot.seq, locked(true)))
    await settle()
    expect(socket.reads()).toBe(before + 1)
    expect(link.getState().snapshot.meeting.isLocked).toBe(snapshot.meeting.isLocked)
  })

  it('takes no change from before the line was lost', async () => {
    socket.say('connect')
    await settle()
    socket.say('disconnect')
    socket.say('room:changed', changed(8, snapshot.seq, locked(true)))
    expect(link.getState().snapshot.seq).toBe(snapshot.seq)
  })

  it('waits a moment for the change it made itself, and reads where it does not come', async () => {
    socket.say('connect')
    await settle()
    server = 8
    const before = socket.reads()
    await link.send('hand:raise', {})
    await vi.advanceTimersByTimeAsync(400)
    expect(socket.reads()).toBe(before)
    await vi.advanceTimersByTimeAsync(200)
    expect(socket.reads()).toBe(before + 1)
    expect(link.getState().snapshot.seq).toBe(8)
  })

  it('goes on reading until it has what it heard of while a reading was under way', async () => {
    socket.say('connect')
    await settle()
    server = 8
    socket.say('room:changed', { seq: 8, topic: 'seats' })
    // The answer to the first reading was made before the next change.
    const late = socket.answer
    let first = true
    socket.answer = (event, payload) => {
      if (!first) return late(event, payload)
      first = false
      return Promise.resolve({ ok: true, snapshot: at(8) })
    }
    socket.say('room:changed', { seq: 9, topic: 'seats' })
    server = 9
    await settle()
    expect(link.getState().snapshot.seq).toBe(9)
  })

  it('makes one reading of a burst', async () => {
    socket.say('connect')
    await settle()
    const before = socket.reads()
    server = 60
    for (let seq = 8; seq <= 60; seq++) socket.say('room:changed', { seq, topic: 'chat' })
    await settle()
    expect(socket.reads() - before).toBeLessThanOrEqual(2)
    expect(link.getState().snapshot.seq).toBe(60)
  })

  it('never goes back to an older room', async () => {
    socket.say('connect')
    await settle()
    server = 3
    await link.read()
    expect(link.getState().snapshot.seq).toBe(snapshot.seq)
  })

  it('reads on "read", whatever the number, and when told nonsense', async () => {
    socket.say('connect')
    await settle()
    const before = socket.reads()
    socket.say('room:changed', { seq: 0, topic: 'meeting' })
    await settle()
    socket.say('room:changed', 'nonsense')
    await settle()
    expect(socket.reads()).toBe(before + 2)
  })

  it('keeps the old room when the answer is not a room', async () => {
    socket.answer = async () => ({ ok: true, snapshot: { seq: 99 } })
    socket.say('connect')
    await settle()
    expect(link.getState().snapshot).toBe(snapshot)
  })

  it('answers unavailable when nobody acknowledges, and does not throw', async () => {
    socket.answer = () => Promise.reject(new Error('timeout'))
    expect(await link.send('hand:raise', {})).toEqual({ ok: false, code: 'unavailable' })
    socket.answer = async () => 'garbage'
    expect(await link.send('hand:raise', {})).toEqual({ ok: false, code: 'unavailable' })
  })

  it('says since when it is down, from the first loss, and comes back', async () => {
    socket.say('connect')
    await settle()
    const lostAt = Date.now()
    socket.say('disconnect')
    await vi.advanceTimersByTimeAsync(3000)
    socket.say('connect_error', new Error('xhr'))
    expect(link.getState().downSince).toBe(lostAt)
    socket.say('connect')
    expect(link.getState().downSince).toBeNull()
  })

  it('comes back by itself when the server ended the socket without a final word', async () => {
    socket.say('connect')
    socket.active = false
    const before = socket.connects
    socket.say('disconnect')
    await vi.advanceTimersByTimeAsync(500)
    expect(socket.connects).toBe(before + 1)
  })

  it('stays out once it was told to, and sends nothing more', async () => {
    socket.say('connect')
    await settle()
    socket.say('room:closed', { code: 'seat_banned' })
    socket.active = false
    socket.say('disconnect')
    const { connects } = socket
    const sent = socket.asked.length
    await vi.advanceTimersByTimeAsync(60_000)
    expect(link.getState().closed).toBe('seat_banned')
    expect(socket.connects).toBe(connects)
    expect(await link.send('hand:raise', {})).toEqual({ ok: false, code: 'seat_banned' })
    expect(socket.asked.length).toBe(sent)
  })

  it('takes a refusal at the handshake for final only when it is', async () => {
    socket.active = false
    socket.say('connect_error', Object.assign(new Error(), { data: { code: 'internal' } }))
    expect(link.getState().closed).toBeNull()
    socket.say('connect_error', Object.assign(new Error(), { data: { code: 'meeting_over' } }))
    expect(link.getState().closed).toBe('meeting_over')
  })

  it('reads once in a while even when no signal comes', async () => {
    socket.say('connect')
    await settle()
    server = 12
    await vi.advanceTimersByTimeAsync(46_000)
    expect(link.getState().snapshot.seq).toBe(12)
  })
})
