import { ConnectionState, DisconnectReason, RoomEvent } from 'livekit-client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Ack } from '@/server/rooms/contract'
import type { EarlyEnd } from './early-line/early-line'
import { MediaLink, type MediaNews } from './media-link'

class FakeRoom {
  connects: string[] = []
  takesAll: boolean[] = []
  disconnects = 0
  fail = false
  state = ConnectionState.Connected
  localParticipant = {
    isMicrophoneEnabled: false,
    isCameraEnabled: false,
    setMicrophoneEnabled: vi.fn(async (on: boolean) => void (this.localParticipant.isMicrophoneEnabled = on)),
    setCameraEnabled: vi.fn(async () => {}),
  }
  #listeners = new Map<string, Set<(...args: unknown[]) => void>>()
  on(event: string, listener: (...args: unknown[]) => void) {
    this.#listeners.set(event, (this.#listeners.get(event) ?? new Set()).add(listener))
  }
  off(event: string, listener: (...args: unknown[]) => void) {
    this.#listeners.get(event)?.delete(listener)
  }
  async connect(url: string, _token: string, { autoSubscribe }: { autoSubscribe: boolean }) {
    this.connects.push(url)
    this.takesAll.push(autoSubscribe)
    if (this.fail) throw new Error('no way')
  }
  async disconnect() {
    this.disconnects++
  }
  say(event: RoomEvent, ...args: unknown[]) {
    this.#listeners.get(event)?.forEach((listener) => listener(...args))
  }
}

const ready: Ack<'media:token'> = { ok: true, media: { state: 'ready', path: '/livekit', token: 't' } }
const settle = () => vi.advanceTimersByTimeAsync(0)

let room: FakeRoom
let access: Ack<'media:token'>
let news: MediaNews[]
let wantsAll: boolean
let fetchAccess: () => Promise<Ack<'media:token'>>
let link: MediaLink

