'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { freshForm, type FormState } from '@/server/forms/contract'
import '@/components/paper/paper.css'
import './reports.css'

export type ReportAction = (before: FormState, data: FormData) => Promise<FormState>
/** `onceKey`: of this showing of the page, so that two presses write one report. */
export type ReportPlace = { bodyId: string; name: string; onceKey: string }

type Look = 'primary' | 'plain'

/** One press, and it is written. */
export function WriteReport({
  action,
  place,
  tone = 'plain',
  isNamed = false,
}: {
  action: ReportAction
  place: ReportPlace
  tone?: Look
  /** The button says for which body. */
  isNamed?: boolean
}) {
  const t = useTranslations('reports')
  const [state, send, busy] = useActionState(action, freshForm)
  return (
    <form action={send} className="report-write">
      <FormError code={state.code} />
      <input type="hidden" name="bodyId" value={place.bodyId} />
      <input type="hidden" name="onceKey" value={place.onceKey} />
      <Button type="submit" tone={tone} busy={busy}>
        {isNamed ? t('makeFor', { body: place.name }) : t('make')}
      </Button>
    </form>
  )
}

/** Beside the ledger: for the one body that somebody runs, or one of several. */
export function WriteReports({ action, places }: { action: ReportAction; places: readonly ReportPlace[] }) {
  const t = useTranslations('reports')
  const [first] = places
  if (!first) return null
  if (places.length === 1) return <WriteReport action={action} place={first} />
  return (
    <details className="paper-menu">
      <summary className="btn btn-plain">{t('make')}</summary>
      <div className="paper-menu-body" role="group" aria-label={t('make')}>
        <p className="meta">{t('makeHint')}</p>
        {places.map((place) => (
          <WriteReport key={place.bodyId} action={action} place={place} isNamed />
        ))}
      </div>
    </details>
  )
}
