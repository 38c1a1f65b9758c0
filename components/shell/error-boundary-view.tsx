'use client'

import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { Button } from '@/components/ui/button'
import { useAnnounce } from './announcer'
import { ErrorView, type ErrorViewCode } from './error-view'

/** For error.tsx. An AppError keeps its code in `digest` (`app:<code>`), the only thing Next lets through; anything else is
    a fault of ours, and its digest is the reference under which the log has it. */
export function ErrorBoundaryView({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const t = useTranslations('errors')
  const shell = useTranslations('shell.errorView')
  const announce = useAnnounce()
  const found = /^app:(\w+)$/.exec(error.digest ?? '')?.[1]
  const isKnown = found !== undefined && found !== 'fields' && t.has(`${found as ErrorViewCode}.title`)
  const code = isKnown ? (found as ErrorViewCode) : 'internal'
  const title = t(`${code}.title`)
  useEffect(() => announce(title), [announce, title])
  return (
    <ErrorView code={code} reference={isKnown ? undefined : error.digest}>
      <Button tone={code === 'not_signed_in' ? 'plain' : 'primary'} icon="sync" onClick={retry}>
        {shell('retry')}
      </Button>
    </ErrorView>
  )
}
