'use client'

import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { clockText, secondsBetween } from './time-text'
import { useBell } from './use-bell'
import { useCommand } from './use-command'
import { useRoom, useServerNow } from './use-room'

/** Who has the floor, for how long and of how long. Its holder may end it, who runs the room may extend it or take it back. */
export function FloorBar() {
  const t = useTranslations('rooms.floor')
  const more = useTranslations('chairing.floor')
  const { snapshot } = useRoom()
  const { floor } = snapshot.meeting
  const { run, busy } = useCommand()
  const now = useServerNow()
  const seconds = floor === null ? 0 : secondsBetween(floor.since, now)
  const allowed = floor?.secondsAllowed ?? null
  const isOver = allowed !== null && seconds >= allowed
  const bell = useBell(isOver)
  if (floor === null) return null
  const holder = snapshot.seats.find((seat) => seat.id === floor.seatId)
  const isMine = floor.seatId === snapshot.me.seatId
  const name = holder?.name ?? t('somebody')
  return (
    <div className="floor" role="group" aria-label={t('label')}>
      <i className="lamp" aria-hidden="true" />
      <b className="grow floor-who">
        {isMine ? t('mine') : floor.kind === 'order' ? more('order', { name }) : t('speaking', { name })}
      </b>
      {isOver ? (
        <Badge tone="warn" icon="clock">
          {more('bell')}
        </Badge>
      ) : null}
      <span className="floor-time" role="timer" aria-label={t('time', { minutes: Math.floor(seconds / 60) })}>
        {clockText(seconds)}
        {allowed === null ? null : <small className="floor-of"> {more('of', { time: clockText(allowed) })}</small>}
      </span>
      {allowed === null ? null : (
        <IconButton
          icon="bell"
          off={!bell.isOn}
          bare
          label={bell.isOn ? more('bellOn') : more('bellOff')}
          pressed={bell.isOn}
          onClick={bell.toggle}
        />
      )}
      {snapshot.me.mayRun ? (
        <Button size="small" busy={busy === 'more'} onClick={() => void run('floor:extend', { seconds: 60 }, 'more')}>
          {more('extend')}
        </Button>
      ) : null}
      {isMine || snapshot.me.mayRun ? (
        <Button size="small" busy={busy === 'floor:take-back'} onClick={() => void run('floor:take-back', {})}>
          {isMine ? t('end') : t('takeBack')}
        </Button>
      ) : null}
    </div>
  )
}
