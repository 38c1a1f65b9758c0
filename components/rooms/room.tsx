'use client'

// The live room of one seat: agenda · stage · minutes, whichever of them fits. Owns the line to the room and the media;
// everything below reads them from context. Readable before scripts run: the panes then stand one below the other.
import { RoomAudioRenderer } from '@livekit/components-react'
import { useTranslations } from 'next-intl'
import { useCallback, useState } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { useToast } from '@/components/shell/toasts'
import type { RoomSnapshot } from '@/server/rooms/contract'
import type { MediaNews } from './media-link'
import type { MinutesSection } from './minutes-text'
import { RoomOver } from './room-over'
import { useIsReady } from './use-is-ready'
import { RoomPanes } from './room-panes'
import { MediaProvider, useMediaLink } from './use-media'
import { DataProvider, useDataMode } from './use-data-mode'
import { ReactionsProvider, useReactionsOf } from './use-reactions'
import { useNews } from './use-news'
import { RoomHandleProvider, useRoomLink, type RoomHandle } from './use-room'
import { useWakeLock } from './use-wake-lock'

type Props = {
  initial: RoomSnapshot
  minutes: readonly MinutesSection[]
  /** Where phones find this house; null where only this page's own address is known. */
  joinOrigin: string | null
}

export function Room({ initial, minutes, joinOrigin }: Props) {
  const handle = useRoomLink(initial)
  const me = handle.snapshot.seats.find((seat) => seat.id === handle.snapshot.me.seatId)
  if (handle.closed !== null) {
    const { id, title } = handle.snapshot.meeting
    return <RoomOver code={handle.closed} meetingId={id} title={title} isGuest={me?.isGuest ?? true} />
  }
  return (
    <RoomHandleProvider value={handle}>
      <LiveRoomOf handle={handle} minutes={minutes} joinOrigin={joinOrigin} />
    </RoomHandleProvider>
  )
}

type LiveProps = Omit<Props, 'initial'> & { handle: RoomHandle }

function LiveRoomOf({ handle, minutes, joinOrigin }: LiveProps) {
  const t = useTranslations('rooms.mediaNews')
  const announce = useAnnounce()
  const toast = useToast()
  const isReady = useIsReady()
  const onNews = useCallback(
    (news: MediaNews) => {
      announce(t(news))
      toast({ text: t(news), icon: 'microphone-off' })
    },
    [t, announce, toast],
  )
  const me = handle.snapshot.seats.find(({ id }) => id === handle.snapshot.me.seatId)
  const media = useMediaLink(handle, onNews)
  const data = useDataMode(media.room)
  const reactions = useReactionsOf(handle)
  useNews(handle)
  useWakeLock()
  const [draft, setDraft] = useState('')
  return (
    <MediaProvider value={media}>
      <DataProvider value={data}>
        <ReactionsProvider value={reactions}>
          <RoomPanes isReady={isReady} minutes={minutes} joinOrigin={joinOrigin} draft={draft} onDraft={setDraft} />
        </ReactionsProvider>
      </DataProvider>
      {isReady && me?.sharesWithSeatId == null ? <RoomAudioRenderer room={media.room} /> : null}
    </MediaProvider>
  )
}
