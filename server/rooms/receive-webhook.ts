// LiveKit's webhook as HTTP: signature over the raw body, nothing older than five minutes, answered within the call.
import { WebhookReceiver } from 'livekit-server-sdk'
import type { Db } from '@/db/client'
import { AppError } from '@/server/errors'
import { mediaServer } from './media-server'
import { onLiveKitEvent, type EventOutcome } from './on-livekit-event'

export const maxWebhookBytes = 256 * 1024
const maxAgeMs = 5 * 60_000

/**
 * @param body the raw text, as signed
 * @throws video_unavailable without LiveKit, not_allowed for a wrong signature or a stale event
 */
export async function receiveWebhook(
  db: Db,
  body: string,
  authorization: string | null,
  at: Date,
): Promise<EventOutcome> {
  const server = mediaServer()
  if (server === null) throw new AppError('video_unavailable')
  const receiver = new WebhookReceiver(server.apiKey, server.apiSecret)
  const event = await receiver.receive(body, authorization ?? '').catch((error: unknown) => {
    throw new AppError('not_allowed', {}, { cause: error })
  })
  if (Math.abs(at.getTime() - Number(event.createdAt) * 1000) > maxAgeMs) throw new AppError('not_allowed')
  return onLiveKitEvent(db, event)
}
