'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, type MouseEvent } from 'react'
import { FormError } from '@/components/people/form-error'
import { Busy } from '@/components/ui/busy'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { Progress } from '@/components/ui/progress'
import { errorTable, type ErrorCode } from '@/server/errors'

type Standing =
  | { at: 'idle' }
  | { at: 'counting' }
  | { at: 'writing'; done: number; total: number }
  | { at: 'taken'; file: string }
  | { at: 'refused'; code: ErrorCode }

/** Links, so that it works before any script; with one it is seen how far the file is. */
export function TakeFile({ files }: { files: readonly { href: string; label: string }[] }) {
  const t = useTranslations('action-items.take')
  const common = useTranslations('common')
  const [standing, setStanding] = useState<Standing>({ at: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function take(event: MouseEvent, href: string) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    running.current?.abort()
    const mine = (running.current = new AbortController())
    const show = (next: Standing) => {
      if (running.current === mine) setStanding(next)
    }
    show({ at: 'counting' })
    try {
      // Whoever only looks at the ledger does not wait for what reads its lines. A page older than the house now is cannot
      // fetch it: then the link does what it does without a script.
      const progress = await import('./take-with-progress').catch(() => null)
      if (!progress) {
        location.assign(href)
        return show({ at: 'idle' })
      }
      const file = await progress.takeFile(href, mine.signal, (done, total) => show({ at: 'writing', done, total }))
      show({ at: 'taken', file })
    } catch (error) {
      if (mine.signal.aborted) return show({ at: 'idle' })
      const code = (error as Error).message
      show({ at: 'refused', code: Object.hasOwn(errorTable, code) ? (code as ErrorCode) : 'unavailable' })
    }
  }

  const isBusy = standing.at === 'counting' || standing.at === 'writing'
  return (
    <>
      <div className="paper-menu-row">
        {files.map(({ href, label }) => (
          <LinkButton external key={href} href={href} size="small" onClick={(event) => void take(event, href)}>
            {label}
          </LinkButton>
        ))}
      </div>
      {standing.at === 'refused' ? <FormError code={standing.code} /> : null}
      {standing.at === 'taken' ? <p role="status">{t('taken', { file: standing.file })}</p> : null}
      {isBusy ? (
        <>
          <Busy>
            {standing.at === 'counting'
              ? t('counting')
              : standing.done === standing.total
                ? t('finishing')
                : t('writing', { done: standing.done, total: standing.total })}
          </Busy>
          {standing.at === 'writing' ? (
            <Progress label={t('progress')} value={standing.done} max={Math.max(standing.total, 1)} />
          ) : null}
          <div className="paper-menu-row">
            <Button size="small" onClick={() => running.current?.abort()}>
              {common('verbs.cancel')}
            </Button>
          </div>
        </>
      ) : null}
    </>
  )
}
