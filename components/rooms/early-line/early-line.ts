// The room's line to LiveKit, opened by the page's first script while React and the rest still come: nothing between the
// page and the first picture waits for them. The page takes this line over; one that nobody takes is closed again. It
// hears and sees, and never opens a microphone or a camera.
import { RoomEvent, Track, type DisconnectReason, type RemoteTrack, type Room } from 'livekit-client'
import { dataModeKey } from '@/components/rooms/data-mode-key'
import { makeLiveRoom } from '@/components/rooms/live-room'

/** How LiveKit's first connection came out; a reason: it was up, and ended before the page took it. */
export type EarlyEnd = { isUp: true } | { isUp: false; reason?: DisconnectReason }

export type EarlyLine = {
  meetingId: string
  room: Room
  /** From now on the line is the page's. */
  take: () => Promise<EarlyEnd>
  /** The page shows its own pictures. */
  release: () => void
  /** The first picture is there, or there is none to come: what else the page does no longer delays it. */
  isSettled: Promise<void>
}

/** What the page's HTML says for who is in. */
export type EarlyAccess = { meetingId: string; path: string; token: string }

declare global {
  interface Window {
    /**
     * LiveKit's client as the first script brought it, once: classes are compared; null where the page has its own.
     * `line` until it is taken.
     */
    lianxiRoom?: { client: typeof import('livekit-client') | null; line: EarlyLine | null }
  }
}

/** Milliseconds after which a page that never came alive gives its place in the room back. */
const untakenMs = 30_000
/** Milliseconds for which the page's own start makes way, at most: on a slow phone either takes a second of its processor. */
const makeWayMs = 1500

export function openEarlyLine({ meetingId, path, token }: EarlyAccess): EarlyLine | null {
  if (typeof RTCPeerConnection !== 'function' || !wantsAll()) return null
  const room = makeLiveRoom()
  const { isShown, release } = showFirstPicture(room)
  let ended: { reason?: DisconnectReason } | undefined
  const onEnd = (reason?: DisconnectReason) => (ended = { reason })
  room.on(RoomEvent.Disconnected, onEnd)
  const connected = room
    .connect(`${location.origin.replace(/^http/, 'ws')}${path}`, token, { maxRetries: 1 })
    .then(() => true)
    .catch(() => false)
  const untaken = setTimeout(() => {
    if (window.lianxiRoom) window.lianxiRoom.line = null
    release()
    void room.disconnect()
  }, untakenMs)
  return {
    meetingId,
    room,
    async take() {
      clearTimeout(untaken)
      if (window.lianxiRoom) window.lianxiRoom.line = null
      const wasUp = await connected
      room.off(RoomEvent.Disconnected, onEnd)
      if (wasUp && !ended) return { isUp: true }
      release()
      return { isUp: false, ...(wasUp && ended) }
    },
    release,
    isSettled: Promise.race([
      connected.then((isUp) => (isUp && someoneShows(room) ? isShown : undefined)),
      new Promise<void>((resolve) => setTimeout(resolve, makeWayMs)),
    ]),
  }
}

const someoneShows = (room: Room) =>
  [...room.remoteParticipants.values()].some(({ videoTrackPublications }) =>
    [...videoTrackPublications.values()].some(({ isMuted }) => !isMuted),
  )

/** Who saves data is asked nothing before the page knows what to take. */
function wantsAll(): boolean {
  try {
    return (window.localStorage.getItem(dataModeKey) ?? 'standard') === 'standard'
  } catch {
    return true
  }
}

/**
 * The first picture of somebody else, over the words that say "connecting", until the page shows its own. It stands in a
 * shadow of the place that the page keeps for it: React, which comes alive around it, sees nothing of that.
 */
function showFirstPicture(room: Room): { isShown: Promise<void>; release: () => void } {
  let tell = () => {}
  const isShown = new Promise<void>((resolve) => (tell = resolve))
  let shown: { track: RemoteTrack; video: HTMLVideoElement } | undefined
  const onTrack = (track: RemoteTrack) => {
    const place = document.querySelector('[data-first-picture]')
    if (track.kind !== Track.Kind.Video || !place || place.shadowRoot) return
    const video = document.createElement('video')
    video.muted = true
    video.playsInline = true
    Object.assign(video.style, { position: 'absolute', inset: '0', width: '100%', height: '100%', objectFit: 'cover' })
    place.attachShadow({ mode: 'open' }).append(video)
    video.addEventListener('loadeddata', tell, { once: true })
    track.attach(video)
    shown = { track, video }
  }
  room.on(RoomEvent.TrackSubscribed, onTrack)
  const release = () => {
    room.off(RoomEvent.TrackSubscribed, onTrack)
    shown?.track.detach(shown.video)
    shown?.video.remove()
    shown = undefined
  }
  return { isShown, release }
}
