'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'

type Choice = { value: string; label: string }
type Kind = 'county' | 'township' | 'school'
export type PlaceNow = {
  id: string
  version: number
  kind: Kind
  name: string
  identifier: string | null
  parentId: string | null
  body: string
  establishedOn: string | null
  evidence: string
  evidenceNumber: string | null
}
type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  /** Null: a new place. */
  now: PlaceNow | null
  kind: Kind
  parents: readonly Choice[]
  bodies: readonly Choice[]
}

/** One place of the register, new or known. The date and evidence here are of a body that is not in this house. */
export function PlaceForm({ action, now, kind, parents, bodies }: Props) {
  const t = useTranslations('register')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const was = (name: keyof PlaceNow & string, otherwise = '') =>
    state.values[name] ?? (now === null ? otherwise : String(now[name] ?? ''))
  return (
    <form action={submit} className="card stack" noValidate key={`${now?.version ?? 'new'} ${state.turn}`}>
      <h2 className="subheading">{t(now === null ? 'addTitle' : 'editTitle')}</h2>
      {state.code === 'conflict' ? (
        <Notice tone="warn" title={t('overtaken')} live>
          {now ? t('overtakenNow', { name: now.name, day: now.establishedOn ?? t('noDate') }) : t('overtakenNew')}
        </Notice>
      ) : (
        <FormError code={state.code} />
      )}
      {state.done ? (
        <Notice tone="good" live>
          {t(now === null ? 'added' : 'saved')}
        </Notice>
      ) : null}
      {now ? (
        <>
          <input type="hidden" name="placeId" value={now.id} />
          <input type="hidden" name="version" value={now.version} />
        </>
      ) : null}
      <Field label={t('kind')} error={wrong('kind')}>
        <Select
          name="kind"
          defaultValue={was('kind', kind)}
          options={(['county', 'township', 'school'] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
      </Field>
      <Field label={t('name')} error={wrong('name')} required>
        <Input name="name" defaultValue={was('name')} maxLength={120} />
      </Field>
      <Field label={t('code')} hint={t('codeHint')} error={wrong('identifier')}>
        <Input name="identifier" defaultValue={was('identifier')} maxLength={20} autoComplete="off" />
      </Field>
      <Field label={t('parent')} error={wrong('parentId')}>
        <Select
          name="parentId"
          defaultValue={was('parentId')}
          options={[{ value: '', label: t('noParent') }, ...parents]}
        />
      </Field>
      <Field label={t('body')} hint={t('bodyHint')} error={wrong('body')}>
        <Select
          name="body"
          defaultValue={was('body', 'none')}
          options={[{ value: 'none', label: t('noBody') }, { value: 'noted', label: t('noted') }, ...bodies]}
        />
      </Field>
      <Field label={t('establishedOn')} hint={t('establishedHint')} error={wrong('establishedOn')}>
        <Input type="date" name="establishedOn" defaultValue={was('establishedOn')} />
      </Field>
      <Field label={t('evidence')} error={wrong('evidence')}>
        <Input name="evidence" defaultValue={was('evidence')} maxLength={400} />
      </Field>
      <Field label={t('evidenceNumber')} error={wrong('evidenceNumber')}>
        <Input name="evidenceNumber" defaultValue={was('evidenceNumber')} maxLength={60} />
      </Field>
      <Button type="submit" tone="primary" icon={now === null ? 'plus' : undefined} busy={busy}>
        {t(now === null ? 'add' : 'save')}
      </Button>
    </form>
  )
}
