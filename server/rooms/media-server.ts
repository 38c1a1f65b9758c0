// LiveKit's server API as this project uses it: make a room, drop a participant, set rights, mute, end. Whether there is
// a LiveKit at all is read from runtime() at every call: it may come up, move or go while we run.
import { RoomServiceClient, TrackSource, type ParticipantInfo } from 'livekit-server-sdk'
import { runtime } from '@/server/env'
import { AppError } from '@/server/errors'
import type { MeetingId, SeatId } from '@/server/ids'
import { log } from '@/server/log'
import type { MediaSource } from './model'

export type MediaServer = { httpUrl: string; apiKey: string; apiSecret: string }

/** Seconds; a moderation call that takes longer has failed for the chair who waits. */
const timeoutS = 3

export const mediaServer = (): MediaServer | null => runtime().livekit

/** Why there is none, for the page to say what to do. */
export const whyNoMediaServer = () => runtime().livekitMissing ?? 'unreachable'

let cached: { key: string; client: RoomServiceClient } | undefined

function client(server: MediaServer): RoomServiceClient {
  const key = `${server.httpUrl} ${server.apiKey} ${server.apiSecret}`
  if (cached?.key !== key) {
    const options = { requestTimeout: timeoutS }
    cached = { key, client: new RoomServiceClient(server.httpUrl, server.apiKey, server.apiSecret, options) }
  }
  return cached.client
}

export const trackSources: Record<MediaSource, TrackSource> = {
  camera: TrackSource.CAMERA,
  microphone: TrackSource.MICROPHONE,
  screen_share: TrackSource.SCREEN_SHARE,
  screen_share_audio: TrackSource.SCREEN_SHARE_AUDIO,
}

/** LiveKit answers 404 for a room or participant that is not there: for ending and dropping that is success. */
const isGone = (error: unknown) => (error as { status?: number }).status === 404

/**
 * One room a meeting, named by its id; making one that exists changes nothing. False when LiveKit does not answer.
 * @param limits seconds LiveKit keeps it before anybody came and after the last has gone
 */
export async function ensureMediaRoom(
  server: MediaServer,
  name: string,
  limits: { emptyTimeout: number; departureTimeout: number; maxParticipants?: number } = {
    emptyTimeout: 300,
    departureTimeout: 60,
  },
): Promise<boolean> {
  try {
    await client(server).createRoom({ name, ...limits })
    return true
  } catch (error) {
    log.warn({ name, error: String(error) }, 'livekit: no room could be made')
    return false
  }
}

/** Who LiveKit has in the room; empty when there is no room. Throws when LiveKit does not answer. */
export async function listMediaParticipants(server: MediaServer, meetingId: MeetingId): Promise<ParticipantInfo[]> {
  try {
    return await client(server).listParticipants(meetingId)
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}

export async function dropParticipant(server: MediaServer, meetingId: MeetingId, identity: string): Promise<void> {
  try {
    await client(server).removeParticipant(meetingId, identity)
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** Always the whole set: LiveKit replaces what it had, and ends tracks and subscriptions that are no longer allowed. */
export async function setParticipantRights(
  server: MediaServer,
  meetingId: MeetingId,
  identity: string,
  sources: readonly MediaSource[],
  canSubscribe: boolean,
): Promise<void> {
  try {
    await client(server).updateParticipant(meetingId, identity, {
      permission: {
        canSubscribe,
        canPublish: sources.length > 0,
        canPublishData: false,
        canPublishSources: sources.map((source) => trackSources[source]),
        canUpdateMetadata: false,
        hidden: false,
      },
    })
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

export async function endMediaRoom(server: MediaServer, meetingId: MeetingId): Promise<void> {
  try {
    await client(server).deleteRoom(meetingId)
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** @throws video_unavailable when LiveKit does not answer */
export const muteMicrophone = (meetingId: MeetingId, seatId: SeatId): Promise<void> =>
  muteMicrophones(meetingId, ({ identity }) => identity === seatId)

/** @throws video_unavailable when LiveKit does not answer */
export async function muteMicrophones(meetingId: MeetingId, isMeant: (who: ParticipantInfo) => boolean): Promise<void> {
  const server = mediaServer()
  if (server === null) return
  try {
    const meant = (await listMediaParticipants(server, meetingId)).filter(isMeant)
    const open = meant.flatMap(({ identity, tracks }) =>
      tracks
        .filter((track) => track.source === TrackSource.MICROPHONE && !track.muted)
        .map(({ sid }) => ({ identity, sid })),
    )
    const done = await Promise.allSettled(
      open.map(({ identity, sid }) => client(server).mutePublishedTrack(meetingId, identity, sid, true)),
    )
    for (const each of done) if (each.status === 'rejected' && !isGone(each.reason)) throw each.reason
  } catch (error) {
    if (!isGone(error)) throw new AppError('video_unavailable', {}, { cause: error })
  }
}

/** LiveKit ends a track whose right is withdrawn; the right itself comes back at once, for the next time. */
export async function stopScreen(
  meetingId: MeetingId,
  seatId: SeatId,
  sources: readonly MediaSource[],
  canSubscribe: boolean,
): Promise<void> {
  const server = mediaServer()
  if (server === null) return
  const others = sources.filter((source) => source !== 'screen_share' && source !== 'screen_share_audio')
  try {
    await setParticipantRights(server, meetingId, seatId, others, canSubscribe)
    await setParticipantRights(server, meetingId, seatId, sources, canSubscribe)
  } catch (error) {
    throw new AppError('video_unavailable', {}, { cause: error })
  }
}
