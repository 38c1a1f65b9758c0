'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { KeepChildName } from '@/components/privacy/keep-child-name'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Textarea } from '@/components/ui/textarea'
import { freshForm } from '@/server/forms/contract'
import { sections, type Figures, type ReportText } from '@/server/reports/contract'
import { SittingSums, UnitSums } from './report-tables'
import type { ReportAction } from './write-report'
import './reports.css'

type Props = {
  action: ReportAction
  reportId: string
  /** What is in force now: after a conflict, somebody else's. */
  version: number
  words: ReportText
  figures: Figures
  mayKeepChildName: boolean
}

/**
 * The words of a report between the tables of its figures. When somebody else was faster, what was typed stays, beside it
 * stands what is in force now, and the next press is meant for that.
 */
export function ReportForm({ action, reportId, version, words, figures, mayKeepChildName }: Props) {
  const t = useTranslations('reports')
  const [state, send, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const isConflict = state.code === 'conflict'
  const value = (name: keyof ReportText) => (state.code === null ? words[name] : (state.values[name] ?? ''))
  const differs = (name: keyof ReportText) => isConflict && value(name).replace(/\r\n/g, '\n').trim() !== words[name]
  const now = (name: keyof ReportText) => {
    if (!differs(name)) return null
    return words[name] === '' ? t('form.nowEmpty') : t('form.now', { value: words[name] })
  }
  return (
    <form action={send} className="stack report-form" noValidate>
      <FormError code={state.code} />
      {isConflict ? (
        <Notice tone="warn" live>
          {t('form.conflict')}
        </Notice>
      ) : null}
      {state.done ? (
        <Notice tone="good" live>
          {t('form.saved')}
        </Notice>
      ) : null}
      <input type="hidden" name="reportId" value={reportId} />
      <input type="hidden" name="version" value={version} />
      {/* Anew after every answer: the browser empties a form that was sent, and the typed must stand in it again. */}
      <div className="stack" key={state.turn}>
        <Field label={t('form.title')} error={wrong('title')} hint={now('title')} required>
          <Input name="title" defaultValue={value('title')} maxLength={200} />
        </Field>
        <div className="report-two">
          <Field label={t('form.addressee')} error={wrong('addressee')} hint={now('addressee')}>
            <Input name="addressee" defaultValue={value('addressee')} maxLength={200} />
          </Field>
          <Field label={t('form.number')} error={wrong('number')} hint={now('number') ?? t('form.numberHint')}>
            <Input name="number" defaultValue={value('number')} maxLength={60} />
          </Field>
        </div>
        <p className="meta">{t('form.lines')}</p>
        {sections.map((section) => (
          <div key={section} className="stack">
            <Field label={t(`sections.${section}`)} error={wrong(section)}>
              <Textarea
                name={section}
                rows={Math.min(12, Math.max(2, value(section).split('\n').length + 1))}
                defaultValue={value(section)}
                maxLength={20_000}
              />
            </Field>
            {differs(section) ? <p className="report-now">{now(section)}</p> : null}
            {section === 'byUnit' ? <UnitSums figures={figures} /> : null}
            {section === 'bySitting' ? <SittingSums figures={figures} /> : null}
          </div>
        ))}
      </div>
      <KeepChildName fields={state.fields} mayKeep={mayKeepChildName} />
      <div>
        <Button type="submit" tone="primary" busy={busy} icon="check">
          {t('form.save')}
        </Button>
      </div>
    </form>
  )
}
