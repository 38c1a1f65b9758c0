'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Choice } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { standings } from '@/server/attendance/model'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { Line } from './line'
import './attendance.css'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  meetingId: string
  base: number
  lines: readonly Line[]
}

/** Every place with what the facts propose; the secretary changes what was otherwise and confirms the whole. */
export function AttendanceForm({ action, meetingId, base, lines }: Props) {
  const t = useTranslations('attendance')
  const [state, submit, busy] = useActionState(action, freshForm)
  return (
    <form action={submit} className="stack" noValidate key={`${base} ${state.turn}`}>
      {state.done ? (
        <Notice tone="good" title={t('done')} live>
          {t('doneText')}
        </Notice>
      ) : null}
      <FormError code={state.code} />
      <input type="hidden" name="meetingId" value={meetingId} />
      <input type="hidden" name="base" value={base} />
      <ul className="attendance">
        {lines.map((line, at) => (
          <Row key={`${line.membershipId} ${line.seatId}`} line={line} at={at} state={state} />
        ))}
      </ul>
      <div className="attendance-act">
        <Button type="submit" tone="primary" icon="check" busy={busy}>
          {base === 0 ? t('confirm') : t('confirmAgain')}
        </Button>
      </div>
    </form>
  )
}

function Row({ line, at, state }: { line: Line; at: number; state: FormState }) {
  const t = useTranslations('attendance')
  const offices = useTranslations('bodies.offices')
  const wrong = useFieldError(state.fields)
  const name = (part: string) => `entries.${at}.${part}`
  const typed = (part: string, otherwise: string) => state.values[name(part)] ?? otherwise
  return (
    <li>
      <fieldset className="attendance-row" data-attendee={line.name}>
        <legend>
          <b className="item-title">{line.name}</b>
          <span className="fine">
            {line.unit?.name ?? t('noUnit')} · {line.office === null ? t('guest') : offices(line.office)}
          </span>
        </legend>
        <input type="hidden" name={name('membershipId')} value={line.membershipId ?? ''} />
        <input type="hidden" name={name('seatId')} value={line.seatId ?? ''} />
        <input type="hidden" name={name('unitId')} value={line.unit?.id ?? ''} />
        <input type="hidden" name={name('name')} value={line.name} />
        <Field label={t('columns.standing')} error={wrong(name('standing'))}>
          <Select
            name={name('standing')}
            defaultValue={typed('standing', line.standing)}
            options={standings.map((value) => ({ value, label: t(`standing.${value}`) }))}
          />
        </Field>
        <Field label={t('columns.arrived')} error={wrong(name('arrivedAt'))}>
          <Input type="time" name={name('arrivedAt')} defaultValue={typed('arrivedAt', line.arrivedAt)} />
        </Field>
        <Field label={t('columns.left')} error={wrong(name('leftAt'))}>
          <Input type="time" name={name('leftAt')} defaultValue={typed('leftAt', line.leftAt)} />
        </Field>
        <div className="attendance-proxy">
          <Field label={t('columns.proxy')} error={wrong(name('proxyName'))}>
            <Input
              name={name('proxyName')}
              defaultValue={typed('proxyName', line.proxyName ?? '')}
              maxLength={80}
              autoComplete="off"
            />
          </Field>
        </div>
        <Choice
          name={name('isOnSite')}
          defaultChecked={state.turn > 0 && !state.done ? state.values[name('isOnSite')] === 'on' : line.isOnSite}
        >
          {t('columns.onSite')}
        </Choice>
      </fieldset>
    </li>
  )
}
