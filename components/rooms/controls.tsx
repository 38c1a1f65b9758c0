'use client'

// What a person switches: a bar below the stage on a desktop, large buttons at the thumb on a phone.
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { handsInOrder } from './join-people'
import { MoreMenu, type MoreProps } from './more-menu'
import { ReactionMenu } from './reactions'
import { useCommand } from './use-command'
import { useIsReady } from './use-is-ready'
import { useMedia } from './use-media'
import { useRoom } from './use-room'

/** Microphone and camera as button properties, the same on both. */
export function useSwitches() {
  const t = useTranslations('rooms.controls')
  const { voice, isCameraOn, busy, toggle } = useMedia()
  // Painted before scripts run: a press then would be lost without a word.
  const disabled = !useIsReady()
  const isOpen = voice === 'heard' || voice === 'unheard'
  return {
    microphone: {
      icon: isOpen ? ('microphone' as const) : ('microphone-off' as const),
      label: isOpen ? t('microphoneOn') : voice === 'listening' ? t('listening') : t('microphoneOff'),
      off: !isOpen,
      pressed: isOpen,
      title: t('withKey', { what: isOpen ? t('mute') : t('unmute'), key: 'Alt+M' }),
      'aria-keyshortcuts': 'Alt+M',
      'aria-busy': busy.includes('microphone') || undefined,
      'data-control': 'microphone',
      disabled,
      onClick: () => void toggle('microphone'),
    },
    camera: {
      icon: isCameraOn ? ('camera' as const) : ('camera-off' as const),
      label: isCameraOn ? t('cameraOn') : t('cameraOff'),
      off: !isCameraOn,
      pressed: isCameraOn,
      title: t('withKey', { what: isCameraOn ? t('stopCamera') : t('startCamera'), key: 'Alt+V' }),
      'aria-keyshortcuts': 'Alt+V',
      'aria-busy': busy.includes('camera') || undefined,
      'data-control': 'camera',
      disabled,
      onClick: () => void toggle('camera'),
    },
  }
}

/** Asks for the floor, or lowers the hand; says the place in the queue. */
export function useHand() {
  const t = useTranslations('rooms.controls')
  const { snapshot } = useRoom()
  const { run, busy } = useCommand()
  const mine = snapshot.me.seatId
  const place = handsInOrder(snapshot.seats).findIndex((seat) => seat.id === mine) + 1
  const hasFloor = snapshot.meeting.floor?.seatId === mine
  const isUp = place > 0
  return {
    isUp,
    hasFloor,
    busy: busy !== null,
    disabled: !useIsReady(),
    label: hasFloor ? t('endTurn') : isUp ? t('handUp', { place }) : t('askFloor'),
    press: () => void run(hasFloor ? 'floor:take-back' : isUp ? 'hand:lower' : 'hand:raise', {}),
  }
}

type DockProps = { more: MoreProps; unread: number; isChatOpen: boolean; onChat: () => void; onLeave: () => void }

export function Dock({ more, unread, isChatOpen, onChat, onLeave }: DockProps) {
  const t = useTranslations('rooms.controls')
  const { microphone, camera } = useSwitches()
  const { canShare, isSharing, toggle, busy } = useMedia()
  const { snapshot } = useRoom()
  const hand = useHand()
  return (
    <div className="dock room-dock stage" role="toolbar" aria-label={t('label')}>
      <IconButton {...microphone} />
      <IconButton {...camera} />
      {canShare && snapshot.me.mayPublish ? (
        <IconButton
          icon="screen"
          label={isSharing ? t('stopShare') : t('share')}
          pressed={isSharing}
          aria-busy={busy.includes('screen') || undefined}
          data-control="screen"
          onClick={() => void toggle('screen')}
        />
      ) : null}
      {snapshot.me.mayChat || hand.hasFloor ? (
        <IconButton
          icon="hand"
          label={hand.label}
          pressed={hand.isUp}
          aria-busy={hand.busy || undefined}
          title={t('withKey', { what: hand.label, key: 'Alt+H' })}
          aria-keyshortcuts="Alt+H"
          data-control="hand"
          disabled={hand.disabled}
          onClick={hand.press}
        />
      ) : null}
      <ReactionMenu />
      <IconButton
        icon="chat"
        label={t('chat')}
        pressed={isChatOpen}
        count={unread}
        countLabel={t('unread', { count: unread })}
        title={t('withKey', { what: t('chat'), key: 'Alt+C' })}
        aria-keyshortcuts="Alt+C"
        data-control="chat"
        onClick={onChat}
      />
      <MoreMenu {...more} trigger={<IconButton icon="more" label={t('more')} data-control="more" />} />
      <IconButton icon="leave" label={t('leave')} className="is-leave" data-control="leave" onClick={onLeave} />
    </div>
  )
}

/** Microphone, camera and the one large button, in reach of a thumb. */
export function Reach() {
  const { microphone, camera } = useSwitches()
  const { snapshot } = useRoom()
  const hand = useHand()
  const mayAsk = snapshot.me.mayChat || hand.hasFloor
  return (
    <div className="reach">
      <IconButton {...microphone} />
      <IconButton {...camera} />
      <ReactionMenu bare />
      {mayAsk ? (
        <Button
          tone={hand.isUp || hand.hasFloor ? 'plain' : 'primary'}
          icon="hand"
          aria-pressed={hand.isUp}
          busy={hand.busy}
          data-control="hand"
          disabled={hand.disabled}
          onClick={hand.press}
        >
          {hand.label}
        </Button>
      ) : null}
    </div>
  )
}
