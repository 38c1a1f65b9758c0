'use client'

import { useTranslations } from 'next-intl'
import { useActionState, useState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Choice, Choices } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { freshForm } from '@/server/forms/contract'
import type { UnitView } from '@/server/rooms/contract'
import type { DutyAction } from './use-matrix'
import { unitOf, type DutyView } from './view'
import './duties.css'

type Props = {
  action: DutyAction
  bodyId: string
  units: readonly UnitView[]
  /** Null: a new one. */
  duty: DutyView | null
  today: string
}
type TextField = 'title' | 'content' | 'law' | 'article' | 'fromOn' | 'untilOn' | 'leadUnitId'

/**
 * A duty's words and parts. When somebody else was faster, what was typed stays, beside it stands what is there now, and the
 * next press is meant for that.
 */
export function DutyForm({ action, bodyId, units, duty, today }: Props) {
  const t = useTranslations('duties')
  const marks = useTranslations('units.kinds')
  const [state, submit, busy] = useActionState(action, freshForm)
  const [assisting, setAssisting] = useState<ReadonlySet<string>>(new Set(duty?.assistingUnitIds))
  const [lead, setLead] = useState(duty?.leadUnitId ?? '')
  const wrong = useFieldError(state.fields)
  const isConflict = state.code === 'conflict'
  const stored = (name: TextField) => duty?.[name] ?? (name === 'fromOn' ? today : '')
  const value = (name: TextField) => (state.code === null ? stored(name) : (state.values[name] ?? ''))
  const now = (name: TextField) => {
    if (!isConflict || value(name) === stored(name)) return undefined
    const shown = name === 'leadUnitId' ? (unitOf(units, stored(name))?.name ?? '') : stored(name)
    return t('form.now', { value: shown || t('notGiven') })
  }
  const nowAssisting = (duty?.assistingUnitIds ?? []).map((id) => unitOf(units, id)?.name ?? '')
  const differs =
    duty !== null && !(assisting.size === nowAssisting.length && duty.assistingUnitIds.every((id) => assisting.has(id)))
  return (
    <form action={submit} className="card stack" noValidate>
      <FormError code={state.code} />
      {isConflict ? <p className="meta">{t('form.conflict')}</p> : null}
      {state.done ? (
        <Notice tone="good" live>
          {t('form.done')}
        </Notice>
      ) : null}
      <input type="hidden" name="bodyId" value={bodyId} />
      {duty ? (
        <>
          <input type="hidden" name="dutyId" value={duty.id} />
          <input type="hidden" name="version" value={duty.version} />
        </>
      ) : null}
      {/* Anew after every answer: the browser empties a form that was sent, and the typed must stand in it again. */}
      <div className="stack" key={state.turn}>
        <Field label={t('form.title')} error={wrong('title')} hint={now('title')} required>
          <Input name="title" defaultValue={value('title')} maxLength={120} />
        </Field>
        <Field label={t('form.content')} error={wrong('content')} hint={now('content')}>
          <Textarea name="content" rows={4} maxLength={2000} defaultValue={value('content')} />
        </Field>
        <div className="duty-form-two">
          <Field label={t('form.law')} error={wrong('law')} hint={now('law') ?? t('form.lawHint')}>
            <Input name="law" defaultValue={value('law')} maxLength={120} />
          </Field>
          <Field label={t('form.article')} error={wrong('article')} hint={now('article') ?? t('form.articleHint')}>
            <Input name="article" defaultValue={value('article')} maxLength={60} />
          </Field>
          <Field label={t('form.fromOn')} error={wrong('fromOn')} hint={now('fromOn')} required>
            <Input type="date" name="fromOn" defaultValue={value('fromOn')} />
          </Field>
          <Field label={t('form.untilOn')} error={wrong('untilOn')} hint={now('untilOn')}>
            <Input type="date" name="untilOn" defaultValue={value('untilOn')} />
          </Field>
        </div>
        <Field label={t('form.lead')} error={wrong('leadUnitId')} hint={now('leadUnitId')} required>
          <Select
            name="leadUnitId"
            defaultValue={lead}
            onChange={(event) => setLead(event.currentTarget.value)}
            options={[
              { value: '', label: t('form.chooseLead'), disabled: true },
              ...units.map((unit) => ({ value: unit.id, label: `${marks(`${unit.kind}.mark`)} ${unit.name}` })),
            ]}
          />
        </Field>
        <Choices legend={t('form.assisting')} error={wrong('assistingUnitIds')}>
          {isConflict && differs ? (
            <p className="fine">
              {t('form.now', { value: nowAssisting.join(t('export.separator')) || t('noAssisting') })}
            </p>
          ) : null}
          <div className="duty-units">
            {units
              .filter((unit) => unit.id !== lead)
              .map((unit) => (
                <Choice
                  key={unit.id}
                  name="assistingUnitIds"
                  value={unit.id}
                  defaultChecked={assisting.has(unit.id)}
                  onChange={(event) => {
                    const next = new Set(assisting)
                    if (event.currentTarget.checked) next.add(unit.id)
                    else next.delete(unit.id)
                    setAssisting(next)
                  }}
                >
                  {marks(`${unit.kind}.mark`)} {unit.name}
                </Choice>
              ))}
          </div>
        </Choices>
      </div>
      <Button type="submit" tone="primary" busy={busy} icon={duty ? 'check' : 'plus'}>
        {t(duty ? 'form.save' : 'form.add')}
      </Button>
    </form>
  )
}
