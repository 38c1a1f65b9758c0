'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { clockText, secondsBetween } from './time-text'
import { useCommand } from './use-command'
import { useRoom, useServerNow } from './use-room'

/** Who has the floor and for how long. Its holder may end it, who runs the room may take it back. */
export function FloorBar() {
  const t = useTranslations('rooms.floor')
  const { snapshot } = useRoom()
  const { floor } = snapshot.meeting
  const { run, busy } = useCommand()
  const now = useServerNow()
  if (floor === null) return null
  const holder = snapshot.seats.find((seat) => seat.id === floor.seatId)
  const isMine = floor.seatId === snapshot.me.seatId
  const seconds = secondsBetween(floor.since, now)
  return (
    <div className="floor" role="group" aria-label={t('label')}>
      <i className="lamp" aria-hidden="true" />
      <b className="grow floor-who">{isMine ? t('mine') : t('speaking', { name: holder?.name ?? t('somebody') })}</b>
      <span className="floor-time" role="timer" aria-label={t('time', { minutes: Math.floor(seconds / 60) })}>
        {clockText(seconds)}
      </span>
      {isMine || snapshot.me.mayRun ? (
        <Button size="small" busy={busy !== null} onClick={() => void run('floor:take-back', {})}>
          {isMine ? t('end') : t('takeBack')}
        </Button>
      ) : null}
    </div>
  )
}
