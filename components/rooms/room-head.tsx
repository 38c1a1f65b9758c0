'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { Brand } from '@/components/ui/mark'
import { Button } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { Count } from '@/components/ui/count'
import { IconButton } from '@/components/ui/icon-button'
import { QuorumMark } from '@/components/votes/quorum-picture'
import { MoreMenu, type MoreProps } from './more-menu'
import { DataChip } from './data-offer'
import { StatusLine } from './status-line'
import { secondsBetween } from './time-text'
import type { Line } from './use-line'
import type { Panes } from './use-panes'
import { useRoom, useServerNow } from './use-room'

type Props = {
  line: Line
  panes: Panes
  more: MoreProps
  isDoorOpen: boolean
  onDoor: () => void
  onData: () => void
  onLeave: () => void
}

/** On a desktop: which meeting, the honest line, how long, the door. On a phone: the line, the way out. */
export function RoomHead({ line, panes, more, isDoorOpen, onDoor, onData, onLeave }: Props) {
  const t = useTranslations('rooms.head')
  const format = useFormatter()
  const { snapshot } = useRoom()
  const { meeting, me, seats } = snapshot
  const now = useServerNow(10_000)
  const began = meeting.openedAt ?? meeting.startsAt
  const minutes = Math.floor(secondsBetween(began, now) / 60)
  const waiting = seats.filter((seat) => seat.admission === 'waiting').length
  const time = format.dateTime(new Date(began), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: meeting.timeZone,
  })
  const door = me.mayRun ? (
    <Button size="small" tone="quiet" icon="people" aria-expanded={isDoorOpen} data-control="door" onClick={onDoor}>
      {panes.isPhone ? (
        <>
          <span className="sr">{t('door', { count: waiting })}</span>
          {waiting > 0 ? <Count value={waiting} label=" " /> : null}
        </>
      ) : (
        t('door', { count: waiting })
      )}
    </Button>
  ) : null

  return (
    <header className={classes('topbar', 'room-top', panes.isPhone && 'stage')}>
      <span className="room-brand">
        <Brand name="" />
      </span>
      <h1 className="room-name">
        <b>{t('title', { title: meeting.title, number: meeting.issueNumber })}</b>
        <span>{meeting.bodyName}</span>
      </h1>
      <StatusLine line={line}>
        <DataChip onOpen={onData} />
        <span className="meta room-elapsed-short">{t('elapsed', { minutes })}</span>
      </StatusLine>
      <div className="row push room-top-end">
        <QuorumMark quorum={snapshot.quorum} />
        <span className="meta nowrap room-elapsed">{t('since', { time, minutes })}</span>
        {door}
        {panes.isPhone ? (
          <>
            <MoreMenu {...more} trigger={<IconButton icon="more" label={t('more')} bare data-control="more" />} />
            <Button tone="quiet" icon="leave" size="small" data-control="leave" onClick={onLeave}>
              {t('leave')}
            </Button>
          </>
        ) : (
          <>
            <PaneButton panes={panes} pane="agenda" icon="pane" label={t('agendaPane')} keys="Alt+1" />
            <PaneButton panes={panes} pane="minutes" icon="pane2" label={t('minutesPane')} keys="Alt+3" />
          </>
        )}
      </div>
    </header>
  )
}

type PaneButtonProps = {
  panes: Panes
  pane: 'agenda' | 'minutes'
  icon: 'pane' | 'pane2'
  label: string
  keys: string
}

function PaneButton({ panes, pane, icon, label, keys }: PaneButtonProps) {
  const isOpen = panes.isOpen(pane)
  return (
    <IconButton
      icon={icon}
      label={label}
      title={`${label} (${keys})`}
      aria-keyshortcuts={keys}
      pressed={isOpen}
      bare
      onClick={() => panes.setOpen(pane, !isOpen)}
    />
  )
}
