// Keeps this seat's media up: asks for a token, connects, and after a loss that LiveKit gives up on begins again, for as
// long as the page is open. One seat has one media connection: when a newer tab takes it, this one stays out until asked.
// A microphone never opens by itself: a new session starts muted, and a long loss mutes it.
import { ConnectionState, DisconnectReason, RoomEvent, type Room } from 'livekit-client'
import type { Ack } from '@/server/rooms/contract'
import type { EarlyLine } from './early-line/early-line'
import type { MediaState } from './line-state'
import { retryDelay } from './retry-delay'
import { isFinal } from './room-link'

/** What the person should hear of, once. */
export type MediaNews = 'backMuted' | 'mutedByChair' | 'cameraLost'

/** After a loss longer than this an open microphone is closed: its owner may have gone on talking to somebody else. */
const keepOpenMs = 10_000
/** After a loss longer than this a camera does not come back by itself either. */
const keepCameraMs = 60_000
/** Milliseconds for which the early picture stays behind the page's own. */
const releaseMs = 1000
const missingRetryMs = { starting: 3000, unreachable: 5000, notInstalled: 30_000 } as const

type Options = {
  room: Pick<Room, 'on' | 'off' | 'connect' | 'disconnect' | 'localParticipant' | 'state'>
  /** The line that the page's first script opened on this room. */
  early?: Pick<EarlyLine, 'take' | 'release'>
  fetchAccess: () => Promise<Ack<'media:token'>>
  /** Whether all that others send is wanted; else LiveKit sends nothing but what is asked for. */
  wantsAll: () => boolean
  /** http(s)://host of this page. */
  origin: string
  isSupported: boolean
  onNews: (news: MediaNews) => void
  now?: () => number
}

export class MediaLink {
  #options: Options
  #now: () => number
  #state: MediaState
  #listeners = new Set<() => void>()
  #attempt = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Grows with every start and stop: what an older run still awaits is dropped. */
  #run = 0
  /** The run that is opening the line: it decides itself when to try again, so that there are never two questions. */
  #opening: number | null = null
  #isOn = false
  #early: Options['early']
  #cameraWasOn = false
  #wasUp = false

