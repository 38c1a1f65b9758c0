'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Progress } from '@/components/ui/progress'
import { useSize } from './use-size'
import type { Sending } from './use-uploads'

/** What is on its way, how far it is, and what was refused and why. */
export function SendingRows({ sending, onCancel }: { sending: readonly Sending[]; onCancel: (key: number) => void }) {
  const t = useTranslations('files')
  const errors = useTranslations('errors')
  const size = useSize()
  if (sending.length === 0) return null
  return (
    <ul className="file-list" aria-label={t('sending')}>
      {sending.map((each) => {
        const isFailed = each.state === 'failed'
        return (
          <li key={each.key} className="file" data-state={each.state}>
            <Icon name={isFailed ? 'warn' : each.state === 'cut' ? 'offline' : 'upload'} />
            <span className="file-words">
              <span className="file-name">{each.name}</span>
              {isFailed && each.code ? (
                <span className="field-error" role="alert">
                  {errors(`${each.code}.text`)} {errors(`${each.code}.next`)}
                </span>
              ) : (
                <>
                  <Progress label={t('progressOf', { name: each.name })} value={each.sent} max={each.bytes} />
                  <span className="fine" role="status">
                    {each.state === 'queued' ? t('queued') : null}
                    {each.state === 'cut' ? t('cut') : null}
                    {each.state === 'sending' ? t('sent', { sent: size(each.sent), all: size(each.bytes) }) : null}
                  </span>
                </>
              )}
            </span>
            <Button
              size="small"
              aria-label={t(isFailed ? 'dismissOf' : 'cancelOf', { name: each.name })}
              onClick={() => onCancel(each.key)}
            >
              {t(isFailed ? 'dismiss' : 'cancel')}
            </Button>
          </li>
        )
      })}
    </ul>
  )
}
