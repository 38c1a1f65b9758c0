'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Choice, Choices } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Textarea } from '@/components/ui/textarea'
import { freshForm, type FormState } from '@/server/forms/contract'

type Action = (before: FormState, data: FormData) => Promise<FormState>
type Unit = { id: string; name: string }
type Base = { action: Action; meetingId: string }

const Meeting = ({ id }: { id: string }) => <input type="hidden" name="meetingId" value={id} />

export function SendForm({ action, meetingId, units }: Base & { units: readonly Unit[] }) {
  const t = useTranslations('notices.compose')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <form action={submit} className="stack">
      <Meeting id={meetingId} />
      <FormError code={state.code} />
      <Field label={t('greeting')} hint={t('greetingHint')} error={wrong('greeting')}>
        <Textarea
          name="greeting"
          rows={3}
          maxLength={600}
          defaultValue={state.values.greeting ?? ''}
          key={state.turn}
        />
      </Field>
      <Units legend={t('units')} units={units} error={wrong('unitIds')} checked />
      <Button type="submit" tone="primary" icon="external" busy={busy}>
        {t('send')}
      </Button>
    </form>
  )
}

function Units({
  legend,
  units,
  error,
  checked,
}: {
  legend: string
  units: readonly Unit[]
  error?: string
  checked: boolean
}) {
  return (
    <Choices legend={legend} error={error}>
      {units.map((unit) => (
        <Choice key={unit.id} name="unitIds" value={unit.id} defaultChecked={checked}>
          {unit.name}
        </Choice>
      ))}
    </Choices>
  )
}

export function InviteForm({ action, meetingId, units }: Base & { units: readonly Unit[] }) {
  const t = useTranslations('notices.invite')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <form action={submit} className="stack">
      <Meeting id={meetingId} />
      <FormError code={state.code} />
      <Units legend={t('title')} units={units} error={wrong('unitIds')} checked={false} />
      <Button type="submit" busy={busy}>
        {t('send')}
      </Button>
    </form>
  )
}

type Now = { day: string; from: string; until: string; place: string }

/** @param liaison the meeting that settles its agenda, as "name (when)"; null: none is to come */
export function ChangeSittingForm({ action, meetingId, now, liaison }: Base & { now: Now; liaison: string | null }) {
  const t = useTranslations('notices.change')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const typed = (name: keyof Now | 'reason') => state.values[name] ?? (name === 'reason' ? '' : now[name])
  return (
    <form action={submit} className="stack" key={state.turn}>
      <Meeting id={meetingId} />
      <FormError code={state.code} />
      {state.done ? <Notice icon="check" title={t('done')} live /> : null}
      <Field label={t('day')} error={wrong('day')} required>
        <Input type="date" name="day" defaultValue={typed('day')} />
      </Field>
      <div className="row row-wrap">
        <Field label={t('from')} error={wrong('from')} required>
          <Input type="time" name="from" defaultValue={typed('from')} />
        </Field>
        <Field label={t('until')} error={wrong('until')} required>
          <Input type="time" name="until" defaultValue={typed('until')} />
        </Field>
      </div>
      <Field label={t('place')} error={wrong('place')}>
        <Input name="place" maxLength={200} defaultValue={typed('place')} />
      </Field>
      <Field label={t('reason')} error={wrong('reason')} required>
        <Input name="reason" maxLength={400} defaultValue={typed('reason')} />
      </Field>
      {liaison === null ? null : (
        <div>
          <Choice
            name="withLiaison"
            hint={t('withLiaisonHint')}
            defaultChecked={state.turn === 0 || state.done !== undefined || state.values.withLiaison === 'on'}
          >
            {t('withLiaison', { meeting: liaison })}
          </Choice>
          {wrong('withLiaison') ? <span className="field-error">{wrong('withLiaison')}</span> : null}
        </div>
      )}
      <Button type="submit" tone="primary" busy={busy}>
        {t('send')}
      </Button>
    </form>
  )
}

export function CancelSittingForm({ action, meetingId }: Base) {
  const t = useTranslations('notices.cancel')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <form action={submit} className="stack">
      <Meeting id={meetingId} />
      <p className="meta">{t('text')}</p>
      <FormError code={state.code} />
      <Field label={t('reason')} error={wrong('reason')} required>
        <Input name="reason" maxLength={400} defaultValue={state.values.reason ?? ''} key={state.turn} />
      </Field>
      <Button type="submit" tone="danger" busy={busy}>
        {t('send')}
      </Button>
    </form>
  )
}

export function IcsForm({ action, meetingId }: Base) {
  const t = useTranslations('notices.ics')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <form action={submit} className="stack">
      <Meeting id={meetingId} />
      <FormError code={state.code} />
      {state.done ? <Notice icon="info" title={t(state.done === 'old' ? 'old' : 'done')} live /> : null}
      <Field label={t('file')} hint={t('hint')} error={wrong('file')} required>
        <Input type="file" name="file" accept=".ics,text/calendar" />
      </Field>
      <Button type="submit" busy={busy}>
        {t('send')}
      </Button>
    </form>
  )
}
