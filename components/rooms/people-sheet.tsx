'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuRule } from '@/components/ui/menu'
import { Sheet } from '@/components/ui/sheet'
import type { SeatView } from '@/server/rooms/contract'
import { QuorumList } from '@/components/votes/quorum-picture'
import { Lobby } from './lobby'
import { SeatDot } from './seat-plate'
import { useCommand } from './use-command'
import { useRoom } from './use-room'

type Props = { open: boolean; onOpenChange: (open: boolean) => void }

/** Who is at the door, in the room, and still expected. Who runs the room lets in, grants writing, mutes, removes. */
export function PeopleSheet({ open, onOpenChange }: Props) {
  const t = useTranslations('rooms.people')
  const more = useTranslations('chairing.people')
  const quorumWords = useTranslations('votes.quorum')
  const { snapshot } = useRoom()
  const { seats, me } = snapshot
  const { hasReactions } = snapshot.meeting
  const reactions = useTranslations('rooms.reactions')
  const [removing, setRemoving] = useState<SeatView | null>(null)
  const { run, busy } = useCommand()
  const inRoom = seats.filter((seat) => seat.admission === 'admitted')
  const expected = seats.filter((seat) => seat.admission === 'expected')

  async function remove(seat: SeatView) {
    if (await run('seat:remove', { seatId: seat.id })) setRemoving(null)
  }

  return (
    <>
      <Sheet open={open} onOpenChange={onOpenChange} title={t('title')} closeLabel={t('close')}>
        {me.mayRun ? <Lobby /> : null}
        {me.mayRun ? (
          <p className="row">
            <Button
              size="small"
              icon="microphone-off"
              title={more('muteAllText')}
              busy={busy === 'seat:mute-all'}
              onClick={() => void run('seat:mute-all', {})}
            >
              {more('muteAll')}
            </Button>
            <Button
              size="small"
              icon="react"
              busy={busy === 'meeting:set-reactions'}
              onClick={() => void run('meeting:set-reactions', { isOn: !hasReactions })}
            >
              {reactions(hasReactions ? 'turnOff' : 'turnOn')}
            </Button>
          </p>
        ) : null}
        <section className="people-section" aria-labelledby="people-quorum">
          <h3 className="label" id="people-quorum">
            {quorumWords('title')}
          </h3>
          <QuorumList quorum={snapshot.quorum} />
        </section>
        <section className="people-section" aria-labelledby="people-in">
          <h3 className="label" id="people-in">
            {t('inRoom', { count: inRoom.length })}
          </h3>
          <ul className="list">
            {inRoom.map((seat) => (
              <PersonRow key={seat.id} seat={seat} onRemove={() => setRemoving(seat)} />
            ))}
          </ul>
        </section>
        {me.mayRun && expected.length > 0 ? (
          <section className="people-section" aria-labelledby="people-expected">
            <h3 className="label" id="people-expected">
              {t('expected', { count: expected.length })}
            </h3>
            <ul className="list">
              {expected.map((seat) => (
                <li key={seat.id} className="person-row">
                  <SeatDot seat={seat} />
                  <span className="grow">
                    <b className="item-title">{seat.name}</b>
                    <span className="fine">{seat.unit?.name}</span>
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </Sheet>
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setRemoving(null))}
        title={t('removeTitle', { name: removing?.name ?? '' })}
        text={t('removeText')}
        confirm={t('removeConfirm')}
        cancel={t('cancel')}
        danger
        busy={busy === 'seat:remove'}
        onConfirm={() => (removing ? void remove(removing) : undefined)}
      />
    </>
  )
}

function PersonRow({ seat, onRemove }: { seat: SeatView; onRemove: () => void }) {
  const t = useTranslations('rooms.people')
  const more = useTranslations('chairing.people')
  const aside = useTranslations('chairing.aside')
  const { snapshot } = useRoom()
  const { run } = useCommand()
  const { me, meeting } = snapshot
  const isMe = seat.id === me.seatId
  const runsRoom = seat.role === 'chair' || seat.role === 'secretary'
  const hasFloor = meeting.floor?.seatId === seat.id
  const isChair = snapshot.seats.find(({ id }) => id === me.seatId)?.role === 'chair'
  const partner = snapshot.seats.find(({ id }) => id === seat.sharesWithSeatId)
  return (
    <li className="person-row" data-person={seat.id}>
      <SeatDot seat={seat} />
      <span className="grow">
        <b className="item-title">{isMe ? t('me', { name: seat.name }) : seat.name}</b>
        <span className="fine">{seat.unit?.name ?? t('noUnit')}</span>
        <span className="person-badges">
          <Badge tone="line">{t(`role.${seat.role}`)}</Badge>
          {hasFloor ? <Badge icon="microphone">{t('hasFloor')}</Badge> : null}
          {seat.handRaisedAt ? <Badge icon="hand">{t('handUp')}</Badge> : null}
          {seat.mayWrite && !runsRoom ? <Badge icon="edit">{t('writes')}</Badge> : null}
          {seat.isCoChair ? <Badge tone="line">{more('coChair')}</Badge> : null}
          {seat.isActingChair ? <Badge icon="check">{more('acting')}</Badge> : null}
          {seat.isOnSite ? <Badge tone="line">{more('onSite')}</Badge> : null}
          {seat.hasSpoken ? <Badge tone="line">{more('spoke')}</Badge> : null}
          {partner ? <Badge tone="line">{more('shares', { name: partner.name })}</Badge> : null}
          {seat.isSetAside ? <Badge icon="lock">{aside('badge')}</Badge> : null}
          {seat.termEnd ? <Badge icon="clock">{t('termEnded')}</Badge> : null}
        </span>
      </span>
      {me.mayRun && !isMe ? (
        <Menu trigger={<IconButton icon="more" label={t('menuOf', { name: seat.name })} bare />} label={seat.name}>
          {hasFloor ? null : (
            <MenuItem icon="hand" onSelect={() => void run('floor:give', { seatId: seat.id })}>
              {t('giveFloor')}
            </MenuItem>
          )}
          <MenuItem icon="microphone-off" onSelect={() => void run('seat:mute', { seatId: seat.id })}>
            {t('mute')}
          </MenuItem>
          <MenuItem icon="screen" onSelect={() => void run('share:stop', { seatId: seat.id })}>
            {more('stopShare')}
          </MenuItem>
          {isChair && !seat.isGuest && seat.role !== 'observer' && (seat.isCoChair || seat.role !== 'chair') ? (
            <MenuItem
              icon="people"
              onSelect={() => void run('seat:co-chair', { seatId: seat.id, isCoChair: !seat.isCoChair })}
            >
              {more(seat.isCoChair ? 'endCoChair' : 'makeCoChair')}
            </MenuItem>
          ) : null}
          {runsRoom ? null : (
            <MenuItem
              icon="edit"
              onSelect={() => void run('seat:grant-writing', { seatId: seat.id, mayWrite: !seat.mayWrite })}
            >
              {seat.mayWrite ? t('withdrawWriting') : t('grantWriting')}
            </MenuItem>
          )}
          {seat.termEnd === null ? null : (
            <MenuItem
              icon="clock"
              onSelect={() =>
                void run('seat:settle-term', {
                  seatId: seat.id,
                  as: seat.termEnd === 'speaker' ? 'observer' : 'speaker',
                })
              }
            >
              {t(seat.termEnd === 'speaker' ? 'termObserver' : 'termSpeaker')}
            </MenuItem>
          )}
          <MenuRule />
          <MenuItem icon="leave" danger onSelect={onRemove}>
            {t('remove')}
          </MenuItem>
        </Menu>
      ) : null}
    </li>
  )
}
