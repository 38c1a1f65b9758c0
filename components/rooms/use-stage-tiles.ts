'use client'

// Everything on the stage as tiles, and which one is big: LiveKit's tracks joined with the seats of the record.
import { useParticipants, useSpeakingParticipants, useTracks } from '@livekit/components-react'
import type { TrackReferenceOrPlaceholder } from '@livekit/components-react'
import { Track, type Participant } from 'livekit-client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { orderTiles, type SpeakerFacts } from './arrange-tiles'
import { gridPerPage } from './choose-layout'
import { joinPeople, type MediaPeer } from './join-people'
import { StageMemory } from './stage-memory'
import type { TileFacts } from './tile'
import type { Media } from './use-media'
import type { RoomHandle } from './use-room'

type Peer = MediaPeer & { participant: Participant }

export type StageTiles = {
  people: TileFacts[]
  /** Screens of others, newest last; one's own would be a hall of mirrors. */
  screens: TileFacts[]
  /** Id of the tile that is big in the speaker view. */
  big: string | null
}

export function useStageTiles({ snapshot }: RoomHandle, { room }: Media, focus: string | null): StageTiles {
  const participants = useParticipants({ room })
  const speaking = useSpeakingParticipants({ room })
  const cameras = useTracks([{ source: Track.Source.Camera, withPlaceholder: true }], { room, onlySubscribed: false })
  const shares = useTracks([Track.Source.ScreenShare], { room, onlySubscribed: false })
  const me = snapshot.me.seatId
  const peers = participants.map((participant): Peer => ({
    identity: participant.identity,
    metadata: participant.metadata,
    hasVideo: participant.isCameraEnabled,
    isLocal: participant.isLocal,
    participant,
  }))
  const people = joinPeople(snapshot.seats, peers, me)
  const seatOf = new Map(people.map((person) => [person.peer?.identity ?? '', person.seat.id]))
  const voices = speaking.flatMap((participant) => seatOf.get(participant.identity) ?? [])
  const floor = snapshot.meeting.floor?.seatId ?? null

  const ids = people.map((person) => person.seat.id as string)
  const facts: SpeakerFacts = { present: ids, me, focus, floor, speaking: voices, fallback: ids }
  const [memory] = useState(() => new StageMemory())
  const { order: known, held } = useSyncExternalStore(memory.subscribe, memory.get, memory.get)
  useEffect(() => memory.look(facts))
  const order = orderTiles(known, ids, voices, gridPerPage)

  const trackOf = (tracks: readonly TrackReferenceOrPlaceholder[], identity: string | undefined) =>
    tracks.find((track) => track.participant.identity === identity)
  const byId = new Map(people.map((person) => [person.seat.id as string, person]))
  const tiles = order.flatMap((id): TileFacts[] => {
    const person = byId.get(id)
    if (!person) return []
    const participant = person.peer?.participant ?? null
    return [
      {
        id,
        seat: person.seat,
        participant,
        track: trackOf(cameras, participant?.identity),
        isMe: person.isMe,
        isScreen: false,
        isSpeaking: voices.includes(person.seat.id),
        isMicrophoneOn: participant?.isMicrophoneEnabled ?? false,
      },
    ]
  })
  const screens = shares.flatMap((track): TileFacts[] => {
    const owner = tiles.find((tile) => tile.participant?.identity === track.participant.identity)
    if (!owner || owner.isMe) return []
    return [{ ...owner, id: `${owner.id}:screen`, track, isScreen: true, isSpeaking: false }]
  })
  return { people: tiles, screens, big: held?.id ?? null }
}
