'use client'

import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { useToast } from '@/components/shell/toasts'
import { freshForm, type FormState } from '@/server/forms/contract'

export type DutyAction = (before: FormState, data: FormData) => Promise<FormState>

/** Sends one change of the matrix. Refused: says why, and the page shows what it is now; done: says so, with the way back. */
export function useDutyAct() {
  const t = useTranslations('errors')
  const undoWord = useTranslations('common.verbs')('undo')
  const toast = useToast()
  const [isBusy, start] = useTransition()

  function act(
    action: DutyAction,
    fields: Readonly<Record<string, string | number>>,
    done: { text: string; undo?: () => void },
    after?: () => void,
  ) {
    if (isBusy) return
    start(async () => {
      const data = new FormData()
      for (const [name, value] of Object.entries(fields)) data.set(name, String(value))
      const { code } = await action(freshForm, data)
      if (code !== null) toast({ text: `${t(`${code}.title`)} ${t(`${code}.next`)}`, danger: true })
      else
        toast({
          text: done.text,
          ...(done.undo && { action: { label: undoWord, onPress: done.undo } }),
        })
      after?.()
    })
  }
  return { act, isBusy }
}
