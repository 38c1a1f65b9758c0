'use client'

import { isTrackReference, useConnectionQualityIndicator, VideoTrack } from '@livekit/components-react'
import type { TrackReferenceOrPlaceholder } from '@livekit/components-react'
import { ConnectionQuality, RemoteTrackPublication, type Participant } from 'livekit-client'
import { useTranslations } from 'next-intl'
import { classes } from '@/components/ui/classes'
import { Icon } from '@/components/ui/icon'
import type { SeatView } from '@/server/rooms/contract'
import { TileReaction } from './reactions'
import { SeatPlate } from './seat-plate'
import { useUnitWords } from './unit-words'

export type TileFacts = {
  /** Stable over moves: a seat, or a seat's screen. */
  id: string
  seat: SeatView
  participant: Participant | null
  track: TrackReferenceOrPlaceholder | undefined
  isMe: boolean
  isScreen: boolean
  isSpeaking: boolean
  isMicrophoneOn: boolean
}

type Props = {
  facts: TileFacts
  size: 'big' | 'small' | 'strip'
  /** Without: a picture that cannot be pressed. */
  press?: { isFocused: boolean; tabIndex: number; onPress: () => void }
}

/** One seat's picture in its unit's colour. Pressing it keeps it big; pressing again lets it go. */
export function Tile({ facts, size, press }: Props) {
  const { seat, participant, track, isMe, isScreen, isSpeaking, isMicrophoneOn } = facts
  const t = useTranslations('rooms.tile')
  const words = useUnitWords()
  const name = isScreen ? t('screenOf', { name: seat.name }) : isMe ? t('me', { name: seat.name }) : seat.name
  const short = size === 'strip' && isMe && !isScreen ? t('meShort') : name
  // A picture that this device does not take (data mode) is no black square: its mark stands there, as for a camera that is off.
  const isShown =
    track !== undefined &&
    isTrackReference(track) &&
    !track.publication.isMuted &&
    (!(track.publication instanceof RemoteTrackPublication) || track.publication.isDesired)
  const mark = seat.unit ? words(seat.unit.kind).mark : Array.from(seat.name)[0]
  const said = [
    name,
    seat.unit?.name,
    isSpeaking && t('speaking'),
    !isScreen && !isMicrophoneOn && t('muted'),
    !isShown && t('noPicture'),
  ]
  const spoken = said.filter(Boolean).join(t('comma'))
  const picture = isShown ? (
    <VideoTrack
      trackRef={track}
      className={classes('tile-video', isScreen && 'tile-video-whole', isMe && !isScreen && 'tile-video-mirror')}
      aria-hidden="true"
    />
  ) : (
    <span className="tile-mark" aria-hidden="true">
      {mark}
    </span>
  )
  const flags = (
    <span className="tile-flags">
      {participant ? <WeakFlag participant={participant} /> : null}
      {!isScreen && !isMicrophoneOn ? (
        <span className="tile-flag" title={t('muted')}>
          <Icon name="microphone-off" />
        </span>
      ) : null}
    </span>
  )
  return (
    <div
      className={classes(
        'tile',
        size === 'small' && 'tile-small',
        size === 'big' && 'tile-big',
        isSpeaking && 'tile-speaking',
      )}
      data-unit={seat.unit?.kind}
      data-seat={seat.id}
      data-screen={isScreen || undefined}
    >
      {size === 'small' ? (
        <div className="tile-pic">
          {picture}
          {flags}
        </div>
      ) : (
        <>
          {picture}
          {flags}
        </>
      )}
      {isScreen ? null : <TileReaction seatId={seat.id} />}
      <SeatPlate seat={seat} name={short} withUnit={size === 'big'} />
      {press ? (
        <button
          type="button"
          className="tile-press"
          tabIndex={press.tabIndex}
          aria-pressed={press.isFocused}
          aria-label={spoken}
          title={press.isFocused ? t('letGo') : t('enlarge')}
          onClick={press.onPress}
        />
      ) : (
        <span className="sr">{spoken}</span>
      )}
    </div>
  )
}

function WeakFlag({ participant }: { participant: Participant }) {
  const t = useTranslations('rooms.tile')
  const { quality } = useConnectionQualityIndicator({ participant })
  if (quality !== ConnectionQuality.Poor && quality !== ConnectionQuality.Lost) return null
  const label = quality === ConnectionQuality.Lost ? t('lost') : t('weak')
  return (
    <span className="tile-flag tile-flag-weak" role="img" aria-label={label} title={label}>
      <span className="bars" aria-hidden="true">
        <i className="bar-1" />
        <i className="bar-2 is-dim" />
        <i className="bar-3 is-dim" />
      </span>
    </span>
  )
}
