'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useRef, type KeyboardEvent } from 'react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { handsInOrder, kindsNotHeard } from './join-people'
import { SeatDot } from './seat-plate'
import { secondsBetween } from './time-text'
import { useUnitWords } from './unit-words'
import { useCommand } from './use-command'
import { useRoom, useServerNow } from './use-room'

/** Raised hands in the order the server saw them. Arrow keys move between them, Enter gives the floor. */
export function Queue() {
  const t = useTranslations('rooms.queue')
  const more = useTranslations('chairing.queue')
  const people = useTranslations('chairing.people')
  const words = useUnitWords()
  const format = useFormatter()
  const { snapshot } = useRoom()
  const { run, busy } = useCommand()
  const now = useServerNow(15_000)
  const list = useRef<HTMLOListElement>(null)
  const hands = handsInOrder(snapshot.seats)
  const { mayRun, seatId: me } = snapshot.me
  const silent = kindsNotHeard(snapshot.seats)
  if (hands.length === 0) return null

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-give]') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLElement)
    if (step === undefined || at < 0) return
    event.preventDefault()
    buttons[(at + step + buttons.length) % buttons.length]?.focus()
  }

  return (
    <section className="queue" aria-label={t('title')}>
      <div className="pane-head">
        <h2 className="label">{t('title')}</h2>
        <span className="fine queue-count">{t('count', { count: hands.length })}</span>
        {silent.length > 0 ? (
          <span className="fine push queue-silent">
            {more('notSpoken', {
              list: format.list(
                silent.map(({ kind, count }) => more('notSpokenOf', { kind: words(kind).short, count })),
              ),
            })}
          </span>
        ) : null}
      </div>
      <ol ref={list} onKeyDown={onKeyDown}>
        {hands.map((seat, at) => (
          <li key={seat.id} data-mine={seat.id === me || undefined}>
            <span className="queue-number">{at + 1}</span>
            <SeatDot seat={seat} />
            <span className="grow queue-who">
              <span className="clip">{seat.id === me ? t('me') : seat.name}</span>
              <span className="fine clip">
                {seat.handKind === 'order' ? `${more('order')} · ` : ''}
                {seat.hasSpoken ? `${people('spoke')} · ` : ''}
                {t('waited', { minutes: Math.floor(secondsBetween(seat.handRaisedAt!, now) / 60) })}
              </span>
            </span>
            {mayRun && seat.id !== me ? (
              <IconButton
                icon="x"
                bare
                label={t('lowerOf', { name: seat.name })}
                onClick={() => void run('hand:lower', { seatId: seat.id })}
              />
            ) : null}
            {mayRun ? (
              <Button
                size="small"
                tone={at === 0 ? 'primary' : 'plain'}
                busy={busy === seat.id}
                data-give=""
                aria-label={t('giveTo', { name: seat.name })}
                onClick={() => void run('floor:give', { seatId: seat.id }, seat.id)}
              >
                {t('give')}
              </Button>
            ) : seat.id === me ? (
              <Button size="small" tone="quiet" busy={busy !== null} onClick={() => void run('hand:lower', {})}>
                {t('lower')}
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  )
}
