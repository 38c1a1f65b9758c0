'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useState } from 'react'
import { useToast } from '@/components/shell/toasts'
import type { RoomCommand, RoomPayload } from '@/server/rooms/contract'
import { useRoom } from './use-room'

/** Sends commands and says plainly when one was refused; `busy` names what is under way. True when it was done. */
export function useCommand() {
  const { send } = useRoom()
  const toast = useToast()
  const refusal = useRefusal()
  const [busy, setBusy] = useState<string | null>(null)
  const run = useCallback(
    async <C extends RoomCommand>(command: C, payload: RoomPayload<C>, key: string = command): Promise<boolean> => {
      setBusy(key)
      const answer = await send(command, payload)
      setBusy(null)
      if (!answer.ok) toast({ text: refusal(answer.code), danger: true })
      return answer.ok
    },
    [send, toast, refusal],
  )
  return { run, busy }
}

/** A code of the error table as what happened and the next step. */
export function useRefusal() {
  const t = useTranslations('errors')
  const rooms = useTranslations('rooms')
  return useCallback(
    (code: string) => {
      const title = `${code}.title` as 'internal.title'
      const next = `${code}.next` as 'internal.next'
      const [what, then] = t.has(title) ? [t(title), t(next)] : [t('internal.title'), t('internal.next')]
      return rooms('refusal', { what, next: then })
    },
    [t, rooms],
  )
}
