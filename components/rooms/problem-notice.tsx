'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useMedia } from './use-media'

/** What is wrong with a device or with this page, the next step, and that the meeting goes on. */
export function ProblemNotice() {
  const t = useTranslations('rooms.problem')
  const { problem, dismissProblem, toggle, busy } = useMedia()
  if (!problem) return null
  const { source, problem: kind } = problem
  const device = t(`source.${source}`)
  const canRetry =
    kind === 'denied' || kind === 'absent' || kind === 'busy' || kind === 'failed' || kind === 'notConnected'
  return (
    <div className="room-notice">
      <Notice tone="warn" live title={t(`${kind}.title`, { device })}>
        <p>{t(`${kind}.next`, { device })}</p>
        <div className="row row-wrap room-notice-actions">
          {canRetry ? (
            <Button size="small" busy={busy.includes(source)} onClick={() => void toggle(source)}>
              {t('retry')}
            </Button>
          ) : null}
          <Button size="small" tone="quiet" onClick={dismissProblem}>
            {t('goOn')}
          </Button>
        </div>
      </Notice>
    </div>
  )
}
