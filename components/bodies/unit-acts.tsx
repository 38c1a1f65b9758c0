'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { freshForm } from '@/server/forms/contract'
import { FormNews } from './edit-forms'
import type { Action } from './term-fields'

type Ids = { bodyId: string; unitId: string }
type Props = { ids: Ids; name: string; isLead: boolean; rename: Action; setLead: Action; takeOut: Action }

/** What may be done with a unit of a body. A refusal stands where it was pressed and names the reason. */
export function UnitActs({ ids, name, isLead, rename, setLead, takeOut }: Props) {
  const t = useTranslations('bodies.unit')
  return (
    <>
      <RenameForm ids={ids} name={name} action={rename} />
      <section className="card stack">
        <h2 className="subheading">{t('lead')}</h2>
        <p className="meta">{t('leadText')}</p>
        {isLead ? (
          <Badge tone="good" icon="check">
            {t('isLead')}
          </Badge>
        ) : (
          <ActForm ids={ids} action={setLead} label={t('makeLead')} />
        )}
      </section>
      <details className="card">
        <summary>{t('takeOutTitle')}</summary>
        <div className="stack">
          <p className="meta">{t('takeOutText')}</p>
          <ActForm ids={ids} action={takeOut} label={t('takeOut')} danger />
        </div>
      </details>
    </>
  )
}

function RenameForm({ ids, name, action }: { ids: Ids; name: string; action: Action }) {
  const t = useTranslations('bodies.unit')
  const words = useTranslations('bodies')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <form action={submit} className="card stack" noValidate key={`${name} ${state.turn}`}>
      <h2 className="subheading">{t('rename')}</h2>
      <FormNews state={state} />
      <HiddenIds ids={ids} />
      <Field label={words('add.unitName')} hint={t('renameHint')} error={wrong('name')} required>
        <Input name="name" defaultValue={state.values.name ?? name} maxLength={120} />
      </Field>
      <Button type="submit" tone="primary" busy={busy}>
        {t('renameSubmit')}
      </Button>
    </form>
  )
}

function ActForm({ ids, action, label, danger }: { ids: Ids; action: Action; label: string; danger?: boolean }) {
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const why = wrong('unitId')
  return (
    <form action={submit} className="stack">
      <HiddenIds ids={ids} />
      {why ? (
        <p className="field-error" role="alert">
          {why}
        </p>
      ) : (
        <FormError code={state.code} />
      )}
      <Button type="submit" tone={danger ? 'danger' : 'plain'} busy={busy}>
        {label}
      </Button>
    </form>
  )
}

const HiddenIds = ({ ids }: { ids: Ids }) => (
  <>
    <input type="hidden" name="bodyId" value={ids.bodyId} />
    <input type="hidden" name="unitId" value={ids.unitId} />
  </>
)