function make(isSupported = true, early?: { take: () => Promise<EarlyEnd>; release: () => void }) {
  return new MediaLink({
    room: room as never,
    early,
    fetchAccess: () => fetchAccess(),
    wantsAll: () => wantsAll,
    origin: 'https://hub.example',
    isSupported,
    onNews: (each) => news.push(each),
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  room = new FakeRoom()
  access = ready
  news = []
  wantsAll = true
  fetchAccess = async () => access
  link = make()
})
afterEach(() => {
  link.stop()
  vi.useRealTimers()
})

describe('MediaLink', () => {
  it('connects on our own origin, by wss', async () => {
    link.start()
    await settle()
    expect(room.connects).toEqual(['wss://hub.example/livekit'])
    expect(link.getState()).toEqual({ kind: 'connected' })
    expect(news).toEqual([])
  })

  it('lets nothing come unasked for whoever saves data, as they want it at that moment', async () => {
    wantsAll = false
    link.start()
    await settle()
    wantsAll = true
    room.say(RoomEvent.Disconnected, DisconnectReason.SERVER_SHUTDOWN)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(room.takesAll).toEqual([false, true])
  })

  it('says what is missing, and comes by itself when it is there', async () => {
    access = { ok: true, media: { state: 'missing', reason: 'starting' } }
    link.start()
    await settle()
    expect(link.getState()).toEqual({ kind: 'missing', reason: 'starting' })
    access = ready
    await vi.advanceTimersByTimeAsync(3000)
    expect(link.getState()).toEqual({ kind: 'connected' })
  })

  it('goes on trying after LiveKit gave up, counting from the loss', async () => {
    link.start()
    await settle()
    const lostAt = Date.now()
    room.say(RoomEvent.Reconnecting)
    await vi.advanceTimersByTimeAsync(2000)
    room.fail = true
    room.say(RoomEvent.Disconnected, DisconnectReason.SIGNAL_CLOSE)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(link.getState()).toEqual({ kind: 'reconnecting', since: lostAt })
    expect(room.connects.length).toBeGreaterThan(4)
    room.fail = false
    await vi.advanceTimersByTimeAsync(11_000)
    expect(link.getState()).toEqual({ kind: 'connected' })
  })

  it('comes back muted and says so; the camera of a short loss returns', async () => {
    link.start()
    await settle()
    link.noteCamera(true)
    room.say(RoomEvent.Disconnected, DisconnectReason.SIGNAL_CLOSE)
    link.noteCamera(false)
    await vi.advanceTimersByTimeAsync(1000)
    expect(news).toEqual(['backMuted'])
    expect(room.localParticipant.setMicrophoneEnabled).not.toHaveBeenCalled()
    expect(room.localParticipant.setCameraEnabled).toHaveBeenCalledWith(true)
  })

  it('brings the camera back after a full reconnect of LiveKit, leaves one that stayed, tells of one that is too late', async () => {
    link.start()
    await settle()
    const { localParticipant } = room
    const lose = async (ms: number) => {
      link.noteCamera(true)
      room.say(RoomEvent.Reconnecting)
      await vi.advanceTimersByTimeAsync(ms)
      room.say(RoomEvent.Reconnected)
      await settle()
    }
    localParticipant.isCameraEnabled = true
    await lose(2000)
    expect(localParticipant.setCameraEnabled).not.toHaveBeenCalled()
    localParticipant.isCameraEnabled = false
    await lose(2000)
    expect(localParticipant.setCameraEnabled).toHaveBeenCalledTimes(1)
    expect(news).toEqual([])
    await lose(61_000)
    expect(localParticipant.setCameraEnabled).toHaveBeenCalledTimes(1)
    expect(news).toEqual(['cameraLost'])
  })

  it('closes an open microphone after a long loss, and leaves it after a blink', async () => {
    link.start()
    await settle()
    room.localParticipant.isMicrophoneEnabled = true
    room.say(RoomEvent.Reconnecting)
    await vi.advanceTimersByTimeAsync(2000)
    room.say(RoomEvent.Reconnected)
    expect(room.localParticipant.isMicrophoneEnabled).toBe(true)
    room.say(RoomEvent.SignalReconnecting)
    await vi.advanceTimersByTimeAsync(11_000)
    room.say(RoomEvent.Reconnected)
    expect(room.localParticipant.isMicrophoneEnabled).toBe(false)
    expect(news).toEqual(['backMuted'])
  })

  it('leaves the media to a newer tab until it is asked back', async () => {
    link.start()
    await settle()
    room.say(RoomEvent.Disconnected, DisconnectReason.DUPLICATE_IDENTITY)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(link.getState()).toEqual({ kind: 'elsewhere' })
    expect(room.connects).toHaveLength(1)
    link.takeBack()
    await settle()
    expect(link.getState()).toEqual({ kind: 'connected' })
    expect(room.connects).toHaveLength(2)
  })

  it('asks once at a time, whatever is heard of the line that was lost', async () => {
    link.start()
    await settle()
    let asked = 0
    let answer = (_: Ack<'media:token'>) => {}
    fetchAccess = () => {
      asked++
      return new Promise((resolve) => (answer = resolve))
    }
    room.say(RoomEvent.Disconnected, DisconnectReason.SIGNAL_CLOSE)
    await vi.advanceTimersByTimeAsync(2000)
    room.say(RoomEvent.Disconnected, DisconnectReason.SIGNAL_CLOSE)
    link.wake()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toBe(1)
    answer(ready)
    await settle()
    expect(link.getState()).toEqual({ kind: 'connected' })
    expect(room.connects).toHaveLength(2)
  })

  it('does not ask again for a seat whose stay is over', async () => {
    access = { ok: false, code: 'seat_banned' }
    link.start()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(room.connects).toEqual([])
  })

  it('asks again when the answer was lost', async () => {
    access = { ok: false, code: 'unavailable' }
    link.start()
    await settle()
    access = ready
    await vi.advanceTimersByTimeAsync(500)
    expect(link.getState()).toEqual({ kind: 'connected' })
  })

  it('does nothing where the browser cannot', async () => {
    const none = make(false)
    none.start()
    await settle()
    expect(none.getState()).toEqual({ kind: 'unsupported' })
    expect(room.connects).toEqual([])
  })

  describe('with a line that the page’s first script opened', () => {
    const released = vi.fn()
    const take = (end: EarlyEnd) => {
      released.mockClear()
      link = make(true, { take: async () => end, release: released })
      link.start()
      return settle()
    }

    it('takes it as it stands and asks for nothing', async () => {
      access = { ok: false, code: 'unavailable' }
      await take({ isUp: true })
      expect(link.getState()).toEqual({ kind: 'connected' })
      expect(room.connects).toEqual([])
      expect(news).toEqual([])
      expect(released).not.toHaveBeenCalled()
      await vi.advanceTimersByTimeAsync(1000)
      expect(released).toHaveBeenCalledTimes(1)
    })

    it('says so when it is just being mended', async () => {
      room.state = ConnectionState.Reconnecting
      await take({ isUp: true })
      expect(link.getState()).toMatchObject({ kind: 'reconnecting' })
      room.say(RoomEvent.Reconnected)
      expect(link.getState()).toEqual({ kind: 'connected' })
    })

    it('asks for a token of its own when it failed or was lost', async () => {
      await take({ isUp: false })
      expect(room.connects).toHaveLength(1)
      expect(link.getState()).toEqual({ kind: 'connected' })
      await take({ isUp: false, reason: DisconnectReason.SIGNAL_CLOSE })
      expect(room.connects).toHaveLength(2)
    })

    it('leaves the place to a newer tab that took it meanwhile', async () => {
      await take({ isUp: false, reason: DisconnectReason.DUPLICATE_IDENTITY })
      await vi.advanceTimersByTimeAsync(120_000)
      expect(link.getState()).toEqual({ kind: 'elsewhere' })
      expect(room.connects).toEqual([])
    })

    it('uses it once: after a loss there is a token of its own', async () => {
      await take({ isUp: true })
      room.say(RoomEvent.Disconnected, DisconnectReason.SIGNAL_CLOSE)
      await vi.advanceTimersByTimeAsync(1000)
      expect(room.connects).toHaveLength(1)
      expect(news).toEqual(['backMuted'])
    })
  })

  it('can be stopped and started, as React does, with one connection left', async () => {
    link.start()
    link.stop()
    link.start()
    await settle()
    expect(room.connects).toHaveLength(1)
    expect(link.getState()).toEqual({ kind: 'connected' })
  })
})
