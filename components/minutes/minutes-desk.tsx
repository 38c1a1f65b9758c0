'use client'

import { useTranslations } from 'next-intl'
import { startTransition, useActionState, type ComponentProps } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { FormError } from '@/components/people/form-error'
import { freshForm, type FormState } from '@/server/forms/contract'
import { SittingMinutes } from './sitting-minutes'

type Props = Omit<ComponentProps<typeof SittingMinutes>, 'keepOnDevice' | 'onFillRecord'> & {
  meetingId: string
  /** For who runs the sitting. */
  fillRecord: ((before: FormState, data: FormData) => Promise<FormState>) | null
}

/** The minutes on a page of their own, for whoever works on them outside the room. */
export function MinutesDesk({ meetingId, fillRecord, ...sitting }: Props) {
  const written = useTranslations('minutes.fromRecord')
  const announce = useAnnounce()
  const [state, fill] = useActionState(async (before: FormState, data: FormData) => {
    const after = await fillRecord!(before, data)
    if (after.code === null) announce(written('filled'))
    return after
  }, freshForm)
  const onFillRecord = () => {
    const data = new FormData()
    data.set('meetingId', meetingId)
    startTransition(() => fill(data))
  }
  return (
    <div className="card card-paper min-desk">
      <FormError code={state.code} />
      <SittingMinutes {...sitting} keepOnDevice onFillRecord={fillRecord ? onFillRecord : undefined} />
    </div>
  )
}
