'use client'

import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import { useDutyAct, type DutyAction } from './use-duty-act'
import type { DutyLine } from './view'

/** One place up or down; the focus stays on the button, wherever its line went. */
export function MoveButtons({ duties, at, move }: { duties: readonly DutyLine[]; at: number; move: DutyAction }) {
  const t = useTranslations('duties.order')
  const { act } = useDutyAct()
  const up = useRef<HTMLSpanElement>(null)
  const duty = duties[at]!
  const go = (to: number, which: 0 | 1) => {
    const beforeId = to < at ? duties[to]!.id : (duties[to + 1]?.id ?? '')
    const done = { text: t('moved', { title: duty.title, position: to + 1 }) }
    const refocus = () => {
      const buttons = up.current?.querySelectorAll('button')
      // At the end of the list the pressed one is switched off: its neighbour takes the focus.
      requestAnimationFrame(() => [buttons?.[which], buttons?.[1 - which]].find((one) => one && !one.disabled)?.focus())
    }
    act(move, { dutyId: duty.id, beforeId }, done, refocus)
  }
  return (
    <span className="move-buttons" ref={up}>
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
        onClick={() => go(at + 1, 1)}
      />
    </span>
  )
}
