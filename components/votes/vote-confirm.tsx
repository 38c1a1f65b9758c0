'use client'

import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { VoteView } from '@/server/votes/contract'

export type VoteQuestion = 'close' | 'cancel'

type Props = {
  vote: Pick<VoteView, 'question' | 'cast' | 'entitled'>
  question: VoteQuestion | null
  busy: boolean
  onClose: () => void
  onConfirm: (question: VoteQuestion) => void
}

/** Neither closing nor calling off can be taken back. */
export function VoteConfirm({ vote, question, busy, onClose, onConfirm }: Props) {
  const t = useTranslations('votes')
  const { cast, entitled } = vote
  const isCancel = question === 'cancel'
  return (
    <ConfirmDialog
      open={question !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t(isCancel ? 'confirm.cancelTitle' : 'confirm.closeTitle', { question: vote.question })}
      text={isCancel ? t('confirm.cancelText') : t('confirm.closeText', { cast, entitled })}
      confirm={t(isCancel ? 'card.cancel' : 'card.close')}
      cancel={t('confirm.cancel')}
      danger={isCancel}
      busy={busy}
      onConfirm={() => (question ? onConfirm(question) : undefined)}
    />
  )
}
