'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { useCapabilityWords } from './capability-words'
import { OpenElsewhere } from './open-elsewhere'
import { useMedia } from './use-media'

/** What is wrong with a device or with this page, the next step as one button, and that the meeting goes on. */
export function ProblemNotice({ secureOrigin }: { secureOrigin: string | null }) {
  const t = useTranslations('rooms.problem')
  const devices = useTranslations('capability.device')
  const wordsOf = useCapabilityWords()
  const { problem, dismissProblem, toggle, busy } = useMedia()
  if (!problem) return null
  const { source, problem: kind } = problem
  const device = devices(source)
  const retry = (label: string) => (
    <Button size="small" busy={busy.includes(source)} onClick={() => void toggle(source)}>
      {label}
    </Button>
  )
  const row = kind === 'notAllowedHere' || kind === 'notConnected' ? null : wordsOf(kind, source)
  return (
    <div className="room-notice" data-problem={kind}>
      <Notice tone="warn" live title={row ? row.title : t(`${kind as 'notConnected'}.title`, { device })}>
        <p>{row ? row.next : t(`${kind as 'notConnected'}.next`, { device })}</p>
        {row ? <p>{row.still}</p> : null}
        <div className="row row-wrap room-notice-actions">
          {row?.remedy === 'retry' ? retry(row.button) : null}
          {row?.remedy === 'browser' ? <OpenElsewhere label={row.button} /> : null}
          {row?.remedy === 'secure' && secureOrigin ? (
            <LinkButton size="small" href={secureOrigin + window.location.pathname} external>
              {row.button}
            </LinkButton>
          ) : null}
          {kind === 'notConnected' ? retry(t('retry')) : null}
          <Button size="small" tone="quiet" onClick={dismissProblem}>
            {t('goOn')}
          </Button>
        </div>
      </Notice>
    </div>
  )
}
