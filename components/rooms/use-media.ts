'use client'

// The media of this page for React: LiveKit's room, what is true of it, and the three things a person switches. Every
// refusal of a device ends in `problem`, a sentence with a next step; the meeting goes on without it.
import { useAudioPlayback, useConnectionQualityIndicator, useLocalParticipant } from '@livekit/components-react'
import {
  ConnectionQuality,
  LocalAudioTrack,
  ParticipantEvent,
  RoomEvent,
  Track,
  type Room,
  type TrackPublication,
} from 'livekit-client'
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { earlyLineOf } from './early-line/early-line-of'
import { makeLiveRoom } from './live-room'
import type { LineFacts, MediaState, Voice } from './line-state'
import { MediaLink, type MediaNews } from './media-link'
import { lookAround, surroundingsTrouble } from '@/server/rooms/capability/model'
import { mediaProblem, type MediaProblem, type Source } from './media-problem'
import { readDataMode } from './use-data-mode'
import type { RoomHandle } from './use-room'

export type Problem = { source: Source; problem: MediaProblem }

export type Media = {
  room: Room
  state: MediaState
  voice: Voice
  quality: LineFacts['quality']
  isCameraOn: boolean
  isSharing: boolean
  canShare: boolean
  busy: readonly Source[]
  problem: Problem | null
  dismissProblem: () => void
  toggle: (source: Source) => Promise<void>
  /** Takes the microphone anew: for an open one that nobody hears. */
  repairVoice: () => Promise<void>
  takeBack: () => void
  canPlayAudio: boolean
  startAudio: () => Promise<void>
}

const MediaContext = createContext<Media | null>(null)
export const MediaProvider = MediaContext.Provider

export function useMedia(): Media {
  const media = useContext(MediaContext)
  if (!media) throw new Error('useMedia outside of a room')
  return media
}

/** Rights reach LiveKit a moment after they reach us. */
const rightsMs = 3000
/** A press while the first connection is on its way waits this long for it, with its button busy. */
const connectionMs = 10_000

