'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { PersonChoices, type FoundPerson } from '@/components/people/person-choices'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Textarea } from '@/components/ui/textarea'
import { freshForm } from '@/server/forms/contract'
import type { Office } from '@/server/people/contract'
import { DayFields, TermFields, type Action, type Choice } from './term-fields'
import './bodies.css'

type AddProps = {
  action: Action
  bodyId: string
  people: readonly FoundPerson[]
  units: readonly Choice[]
  /** The unit one came from. */
  unitId: string | null
  today: string
}

export function AddMembershipForm({ action, bodyId, people, units, unitId, today }: AddProps) {
  const t = useTranslations('bodies.add')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const now = { unitId: unitId ?? units[0]?.value ?? '', office: 'liaison', fromOn: today, untilOn: null } as const
  return (
    <form action={submit} className="card stack" noValidate>
      <FormError code={state.code} />
      <input type="hidden" name="bodyId" value={bodyId} />
      <PersonChoices key={`p${state.turn}`} people={people} chosen={state.values.personId} error={wrong('personId')} />
      <TermFields state={state} units={units} now={now} />
      <Button type="submit" tone="primary" icon="plus" busy={busy}>
        {t('submitMember')}
      </Button>
    </form>
  )
}

export type CurrentMembership = {
  id: string
  version: number
  unitId: string
  office: Office
  fromOn: string
  untilOn: string | null
  /** What stands now, as one sentence, and who wrote it when: shown to whoever was overtaken. */
  asWords: string
}

export function ChangeMembershipForm({
  action,
  current,
  units,
}: {
  action: Action
  current: CurrentMembership
  units: readonly Choice[]
}) {
  const t = useTranslations('bodies.membership')
  const [state, submit, busy] = useActionState(action, freshForm)
  return (
    <form action={submit} className="card stack" noValidate>
      <h2 className="subheading">{t('changeTitle')}</h2>
      {state.code === 'conflict' ? (
        <Notice tone="warn" title={t('overtaken')} live>
          <p>{current.asWords}</p>
          <p>{t('overtakenNext')}</p>
        </Notice>
      ) : (
        <FormError code={state.code} />
      )}
      {state.done ? (
        <Notice tone="good" live>
          {t('changed')}
        </Notice>
      ) : null}
      <input type="hidden" name="membershipId" value={current.id} />
      <input type="hidden" name="version" value={current.version} />
      <TermFields state={state} units={units} now={current} />
      <Button type="submit" tone="primary" busy={busy}>
        {t('save')}
      </Button>
    </form>
  )
}

/** Behind a fold, since it takes effect at once and everywhere; the reason is asked for. */
export function EndMembershipForm({ action, current }: { action: Action; current: CurrentMembership }) {
  const t = useTranslations('bodies.membership')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <details className="card" open={state.code !== null}>
      <summary>{t('endTitle')}</summary>
      <form action={submit} className="stack" noValidate>
        <p className="meta">{t('endText')}</p>
        {state.code === 'conflict' ? (
          <Notice tone="warn" title={t('overtaken')} live>
            <p>{current.asWords}</p>
            <p>{t('overtakenNext')}</p>
          </Notice>
        ) : (
          <FormError code={state.code} />
        )}
        <input type="hidden" name="membershipId" value={current.id} />
        <input type="hidden" name="version" value={current.version} />
        <Field label={t('reason')} hint={t('reasonHint')} error={wrong('reason')} required>
          <Textarea key={state.turn} name="reason" defaultValue={state.values.reason ?? ''} rows={2} maxLength={400} />
        </Field>
        <Button type="submit" tone="danger" busy={busy}>
          {t('end')}
        </Button>
      </form>
    </details>
  )
}

type DeputyProps = { action: Action; membershipId: string; people: readonly FoundPerson[]; today: string }

export function NameDeputyForm({ action, membershipId, people, today }: DeputyProps) {
  const t = useTranslations('bodies.membership')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <form action={submit} className="stack" noValidate>
      <FormError code={state.code} />
      <input type="hidden" name="membershipId" value={membershipId} />
      <PersonChoices key={`p${state.turn}`} people={people} chosen={state.values.personId} error={wrong('personId')} />
      <DayFields state={state} now={{ fromOn: today, untilOn: null }} />
      <Button type="submit" icon="plus" busy={busy}>
        {t('nameDeputy')}
      </Button>
    </form>
  )
}
