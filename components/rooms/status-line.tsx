'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { lineBars, lineTone } from './line-state'
import type { Line } from './use-line'
import { useMedia } from './use-media'

/** Words first; the bars only help. What is wrong carries the button that mends it. */
export function StatusLine({ line, children }: { line: Line; children?: ReactNode }) {
  const t = useTranslations('rooms.line')
  const { repairVoice, takeBack, busy } = useMedia()
  const { state, text, detail } = line
  const lit = lineBars(state)
  return (
    <div className={classes('line', 'room-line', `line-${lineTone(state)}`)} data-line={state.kind}>
      <span className="bars" aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <i key={bar} className={classes(`bar-${bar}`, bar > lit && 'is-dim')} />
        ))}
      </span>
      <span className="room-line-text">{text}</span>
      {detail ? <span className="room-line-detail">{detail}</span> : null}
      {state.kind === 'unheard' ? (
        <Button size="small" tone="danger" busy={busy.includes('microphone')} onClick={() => void repairVoice()}>
          {t('repair')}
        </Button>
      ) : null}
      {state.kind === 'elsewhere' ? (
        <Button size="small" onClick={takeBack}>
          {t('takeBack')}
        </Button>
      ) : null}
      {children}
    </div>
  )
}
