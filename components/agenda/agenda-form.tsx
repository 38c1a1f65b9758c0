'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button, EnterButton } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { freshForm, type FormState } from '@/server/forms/contract'
import { AgendaRows, type BacklogTopic } from './agenda-row-list'
import { rowsFrom, type AgendaPoint } from './agenda-rows'
import './agenda.css'

type Choice = { value: string; label: string }
type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  meetingId: string
  version: number
  points: readonly AgendaPoint[]
  startsAt: Date
  minutes: number
  units: readonly Choice[]
  backlog: readonly BacklogTopic[]
  hasTemplate: boolean
  max: number
}

/**
 * The whole agenda in one form. Without scripts every button posts and the rows come back changed; with them rows move at once
 * and only saving posts. Somebody else's change is told, and what was typed stays.
 */
export function AgendaForm({ action, meetingId, version, points, max, hasTemplate, ...rest }: Props) {
  const t = useTranslations('agenda')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const rows = rowsFrom(state.values, points)
  const problem = state.fields.agenda === 'tooMany' ? t('tooMany', { max, count: rows.length }) : wrong('agenda')
  return (
    <form action={submit} className="stack" noValidate>
      {/* Enter in a field presses the first button: it must be the one that saves. */}
      <EnterButton name="op" value="save" />
      <input type="hidden" name="meetingId" value={meetingId} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="known" value={points.map((point) => point.id).join(' ')} />
      {state.code === 'conflict' ? (
        <Notice tone="warn" title={t('conflict.title')} live>
          <p>{t('conflict.text')}</p>
          <ol className="agenda-theirs">
            {points.map((point) => (
              <li key={point.id}>{point.title}</li>
            ))}
          </ol>
        </Notice>
      ) : (
        <FormError code={state.code} />
      )}
      {problem ? (
        <Notice tone="danger" live>
          {problem}
        </Notice>
      ) : null}
      {state.done === 'saved' ? <Notice tone="good" title={t('saved')} live /> : null}
      <AgendaRows
        key={`${state.turn} ${state.code === null && state.done ? version : ''}`}
        initial={rows}
        wrong={wrong}
        isHeld={busy}
        {...rest}
      />
      <div className="row row-wrap">
        <Button type="submit" name="op" value="copy" icon="copy">
          {t('copyLast')}
        </Button>
        {hasTemplate ? (
          <Button type="submit" name="op" value="template" icon="list">
            {t('useTemplate')}
          </Button>
        ) : null}
      </div>
      <Button type="submit" name="op" value="save" tone="primary" size="big" busy={busy}>
        {t('save')}
      </Button>
    </form>
  )
}
