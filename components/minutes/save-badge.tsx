'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Icon, type IconName } from '@/components/ui/icon'
import { classes } from '@/components/ui/classes'
import { useAnnounce } from '@/components/shell/announcer'
import type { ProviderState, SaveState } from './provider'

const icons: Record<SaveState, IconName> = { saved: 'saved', saving: 'sync', unsaved: 'warn', kept: 'offline' }

/** Says what is true of what was typed here: on the server's disk, on its way, nowhere yet, or on this device. */
export function SaveBadge({ save: state, isPending, savedAt }: Pick<ProviderState, 'save' | 'isPending' | 'savedAt'>) {
  const t = useTranslations('minutes.save')
  const format = useFormatter()
  const announce = useAnnounce()
  const last = useRef<SaveState>('saved')
  useEffect(() => {
    // Spoken only when it matters: not at every keystroke.
    if (state === 'unsaved' && last.current !== 'unsaved') announce(t('spokenUnsaved'))
    if (state === 'kept' && last.current !== 'kept') announce(t('keptHint'))
    if (state === 'saved' && (last.current === 'unsaved' || last.current === 'kept')) announce(t('spokenSaved'))
    if (state !== 'saving') last.current = state
  }, [state, announce, t])
  const text =
    state === 'saved' && savedAt
      ? t('savedAt', { time: format.dateTime(savedAt, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) })
      : t(state)
  return (
    <span
      className={classes('save', (state === 'unsaved' || state === 'kept') && 'save-off')}
      title={t(`${state}Hint`)}
      data-save={state}
      data-pending={isPending}
    >
      <Icon name={icons[state]} />
      {text}
    </span>
  )
}