export function useMediaLink(handle: RoomHandle, onNews: (news: MediaNews) => void): Media {
  const { send, snapshot, closed } = handle
  const mayPublish = snapshot.me.mayPublish
  const told = useRef(onNews)
  const wanted = useRef(false)
  const switching = useRef(new Set<Source>())
  const [isWanted, setIsWanted] = useState(false)
  const [isDead, setIsDead] = useState(false)
  const [busy, setBusy] = useState<readonly Source[]>([])
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    told.current = onNews
  })

  const want = useCallback((on: boolean) => {
    wanted.current = on
    setIsWanted(on)
    setIsDead(false)
  }, [])

  const [early] = useState(() => earlyLineOf(snapshot.meeting.id))
  const [room] = useState(() => early?.room ?? makeLiveRoom())
  const [link] = useState(
    () =>
      new MediaLink({
        room,
        early,
        fetchAccess: () => send('media:token', {}),
        wantsAll: () => readDataMode() === 'standard',
        origin: typeof window === 'undefined' ? '' : window.location.origin,
        isSupported: typeof window === 'undefined' || typeof RTCPeerConnection === 'function',
        onNews: (news) => tell.current(news),
      }),
  )
  const tell = useRef((news: MediaNews) => {
    // A new session and a long loss both leave the microphone closed.
    if (news === 'backMuted' || news === 'mutedByChair') want(false)
    told.current(news)
  })
  const state = useSyncExternalStore(link.subscribe, link.getState, link.getState)

  useEffect(() => {
    if (closed !== null) return
    link.start()
    const wake = () => {
      if (document.visibilityState !== 'visible') return
      link.wake()
      // iOS keeps sound that began in the background silent until the page is seen again.
      void room.startAudio().catch(() => {})
    }
    window.addEventListener('online', wake)
    window.addEventListener('pageshow', wake)
    document.addEventListener('visibilitychange', wake)
    return () => {
      window.removeEventListener('online', wake)
      window.removeEventListener('pageshow', wake)
      document.removeEventListener('visibilitychange', wake)
      link.stop()
    }
  }, [link, room, closed])

  const { localParticipant, isMicrophoneEnabled, isCameraEnabled, isScreenShareEnabled, microphoneTrack } =
    useLocalParticipant({ room })
  const { quality } = useConnectionQualityIndicator({ participant: localParticipant })
  const { canPlayAudio, startAudio } = useAudioPlayback(room)

  useEffect(() => link.noteCamera(isCameraEnabled), [link, isCameraEnabled])
  // The right to speak was withdrawn: LiveKit ends the tracks, and this microphone is no longer meant to be open.
  const isOpenWanted = isWanted && mayPublish

  useEffect(() => {
    const onMuted = (publication: TrackPublication) => {
      if (publication.source !== Track.Source.Microphone || !wanted.current) return
      if (switching.current.has('microphone')) return
      // A device that was pulled out is muted by LiveKit too: that one is "they cannot hear you".
      if (publication.track?.mediaStreamTrack.readyState === 'ended') return
      tell.current('mutedByChair')
    }
    // One look at the start proves nothing in a quiet room: only a silence of digits that lasts is a dead microphone.
    const onSilence = async (publication: TrackPublication) => {
      const { audioTrack } = publication
      if (publication.source !== Track.Source.Microphone || !(audioTrack instanceof LocalAudioTrack)) return
      for (let look = 0; look < 3; look++) {
        await new Promise((resolve) => setTimeout(resolve, 1500))
        if (audioTrack.isMuted || !(await audioTrack.checkForSilence())) return
      }
      if (localParticipant.getTrackPublication(Track.Source.Microphone)?.track === audioTrack) setIsDead(true)
    }
    const onSpeaking = (isSpeaking: boolean) => {
      if (isSpeaking) setIsDead(false)
    }
    localParticipant.on(ParticipantEvent.TrackMuted, onMuted)
    localParticipant.on(ParticipantEvent.IsSpeakingChanged, onSpeaking)
    room.on(RoomEvent.LocalAudioSilenceDetected, onSilence)
    return () => {
      localParticipant.off(ParticipantEvent.TrackMuted, onMuted)
      localParticipant.off(ParticipantEvent.IsSpeakingChanged, onSpeaking)
      room.off(RoomEvent.LocalAudioSilenceDetected, onSilence)
    }
  }, [room, localParticipant])

  // A phone call or a headset that was pulled out stops a track without any event of LiveKit's.
  const [isStopped, setIsStopped] = useState(false)
  useEffect(() => {
    if (!isOpenWanted) return
    const look = () => {
      const track = microphoneTrack?.track?.mediaStreamTrack
      setIsStopped(track !== undefined && (track.readyState === 'ended' || track.muted))
    }
    look()
    const timer = setInterval(look, 1000)
    return () => clearInterval(timer)
  }, [isOpenWanted, microphoneTrack])

  const voice: Voice = !mayPublish
    ? 'listening'
    : !isOpenWanted || (busy.includes('microphone') && !isMicrophoneEnabled)
      ? 'muted'
      : isMicrophoneEnabled && !isDead && !isStopped
        ? 'heard'
        : 'unheard'

  const switchOn = useCallback(
    async (source: Source, on: boolean) => {
      switching.current.add(source)
      setBusy([...switching.current])
      setProblem(null)
      try {
        if (on && !(await waitForConnection(link))) return setProblem({ source, problem: 'notConnected' })
        if (on) await waitForRights(room)
        if (source === 'microphone') {
          if (!on) want(false)
          await localParticipant.setMicrophoneEnabled(on)
          if (on) want(true)
        } else if (source === 'camera') await localParticipant.setCameraEnabled(on)
        else await localParticipant.setScreenShareEnabled(on, { audio: true, contentHint: 'detail' })
      } catch (error) {
        const found = mediaProblem(error, source, navigator.userAgent)
        if (found) setProblem({ source, problem: found })
      } finally {
        switching.current.delete(source)
        setBusy([...switching.current])
      }
    },
    [link, room, localParticipant, want],
  )

  const toggle = useCallback(
    async (source: Source) => {
      if (switching.current.has(source)) return
      const isOn = source === 'microphone' ? isOpenWanted : source === 'camera' ? isCameraEnabled : isScreenShareEnabled
      if (isOn) return switchOn(source, false)
      const cannot = surroundingsTrouble(lookAround(window))
      if (cannot) return setProblem({ source, problem: cannot })
      if (!mayPublish) return setProblem({ source, problem: 'notAllowedHere' })
      const { kind } = link.getState()
      if (kind !== 'connected' && kind !== 'connecting') return setProblem({ source, problem: 'notConnected' })
      // The press that opens a microphone is also the press that lets this page make sound.
      void room.startAudio().catch(() => {})
      return switchOn(source, true)
    },
    [isOpenWanted, isCameraEnabled, isScreenShareEnabled, mayPublish, link, room, switchOn],
  )

  const repairVoice = useCallback(async () => {
    if (switching.current.has('microphone')) return
    const stale = localParticipant.getTrackPublication(Track.Source.Microphone)?.audioTrack
    if (stale) await localParticipant.unpublishTrack(stale.mediaStreamTrack).catch(() => {})
    await switchOn('microphone', true)
  }, [localParticipant, switchOn])

  const canShare = useSyncExternalStore(never, hasScreens, () => false)

  return useMemo(
    () => ({
      room,
      state,
      voice,
      quality: qualityOf(quality),
      isCameraOn: isCameraEnabled,
      isSharing: isScreenShareEnabled,
      canShare,
      busy,
      problem,
      dismissProblem: () => setProblem(null),
      toggle,
      repairVoice,
      takeBack: () => link.takeBack(),
      canPlayAudio,
      startAudio,
    }),
    [
      room,
      state,
      voice,
      quality,
      isCameraEnabled,
      isScreenShareEnabled,
      canShare,
      busy,
      problem,
      toggle,
      repairVoice,
      link,
      canPlayAudio,
      startAudio,
    ],
  )
}

const never = () => () => {}
/** Phones have no way to show their screen. */
const hasScreens = () => navigator.mediaDevices?.getDisplayMedia !== undefined

function qualityOf(quality: ConnectionQuality): LineFacts['quality'] {
  switch (quality) {
    case ConnectionQuality.Excellent:
    case ConnectionQuality.Good:
      return 'good'
    case ConnectionQuality.Poor:
      return 'poor'
    case ConnectionQuality.Lost:
      return 'lost'
    default:
      return 'unknown'
  }
}

async function waitForConnection(link: MediaLink): Promise<boolean> {
  const isUnderWay = () => link.getState().kind === 'connecting'
  if (isUnderWay())
    await new Promise<void>((resolve) => {
      const look = () => {
        if (isUnderWay()) return
        clearTimeout(timer)
        stop()
        resolve()
      }
      const stop = link.subscribe(look)
      const timer = setTimeout(() => {
        stop()
        resolve()
      }, connectionMs)
    })
  return link.getState().kind === 'connected'
}

async function waitForRights(room: Room): Promise<void> {
  const { localParticipant } = room
  if (localParticipant.permissions?.canPublish !== false) return
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      localParticipant.off(ParticipantEvent.ParticipantPermissionsChanged, done)
      resolve()
    }
    const timer = setTimeout(done, rightsMs)
    localParticipant.on(ParticipantEvent.ParticipantPermissionsChanged, done)
  })
}
