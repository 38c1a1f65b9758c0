'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'

type Props = {
  duty: string
  unit: string
  lead: string
  onChoose: (part: 'lead' | 'none') => void
  onClose: () => void
}

/** What becomes of a unit that assists: it takes the lead from another, which must be meant, or it leaves the duty. */
export function PartDialog({ duty, unit, lead, onChoose, onClose }: Props) {
  const t = useTranslations('duties.ask')
  const verbs = useTranslations('common.verbs')
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title', { unit, duty })}
      text={t('text', { unit, lead })}
      closeLabel={verbs('close')}
      actions={
        <>
          <Button onClick={() => onChoose('none')}>{t('none')}</Button>
          <Button tone="primary" onClick={() => onChoose('lead')}>
            {t('lead', { unit })}
          </Button>
        </>
      }
    />
  )
}