  constructor(options: Options) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#early = options.early
    this.#state = options.isSupported ? { kind: 'connecting' } : { kind: 'unsupported' }
  }

  getState = (): MediaState => this.#state

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  start(): void {
    if (this.#isOn || !this.#options.isSupported) return
    this.#isOn = true
    this.#attempt = 0
    const { room } = this.#options
    room.on(RoomEvent.SignalReconnecting, this.#onReconnecting)
    room.on(RoomEvent.Reconnecting, this.#onReconnecting)
    room.on(RoomEvent.Reconnected, this.#onReconnected)
    room.on(RoomEvent.Disconnected, this.#onDisconnected)
    void this.#connect()
  }

  stop(): void {
    if (!this.#isOn) return
    this.#isOn = false
    this.#run++
    clearTimeout(this.#timer)
    const { room } = this.#options
    room.off(RoomEvent.SignalReconnecting, this.#onReconnecting)
    room.off(RoomEvent.Reconnecting, this.#onReconnecting)
    room.off(RoomEvent.Reconnected, this.#onReconnected)
    room.off(RoomEvent.Disconnected, this.#onDisconnected)
    void room.disconnect()
  }

  /** "Use it here": takes the media back from the other tab or device. */
  takeBack(): void {
    if (this.#state.kind !== 'elsewhere') return
    this.#set({ kind: 'connecting' })
    this.#attempt = 0
    void this.#connect()
  }

  /** Do not wait for the next try: the page is seen again, the network is back, or video became ready. */
  wake(): void {
    if (!this.#isOn || this.#timer === undefined) return
    this.#attempt = 0
    void this.#connect()
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const run = (this.#opening = ++this.#run)
    const { room, fetchAccess, origin, wantsAll } = this.#options
    if (await this.#takeEarly(run)) return
    const answer = await fetchAccess()
    if (run !== this.#run) return
    if (!answer.ok) {
      // The seat's stay is over: the room's own link says why.
      if (!isFinal(answer.code)) this.#later(retryDelay(this.#attempt++))
      return
    }
    const { media } = answer
    if (media.state === 'missing') {
      this.#wasUp = false
      this.#set({ kind: 'missing', reason: media.reason })
      this.#later(missingRetryMs[media.reason])
      return
    }
    if (this.#state.kind === 'missing') this.#set({ kind: 'connecting' })
    try {
      const address = `${origin.replace(/^http/, 'ws')}${media.path}`
      await room.connect(address, media.token, { maxRetries: 1, autoSubscribe: wantsAll() })
    } catch {
      if (run === this.#run) this.#later(retryDelay(this.#attempt++, undefined, 600, 10_000))
      return
    }
    if (run !== this.#run) {
      if (!this.#isOn) void room.disconnect()
      return
    }
    await this.#onUp()
  }

  /** @returns whether there is nothing left to do: the line stands, ended for good, or is no longer wanted */
  async #takeEarly(run: number): Promise<boolean> {
    const early = this.#early
    if (!early) return false
    this.#early = undefined
    const { room } = this.#options
    const end = await early.take()
    if (run !== this.#run) {
      early.release()
      if (!this.#isOn) void room.disconnect()
      return true
    }
    if (!end.isUp) {
      if (end.reason !== DisconnectReason.DUPLICATE_IDENTITY) return false
      // A newer tab has the place already.
      this.#onDisconnected(end.reason)
      return true
    }
    await this.#onUp()
    if (room.state !== ConnectionState.Connected) this.#onReconnecting()
    // Not before the page's own picture stands there.
    setTimeout(early.release, releaseMs)
    return true
  }

  async #onUp(): Promise<void> {
    this.#opening = null
    const lostFor = this.#lostFor()
    const isRejoin = this.#wasUp
    this.#attempt = 0
    this.#wasUp = true
    this.#set({ kind: 'connected' })
    if (!isRejoin) return
    // A new session publishes nothing by itself.
    this.#options.onNews('backMuted')
    await this.#restoreCamera(lostFor)
  }

  /** The camera that was on comes back after a short loss; otherwise its owner is told. Never silently off. */
  async #restoreCamera(lostFor: number): Promise<void> {
    const { room, onNews } = this.#options
    if (!this.#cameraWasOn || room.localParticipant.isCameraEnabled) return
    this.#cameraWasOn = false
    if (lostFor > keepCameraMs) return onNews('cameraLost')
    await room.localParticipant.setCameraEnabled(true).catch(() => onNews('cameraLost'))
  }

  #onReconnecting = (): void => {
    if (this.#state.kind === 'connected') this.#set({ kind: 'reconnecting', since: this.#now() })
  }

  #onReconnected = (): void => {
    const lostFor = this.#lostFor()
    this.#set({ kind: 'connected' })
    const { localParticipant } = this.#options.room
    // LiveKit's own full reconnect may leave the camera behind as well.
    void this.#restoreCamera(lostFor)
    if (lostFor <= keepOpenMs || !localParticipant.isMicrophoneEnabled) return
    void localParticipant.setMicrophoneEnabled(false)
    this.#options.onNews('backMuted')
  }

  #onDisconnected = (reason?: DisconnectReason): void => {
    if (!this.#isOn) return
    if (reason === DisconnectReason.DUPLICATE_IDENTITY) {
      // Never back by itself, or two tabs would take it from each other for ever.
      this.#run++
      clearTimeout(this.#timer)
      this.#timer = undefined
      this.#cameraWasOn = false
      this.#wasUp = false
      this.#set({ kind: 'elsewhere' })
      return
    }
    // A connect reports its failure by throwing.
    const { kind } = this.#state
    if (this.#opening === this.#run || kind === 'connecting' || kind === 'elsewhere') return
    if (kind !== 'reconnecting') this.#set({ kind: 'reconnecting', since: this.#now() })
    if (this.#timer === undefined) this.#later(retryDelay(this.#attempt++))
  }

  /** Told by the page while the track is still there: LiveKit forgets it with the connection. */
  noteCamera(isOn: boolean): void {
    if (this.#state.kind === 'connected') this.#cameraWasOn = isOn
  }

  #lostFor(): number {
    return this.#state.kind === 'reconnecting' ? this.#now() - this.#state.since : 0
  }

  #later(ms: number): void {
    clearTimeout(this.#timer)
    this.#opening = null
    if (!this.#isOn) return
    this.#timer = setTimeout(() => void this.#connect(), ms)
  }

  #set(state: MediaState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
