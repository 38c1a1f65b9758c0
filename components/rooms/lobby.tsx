'use client'

import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { SeatView } from '@/server/rooms/contract'
import { SeatDot } from './seat-plate'
import { useCommand } from './use-command'
import { useRoom } from './use-room'

/** The door: who waits, let in one or all, or refuse with a word that they will read. */
export function Lobby() {
  const t = useTranslations('rooms.lobby')
  const { snapshot } = useRoom()
  const { run, busy } = useCommand()
  const [refusing, setRefusing] = useState<SeatView['id'] | null>(null)
  const waiting = snapshot.seats.filter((seat) => seat.admission === 'waiting')
  const expected = waiting.filter((seat) => seat.isExpected)
  const { isLocked } = snapshot.meeting

  return (
    <section className="people-section" aria-labelledby="people-door">
      <div className="row row-wrap">
        <h3 className="label grow" id="people-door">
          {t('title', { count: waiting.length })}
        </h3>
        {expected.length > 0 && expected.length < waiting.length ? (
          <Button
            size="small"
            tone="primary"
            busy={busy === 'expected'}
            onClick={() => void run('lobby:admit', { seatIds: expected.map((seat) => seat.id) }, 'expected')}
          >
            {t('admitExpected', { count: expected.length })}
          </Button>
        ) : null}
        {waiting.length > 1 ? (
          <Button
            size="small"
            tone={expected.length === waiting.length ? 'primary' : 'plain'}
            busy={busy === 'all'}
            onClick={() => void run('lobby:admit', { seatIds: waiting.map((seat) => seat.id) }, 'all')}
          >
            {t('admitAll', { count: waiting.length })}
          </Button>
        ) : null}
      </div>
      {waiting.length === 0 ? <p className="meta">{isLocked ? t('emptyLocked') : t('empty')}</p> : null}
      <ul className="list">
        {waiting.map((seat) => (
          <li key={seat.id} className="person-row person-row-wrap" data-person={seat.id}>
            <SeatDot seat={seat} />
            <span className="grow">
              <b className="item-title">{seat.name}</b>
              <span className="fine">{seat.unit?.name ?? t('noUnit')}</span>
              {seat.isGuest ? (
                <span className="person-badges">
                  <Badge tone="line">{t('guest')}</Badge>
                  {seat.isExpected ? (
                    <Badge icon="check">{t('expected')}</Badge>
                  ) : (
                    <Badge tone="warn">{t('unexpected')}</Badge>
                  )}
                </span>
              ) : null}
            </span>
            {refusing === seat.id ? (
              <RefuseForm seat={seat} onDone={() => setRefusing(null)} />
            ) : (
              <span className="row">
                <Button size="small" tone="quiet" onClick={() => setRefusing(seat.id)}>
                  {t('refuse')}
                </Button>
                <Button
                  size="small"
                  tone="primary"
                  busy={busy === seat.id}
                  aria-label={t('admitOf', { name: seat.name })}
                  onClick={() => void run('lobby:admit', { seatIds: [seat.id] }, seat.id)}
                >
                  {t('admit')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <Button
        size="small"
        tone="quiet"
        icon="lock"
        aria-pressed={isLocked}
        busy={busy === 'meeting:lock'}
        onClick={() => void run('meeting:lock', { isLocked: !isLocked })}
      >
        {isLocked ? t('unlock') : t('lock')}
      </Button>
    </section>
  )
}

function RefuseForm({ seat, onDone }: { seat: SeatView; onDone: () => void }) {
  const t = useTranslations('rooms.lobby')
  const { run, busy } = useCommand()
  const [word, setWord] = useState('')

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (await run('lobby:refuse', { seatId: seat.id, word })) onDone()
  }

  return (
    <form className="refuse-form" onSubmit={(event) => void onSubmit(event)}>
      <Field label={t('word')} hint={t('wordHint')}>
        <Input value={word} maxLength={200} autoFocus onChange={(event) => setWord(event.target.value)} />
      </Field>
      <div className="row">
        <Button size="small" tone="quiet" onClick={onDone}>
          {t('cancel')}
        </Button>
        <Button size="small" tone="danger" type="submit" busy={busy !== null}>
          {t('refuseConfirm')}
        </Button>
      </div>
    </form>
  )
}
