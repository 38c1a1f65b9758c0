'use client'

import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { useCommand } from './use-command'

type Props = { open: 'leave' | 'end' | null; onClose: () => void; onLeave: () => void }

export function LeaveDialogs({ open, onClose, onLeave }: Props) {
  const t = useTranslations('rooms.leaving')
  const { run, busy } = useCommand()
  const onOpenChange = (isOpen: boolean) => (isOpen ? undefined : onClose())
  return (
    <>
      <ConfirmDialog
        open={open === 'leave'}
        onOpenChange={onOpenChange}
        title={t('leaveTitle')}
        text={t('leaveText')}
        confirm={t('leave')}
        cancel={t('stay')}
        onConfirm={onLeave}
      />
      <ConfirmDialog
        open={open === 'end'}
        onOpenChange={onOpenChange}
        title={t('endTitle')}
        text={t('endText')}
        confirm={t('end')}
        cancel={t('stay')}
        danger
        busy={busy === 'meeting:end'}
        onConfirm={() => void run('meeting:end', {}).then((isDone) => (isDone ? onClose() : undefined))}
      />
    </>
  )
}
