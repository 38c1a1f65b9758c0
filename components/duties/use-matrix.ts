'use client'

import { useTranslations } from 'next-intl'
import { useOptimistic, useState, useTransition } from 'react'
import { useToast } from '@/components/shell/toasts'
import type { Part } from '@/server/duties/contract'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { UnitView } from '@/server/rooms/contract'
import { afterChange, partIn } from './after-change'
import { Turns } from './turns'
import type { DutyLine } from './view'

export type DutyAction = (before: FormState, data: FormData) => Promise<FormState>

/**
 * The matrix as it will be: a press is shown at once and sent after the one before it, so that nobody waits between two. Where
 * one is refused, those pressed on top of it on that duty are not sent, and all go back to what is there. Refused: says why;
 * done: says so, with the way back.
 */
export function useMatrix(duties: readonly DutyLine[], setPart: DutyAction | null, move: DutyAction | null) {
  const t = useTranslations('duties')
  const errors = useTranslations('errors')
  const undoWord = useTranslations('common.verbs')('undo')
  const toast = useToast()
  const [shown, show] = useOptimistic(duties, afterChange)
  const [isBusy, start] = useTransition()
  const [turns] = useState(() => new Turns())

  function act(
    action: DutyAction,
    fields: Readonly<Record<string, string | number>>,
    change: Parameters<typeof afterChange>[1],
    done: { text: string; undo?: () => void },
  ) {
    const data = new FormData()
    for (const [name, value] of Object.entries(fields)) data.set(name, String(value))
    start(async () => {
      show(change)
      const code = await turns.take(change.kind === 'part' ? change.dutyId : null, () =>
        action(freshForm, data).then(
          (state) => state.code,
          () => 'unavailable' as const,
        ),
      )
      if (code === 'notSent') return
      if (code !== null) toast({ text: `${errors(`${code}.title`)} ${errors(`${code}.next`)}`, danger: true })
      else toast({ text: done.text, ...(done.undo && { action: { label: undoWord, onPress: done.undo } }) })
    })
  }

  function give(duty: DutyLine, unit: UnitView, part: Part) {
    if (!setPart) return
    const set = (to: Part, version: number, done: { text: string; undo?: () => void }) => {
      const fields = { dutyId: duty.id, unitId: unit.id, version, part: to }
      act(setPart, fields, { ...fields, kind: 'part' }, done)
    }
    const was = partIn(duty, unit.id)
    const text = t(`gave.${part}`, { unit: unit.name, duty: duty.title })
    // The lead moves back by giving it to its former unit, which has to be asked again.
    const undo = () => set(was, duty.version + 1, { text: t('undone') })
    set(part, duty.version, part === 'lead' ? { text } : { text, undo })
  }

  /** Before the duty that stands at a place now, or at the end. */
  function moveTo(duty: DutyLine, place: number) {
    if (!move) return
    const beforeId = shown[place]?.id ?? ''
    const position = place > shown.indexOf(duty) ? place : place + 1
    act(
      move,
      { dutyId: duty.id, beforeId },
      { kind: 'move', dutyId: duty.id, beforeId },
      {
        text: t('order.moved', { title: duty.title, position }),
      },
    )
  }

  return { shown, isBusy, give, moveTo }
}
