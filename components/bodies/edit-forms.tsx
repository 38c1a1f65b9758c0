'use client'

import { useTranslations } from 'next-intl'
import { useActionState, type ReactNode } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { Action } from './term-fields'

/** What happened to a form: saved, overtaken by somebody else, or refused. */
export function FormNews({ state, overtaken }: { state: FormState; overtaken?: ReactNode }) {
  const t = useTranslations('bodies.edit')
  if (state.done)
    return (
      <Notice tone="good" live>
        {t('saved')}
      </Notice>
    )
  if (state.code === 'conflict' && overtaken)
    return (
      <Notice tone="warn" title={t('overtaken')} live>
        {overtaken}
      </Notice>
    )
  return <FormError code={state.code} />
}

type Facts = {
  bodyId: string
  version: number
  name: string
  level: 'county' | 'school'
  establishedOn: string | null
  evidence: string
  evidenceNumber: string | null
}

export function FactsForm({ action, now }: { action: Action; now: Facts }) {
  const t = useTranslations('bodies.edit')
  const words = useTranslations('bodies')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const was = (name: string, stored: string | null) => state.values[name] ?? stored ?? ''
  return (
    <form action={submit} className="card stack" noValidate key={`facts ${now.version}`}>
      <h2 className="subheading">{t('facts')}</h2>
      <FormNews
        state={state}
        overtaken={t('nowFacts', { name: now.name, day: now.establishedOn ?? t('noDay'), evidence: now.evidence })}
      />
      <input type="hidden" name="bodyId" value={now.bodyId} />
      <input type="hidden" name="version" value={now.version} />
      <Field label={words('add.bodyName')} error={wrong('name')} required>
        <Input name="name" defaultValue={was('name', now.name)} maxLength={120} />
      </Field>
      <Field label={words('add.bodyLevel')} error={wrong('level')}>
        <Select
          key={`l${state.turn}`}
          name="level"
          defaultValue={was('level', now.level)}
          options={(['county', 'school'] as const).map((value) => ({ value, label: words(`level.${value}`) }))}
        />
      </Field>
      <Field label={t('establishedOn')} hint={t('establishedHint')} error={wrong('establishedOn')}>
        <Input type="date" name="establishedOn" defaultValue={was('establishedOn', now.establishedOn)} />
      </Field>
      <Field label={t('evidence')} hint={t('evidenceHint')} error={wrong('evidence')}>
        <Textarea name="evidence" defaultValue={was('evidence', now.evidence)} rows={2} maxLength={400} />
      </Field>
      <Field label={t('evidenceNumber')} error={wrong('evidenceNumber')} optional={t('optional')}>
        <Input name="evidenceNumber" defaultValue={was('evidenceNumber', now.evidenceNumber)} maxLength={60} />
      </Field>
      <Button type="submit" tone="primary" busy={busy}>
        {t('save')}
      </Button>
    </form>
  )
}

type CharterProps = {
  action: Action
  bodyId: string
  last: { number: number; text: string } | null
  today: string
}

/** A new version begins with the words of the last. */
export function CharterForm({ action, bodyId, last, today }: CharterProps) {
  const t = useTranslations('bodies.edit')
  const words = useTranslations('bodies')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <form action={submit} className="card stack" noValidate key={`charter ${last?.number ?? 0}`}>
      <h2 className="subheading">{words('charter')}</h2>
      <FormNews state={state} overtaken={last ? t('nowCharter', { number: last.number }) : undefined} />
      <p className="meta">{t('charterNext', { number: (last?.number ?? 0) + 1 })}</p>
      <input type="hidden" name="bodyId" value={bodyId} />
      <input type="hidden" name="after" value={last?.number ?? 0} />
      <Field label={t('charterText')} error={wrong('text')} required>
        <Textarea name="text" defaultValue={state.values.text ?? last?.text ?? ''} rows={10} maxLength={40_000} />
      </Field>
      <Field label={t('inForceFrom')} error={wrong('inForceFrom')} required>
        <Input type="date" name="inForceFrom" defaultValue={state.values.inForceFrom ?? today} />
      </Field>
      <Field label={t('why')} hint={t('whyHint')} error={wrong('why')} required>
        <Input name="why" defaultValue={state.values.why ?? ''} maxLength={400} />
      </Field>
      <Button type="submit" tone="primary" busy={busy}>
        {t('saveCharter')}
      </Button>
    </form>
  )
}
