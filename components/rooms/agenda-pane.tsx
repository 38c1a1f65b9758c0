'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuItem } from '@/components/ui/menu'
import { IconButton } from '@/components/ui/icon-button'
import { Progress } from '@/components/ui/progress'
import { VoteLines } from '@/components/votes/vote-lines'
import { VoteSheet } from '@/components/votes/vote-sheet'
import type { Material } from '@/server/files/contract'
import type { AgendaItemView } from '@/server/rooms/contract'
import { MaterialLinks, SittingMaterials, useMaterials } from './materials'
import { Presence } from './presence'
import { itemTime } from './time-text'
import { useCommand } from './use-command'
import { useRoom, useServerNow } from './use-room'

/** The agenda with planned and used minutes, where it stands, and who is here. Who runs the room moves it on. */
export function AgendaPane() {
  const t = useTranslations('rooms.agenda')
  const room = useRoom()
  const { snapshot } = room
  const { run, busy } = useCommand()
  const { agenda, meeting, me } = snapshot
  const [asking, setAsking] = useState<string | null>(null)
  const asked = agenda.find((item) => item.id === asking)
  // Of a restricted item only who is on its list knows that it can be voted on, and by which title.
  const ownTitle = (item: AgendaItemView) =>
    item.isRestricted ? snapshot.restricted.find((own) => own.agendaItemId === item.id)?.title : item.title
  const materials = useMaterials(room)
  const at = agenda.findIndex((item) => item.id === meeting.currentAgendaItemId)
  const next = agenda[at + 1]
  return (
    <>
      <section aria-labelledby="room-agenda">
        <div className="pane-head">
          <h2 className="subheading" id="room-agenda" tabIndex={-1}>
            {t('title')}
          </h2>
          <span className="fine push">
            {at < 0 ? t('count', { count: agenda.length }) : t('position', { at: at + 1, count: agenda.length })}
          </span>
        </div>
        <SittingMaterials materials={materials} meetingId={meeting.id} />
        <ol className="ag">
          {agenda.map((item, index) => (
            <AgendaItem
              key={item.id}
              item={item}
              number={index + 1}
              isCurrent={index === at}
              files={materials.list.filter(({ agendaItemId }) => agendaItemId === item.id)}
              meetingId={meeting.id}
              onVote={me.mayRun && ownTitle(item) !== undefined ? () => setAsking(item.id) : undefined}
              onGo={me.mayRun && index !== at ? () => void run('agenda:go', { agendaItemId: item.id }) : undefined}
            />
          ))}
        </ol>
        {me.mayRun && next ? (
          <Button
            wide
            icon="right"
            busy={busy === 'agenda:go'}
            onClick={() => void run('agenda:go', { agendaItemId: next.id })}
          >
            {at < 0 ? t('begin') : t('next', { number: at + 2 })}
          </Button>
        ) : null}
      </section>
      <Presence />
      {asked ? (
        <VoteSheet
          item={{ id: asked.id, title: ownTitle(asked) ?? '' }}
          number={agenda.indexOf(asked) + 1}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </>
  )
}

type ItemProps = {
  item: AgendaItemView
  number: number
  isCurrent: boolean
  files: readonly Material[]
  meetingId: string
  onGo: (() => void) | undefined
  onVote: (() => void) | undefined
}

function AgendaItem({ item, number, isCurrent, files, meetingId, onGo, onVote }: ItemProps) {
  const v = useTranslations('votes.sheet')
  const t = useTranslations('rooms.agenda')
  const now = useServerNow(10_000)
  const time = itemTime(item, isCurrent, now)
  const planned = item.minutesPlanned
  const presenter = item.presenter?.name
  return (
    <li
      className={isCurrent ? 'now' : time.state === 'done' ? 'done' : undefined}
      aria-current={isCurrent ? 'step' : undefined}
    >
      <span className="n">{time.state === 'done' ? <Icon name="check" size="small" label={t('done')} /> : number}</span>
      {isCurrent ? <b>{item.title}</b> : item.title}
      {time.state === 'now' ? (
        <>
          <Progress
            label={t('usedOf', { used: time.used, planned })}
            value={Math.min(time.used, planned)}
            max={Math.max(1, planned)}
          />
          <span className="min">
            {time.over > 0 ? (
              <Badge tone="warn" icon="clock">
                {t('over', { minutes: time.over })}
              </Badge>
            ) : (
              t('left', { minutes: time.left, planned })
            )}
          </span>
        </>
      ) : (
        <span className="min">
          {time.state === 'done'
            ? t('used', { used: time.used, planned })
            : presenter
              ? t('plannedBy', { minutes: planned, unit: presenter })
              : t('planned', { minutes: planned })}
        </span>
      )}
      <MaterialLinks files={files} meetingId={meetingId} label={t('materials.of', { number })} />
      <VoteLines agendaItemId={item.id} />
      {onGo || onVote ? (
        <span className="ag-menu">
          <Menu trigger={<IconButton icon="more" label={t('menuOf', { number })} bare />}>
            {onGo ? (
              <MenuItem icon="right" onSelect={onGo}>
                {t('goTo', { number })}
              </MenuItem>
            ) : null}
            {onVote ? (
              <MenuItem icon="vote" onSelect={onVote}>
                {v('newOf', { number })}
              </MenuItem>
            ) : null}
          </Menu>
        </span>
      ) : null}
    </li>
  )
}
