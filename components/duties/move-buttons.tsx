'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import type { DutyLine } from './view'

type Props = { duties: readonly DutyLine[]; at: number; onMove: (duty: DutyLine, place: number) => void }

/** One place up or down; the focus stays on the button, wherever its line went. */
export function MoveButtons({ duties, at, onMove }: Props) {
  const t = useTranslations('duties.order')
  const both = useRef<HTMLSpanElement>(null)
  const pressed = useRef<0 | 1 | null>(null)
  const duty = duties[at]!
  useEffect(() => {
    const which = pressed.current
    pressed.current = null
    if (which === null) return
    const buttons = both.current!.querySelectorAll('button')
    // At the end of the list the pressed one is switched off: its neighbour takes the focus.
    ;[buttons[which], buttons[1 - which]].find((one) => one && !one.disabled)?.focus()
  }, [at])
  const go = (place: number, which: 0 | 1) => {
    pressed.current = which
    onMove(duty, place)
  }
  return (
    <span className="move-buttons" ref={both}>
      <IconButton
        bare
        icon="up"
        label={t('up', { title: duty.title })}
        disabled={at === 0}
        onClick={() => go(at - 1, 0)}
      />
      <IconButton
        bare
        icon="down"
        label={t('down', { title: duty.title })}
        disabled={at === duties.length - 1}
        onClick={() => go(at + 2, 1)}
      />
    </span>
  )
}
