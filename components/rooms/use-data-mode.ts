'use client'

import { RoomEvent, Track, VideoQuality, type RemoteTrackPublication, type Room } from 'livekit-client'
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import {
  DataMeter,
  offeredMode,
  parseDataMode,
  wantedPictures,
  weakSince,
  type DataMode,
  type Picture,
} from './data-mode'
import { dataModeKey } from './data-mode-key'
import type { LineState } from './line-state'

export type Data = {
  mode: DataMode
  choose: (mode: DataMode) => void
  /** Sent and received by the media of this stay; null until something was measured. */
  megabytes: number | null
}

const DataContext = createContext<Data>({ mode: 'standard', choose: () => {}, megabytes: null })
export const DataProvider = DataContext.Provider
export const useData = (): Data => useContext(DataContext)

/** When there may be something that LiveKit has not been asked for: what stood at the beginning has no event of its own. */
const published = [RoomEvent.TrackPublished, RoomEvent.Connected, RoomEvent.Reconnected] as const

const measureEveryMs = 3000
const small = { width: 320, height: 180, frameRate: 15 }

export function useDataMode(room: Room): Data {
  const [mode, setMode] = useState<DataMode>('standard')
  const [megabytes, setMegabytes] = useState<number | null>(null)
  useEffect(() => {
    // After the first paint: the server does not know what this device keeps.
    const first = setTimeout(() => setMode(readDataMode()))
    return () => clearTimeout(first)
  }, [])
  useEffect(() => {
    const meter = new DataMeter()
    const names = new WeakMap<object, string>()
    let count = 0
    const measure = async () => {
      const manager = room.engine?.pcManager
      for (const transport of [manager?.publisher, manager?.subscriber]) {
        if (!transport) continue
        const name = names.get(transport) ?? String(count++)
        names.set(transport, name)
        const stats = await transport.getStats().catch(() => undefined)
        stats?.forEach((one: { type: string; id: string; bytesSent?: number; bytesReceived?: number }) => {
          if (one.type === 'transport') meter.add(`${name} ${one.id}`, (one.bytesSent ?? 0) + (one.bytesReceived ?? 0))
        })
      }
      if (count > 0) setMegabytes(meter.megabytes)
    }
    const timer = setInterval(() => void measure(), measureEveryMs)
    return () => clearInterval(timer)
  }, [room])
  useEffect(() => {
    // Every mode hears everybody; a line that was opened to save data brings nothing by itself.
    const apply = () => {
      for (const { audioTrackPublications } of room.remoteParticipants.values())
        for (const publication of audioTrackPublications.values())
          if (!publication.isDesired) publication.setSubscribed(true)
    }
    apply()
    for (const event of published) room.on(event, apply)
    return () => {
      for (const event of published) room.off(event, apply)
    }
  }, [room])
  useEffect(() => {
    const apply = () => void shrinkCamera(room, mode === 'saving')
    apply()
    // A camera that was off is taken anew, in its full size.
    room.on(RoomEvent.LocalTrackPublished, apply).on(RoomEvent.TrackUnmuted, apply)
    return () => {
      room.off(RoomEvent.LocalTrackPublished, apply).off(RoomEvent.TrackUnmuted, apply)
    }
  }, [room, mode])
  const choose = useCallback(
    (next: DataMode) => {
      setMode(next)
      keep(next)
      // What is said of the mode holds at once: nothing but sound goes out either.
      if (next === 'sound') void room.localParticipant.setCameraEnabled(false)
    },
    [room],
  )
  return useMemo(() => ({ mode, choose, megabytes }), [mode, choose, megabytes])
}

/** Asks LiveKit for exactly the pictures that the mode takes, now and whenever somebody begins to show one. */
export function usePictures(room: Room, mode: DataMode, big: { seat: string; screen: string | null } | null): void {
  const seat = big?.seat ?? null
  const screen = big?.screen ?? null
  useEffect(() => {
    const apply = () => {
      const publications = remotePictures(room)
      const pictures = publications.map(({ identity, publication }): Picture => ({
        sid: publication.trackSid,
        // The identity at LiveKit is the seat's id.
        seat: identity,
        isScreen: publication.source === Track.Source.ScreenShare,
      }))
      const wanted = wantedPictures(mode, pictures, seat === null ? null : { seat, screen })
      for (const { publication } of publications) {
        const how = wanted.get(publication.trackSid) ?? 'full'
        // The order matters: a track that is not subscribed takes no other wish.
        if (publication.isDesired !== (how !== 'off')) publication.setSubscribed(how !== 'off')
        if (how !== 'off') publication.setVideoQuality(how === 'low' ? VideoQuality.LOW : VideoQuality.HIGH)
      }
    }
    apply()
    const events = [...published, RoomEvent.TrackSubscribed]
    for (const event of events) room.on(event, apply)
    return () => {
      for (const event of events) room.off(event, apply)
    }
  }, [room, mode, seat, screen])
}

/** One's own camera is small too while data is saved; its usual size is what live-room.ts asked for. */
async function shrinkCamera(room: Room, isSmall: boolean): Promise<void> {
  const track = room.localParticipant.getTrackPublication(Track.Source.Camera)?.videoTrack?.mediaStreamTrack
  if (track?.readyState !== 'live') return
  const isSmallNow = (track.getSettings().height ?? 0) <= small.height
  if (isSmall === isSmallNow) return
  const { width, height, frameRate } = isSmall ? small : (room.options.videoCaptureDefaults?.resolution ?? {})
  await track.applyConstraints({ width, height, frameRate }).catch(() => {
    // A camera that knows no such size stays as it is: saving is a wish here, not a promise.
  })
}

function remotePictures(room: Room): { identity: string; publication: RemoteTrackPublication }[] {
  return [...room.remoteParticipants.values()].flatMap((participant) =>
    [...participant.videoTrackPublications.values()].map((publication) => ({
      identity: participant.identity,
      publication,
    })),
  )
}

/** The mode to offer, looked at every second while the line is poor. */
export function useDataOffer(line: LineState, { mode }: Data): { offered: DataMode | null; decline: () => void } {
  const [declined, setDeclined] = useState<readonly DataMode[]>([])
  const [weak, setWeak] = useState<{ since: number | null; ms: number }>({ since: null, ms: 0 })
  const [wantsToSave, setWantsToSave] = useState(false)
  const { kind } = line
  useEffect(() => {
    const look = () => {
      setWeak((before) => {
        const since = weakSince(before.since, kind, Date.now())
        return { since, ms: since === null ? 0 : Date.now() - since }
      })
      setWantsToSave((navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true)
    }
    const first = setTimeout(look)
    const timer = setInterval(look, 1000)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }
  }, [kind])
  const offered = offeredMode({ mode, weakMs: weak.ms, wantsToSave, declined })
  return { offered, decline: () => (offered ? setDeclined((before) => [...before, offered]) : undefined) }
}

/** The mode that this device keeps. */
export const readDataMode = (): DataMode => parseDataMode(readKept())

function readKept(): string | null {
  try {
    return window.localStorage.getItem(dataModeKey)
  } catch {
    // A private window refuses storage: the standard, for this stay.
    return null
  }
}

function keep(mode: DataMode): void {
  try {
    window.localStorage.setItem(dataModeKey, mode)
  } catch {
    return
  }
}
