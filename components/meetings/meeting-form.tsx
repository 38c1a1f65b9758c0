'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { ReaderList } from '@/components/meetings/reader-list'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button, EnterButton } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState, type FormValues } from '@/server/forms/contract'
import { readRows } from '@/server/forms/model'
import './meetings.css'

type Choice = { value: string; label: string }
type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  /** What the form shows before anything was typed. */
  start: FormValues
  series: readonly Choice[]
  topics: readonly Choice[]
  units: readonly Choice[]
  /** Who can be put on an item's list: members of the bodies. */
  readers: readonly Choice[]
  zone: string
}

/** A meeting and its agenda. Rows move by buttons that post the form, so that it needs no scripts and loses nothing. */
export function MeetingForm({ action, start, series, topics, units, readers, zone }: Props) {
  const t = useTranslations('meetings.form')
  const [state, submit, busy] = useActionState(action, { ...freshForm, values: start })
  const wrong = useFieldError(state.fields)
  const rows = readRows(state.values, 'agenda')
  const was = (name: string) => state.values[name] ?? ''
  const minutes = rows.reduce((sum, row) => sum + (Number(row.minutesPlanned) || 0), 0)
  return (
    <form action={submit} className="stack" noValidate>
      {/* Enter in a field presses the first button: it must be the one that plans. */}
      <EnterButton name="op" value="save" />
      <FormError code={state.code} />
      <Field label={t('series')} error={wrong('seriesId')} required>
        <Select key={`s${state.turn}`} name="seriesId" defaultValue={was('seriesId')} options={series} />
      </Field>
      <Field label={t('name')} error={wrong('title')} required>
        <Input name="title" defaultValue={was('title')} placeholder={t('namePlaceholder')} maxLength={200} />
      </Field>
      <Field label={t('place')} optional={t('optional')} error={wrong('place')}>
        <Input name="place" defaultValue={was('place')} placeholder={t('placePlaceholder')} maxLength={200} />
      </Field>
      <div className="form-three">
        <Field label={t('day')} hint={t('zone', { zone })} error={wrong('day')} required>
          <Input type="date" name="day" defaultValue={was('day')} />
        </Field>
        <Field label={t('from')} error={wrong('from') ?? wrong('startsAt')} required>
          <Input type="time" name="from" defaultValue={was('from')} />
        </Field>
        <Field label={t('until')} error={wrong('until') ?? wrong('endsAt')} required>
          <Input type="time" name="until" defaultValue={was('until')} />
        </Field>
      </div>
      <fieldset>
        <legend className="subheading">{t('agenda')}</legend>
        <p className="meta">{t('agendaHint')}</p>
        {wrong('agenda') ? <p className="field-error">{wrong('agenda')}</p> : null}
        {rows.map((row, at) => (
          <div className="agenda-row" key={at} role="group" aria-label={t('row', { n: at + 1 })}>
            <div className="agenda-row-head">
              <b>{t('row', { n: at + 1 })}</b>
              <IconButton
                type="submit"
                name="op"
                value={`up.${at}`}
                icon="up"
                bare
                label={t('up', { n: at + 1 })}
                disabled={at === 0}
              />
              <IconButton
                type="submit"
                name="op"
                value={`down.${at}`}
                icon="down"
                bare
                label={t('down', { n: at + 1 })}
                disabled={at === rows.length - 1}
              />
              <IconButton
                type="submit"
                name="op"
                value={`remove.${at}`}
                icon="trash"
                bare
                label={t('remove', { n: at + 1 })}
                disabled={rows.length === 1}
              />
            </div>
            {row.isFollowUp ? <input type="hidden" name={`agenda.${at}.isFollowUp`} value={row.isFollowUp} /> : null}
            <div className="agenda-row-fields">
              <Field label={t('topic')} error={wrong(`agenda.${at}.topicId`)}>
                <Select
                  key={`t${state.turn}`}
                  name={`agenda.${at}.topicId`}
                  defaultValue={row.topicId ?? ''}
                  options={[{ value: '', label: t('standing') }, ...topics]}
                />
              </Field>
              <Field label={t('point')} hint={t('pointHint')} error={wrong(`agenda.${at}.title`)}>
                <Input name={`agenda.${at}.title`} defaultValue={row.title ?? ''} maxLength={200} />
              </Field>
              <Field label={t('presenter')} error={wrong(`agenda.${at}.presenterUnitId`)}>
                <Select
                  key={`p${state.turn}`}
                  name={`agenda.${at}.presenterUnitId`}
                  defaultValue={row.presenterUnitId ?? ''}
                  options={[{ value: '', label: t('nobody') }, ...units]}
                />
              </Field>
              <Field label={t('minutes')} error={wrong(`agenda.${at}.minutesPlanned`)}>
                <Input
                  type="number"
                  name={`agenda.${at}.minutesPlanned`}
                  defaultValue={row.minutesPlanned ?? '15'}
                  min={0}
                  max={600}
                  inputMode="numeric"
                />
              </Field>
            </div>
            <ReaderList key={`r${state.turn}`} at={at} row={row} readers={readers} />
          </div>
        ))}
        <div className="row row-wrap">
          <Button type="submit" name="op" value="add" icon="plus">
            {t('add')}
          </Button>
          <span className="meta" role="status">
            {t('total', { minutes })}
          </span>
        </div>
      </fieldset>
      <Button type="submit" name="op" value="save" tone="primary" size="big" busy={busy}>
        {t('submit')}
      </Button>
    </form>
  )
}
