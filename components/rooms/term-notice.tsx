'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useCommand } from './use-command'
import { useRoom } from './use-room'

/** A term ended during the sitting: who runs the room decides what the seat is until its end; the seat itself is told. */
export function TermNotice() {
  const t = useTranslations('rooms.termEnd')
  const { snapshot } = useRoom()
  const { run, busy } = useCommand()
  const { me, seats } = snapshot
  const mine = seats.find((seat) => seat.id === me.seatId)?.termEnd ?? null
  const undecided = me.mayRun ? seats.filter((seat) => seat.termEnd === 'undecided') : []
  if (mine === null && undecided.length === 0) return null
  return (
    <>
      {mine === null ? null : (
        <div className="room-notice">
          <Notice tone={mine === 'speaker' ? 'info' : 'warn'} title={t('mine.title')} live>
            <p>{t(`mine.${mine}`)}</p>
          </Notice>
        </div>
      )}
      {undecided.map((seat) => (
        <div className="room-notice" key={seat.id} data-term-end={seat.id}>
          <Notice tone="warn" icon="clock" title={t('title', { name: seat.name })} live>
            <p>{t('text')}</p>
            <div className="row row-wrap room-notice-actions">
              {(['speaker', 'observer'] as const).map((as) => (
                <Button
                  key={as}
                  size="small"
                  busy={busy === `${seat.id} ${as}`}
                  aria-label={t(`${as}Of`, { name: seat.name })}
                  onClick={() => void run('seat:settle-term', { seatId: seat.id, as }, `${seat.id} ${as}`)}
                >
                  {t(as)}
                </Button>
              ))}
            </div>
          </Notice>
        </div>
      ))}
    </>
  )
}
