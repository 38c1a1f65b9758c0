import type { MediaAccess } from '@/server/rooms/contract'
import type { EarlyAccess } from './early-line'

type Props = { src: string; nonce: string | undefined; meetingId: string; media: MediaAccess | null }

/** Before all other scripts of the page: LiveKit's client, and the line to it for who is in (early-line.ts). */
export function FirstScript({ src, nonce, meetingId, media }: Props) {
  const access: EarlyAccess | null =
    media?.state === 'ready' ? { meetingId, path: media.path, token: media.token } : null
  return (
    <script async src={src} nonce={nonce} fetchPriority="high" data-room-line={access ? JSON.stringify(access) : ''} />
  )
}
