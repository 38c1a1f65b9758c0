'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Choice, Choices } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select, type Option } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'
import { Ending } from '@/server/series/contract'
import type { SeriesRule } from '@/server/series/model'
import { nthKey, nths, useWeekday } from './weekday'
import './series.css'

type Rule = SeriesRule & {
  title: string
  place: string
  liaisonSeriesId: string | null
  liaisonDays: number | null
  version: number
}
type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  series: { id: string; name: string }
  rule: Rule | null
  /** Series of the same body. */
  siblings: readonly Option[]
  today: string
  zone: string
  mayEditHolidays: boolean
}

const week = [1, 2, 3, 4, 5, 6, 7]
const monthDays = Array.from({ length: 28 }, (_, at) => at + 1)

/** What a form shows that nobody has touched: the rule, or what most series would begin with. */
const shownOf = ({ rule, series, today }: Pick<Props, 'rule' | 'series' | 'today'>): Record<string, string> => ({
  every: String(rule?.every ?? 1),
  pattern: rule?.pattern ?? 'month-weekday',
  monthDay: String(rule?.pattern === 'month-day' ? rule.nth : 15),
  nth: String(rule?.pattern === 'month-weekday' ? rule.nth : 2),
  weekday: String(rule?.pattern === 'month-weekday' ? rule.weekdays[0] : 3),
  startTime: rule?.startTime ?? '14:30',
  minutes: String(rule?.minutes ?? 90),
  beginsOn: rule?.beginsOn ?? today,
  ending: rule?.until ? 'until' : rule?.count ? 'count' : 'never',
  until: rule?.until ?? '',
  count: rule?.count ? String(rule.count) : '',
  onDayOff: rule?.onDayOff ?? 'next',
  title: rule?.title ?? series.name,
  place: rule?.place ?? '',
  liaisonSeriesId: rule?.liaisonSeriesId ?? '',
  liaisonDays: rule?.liaisonDays ? String(rule.liaisonDays) : '7',
})

export function RuleForm(props: Props) {
  const { action, series, rule, siblings, zone, mayEditHolidays } = props
  const t = useTranslations('series')
  const form = useTranslations('series.form')
  const weekdayName = useWeekday()
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const shown = { ...shownOf(props), ...state.values }
  const isTicked = (name: string, value: string, stored: boolean) =>
    state.code === null ? stored : state.values[name] === value
  return (
    <form action={submit} className="card stack rule-form" noValidate key={`${rule?.version ?? 0} ${state.turn}`}>
      {state.code === 'conflict' ? (
        <Notice tone="warn" title={form('overtaken')} live>
          {form('overtakenText')}
        </Notice>
      ) : (
        <FormError code={state.code} />
      )}
      {state.done ? (
        <Notice tone="good" live>
          {form('saved')}
        </Notice>
      ) : null}
      <input type="hidden" name="seriesId" value={series.id} />
      <input type="hidden" name="version" value={rule?.version ?? 0} />
      <div className="rule-part">
        <h3>{form('repeat')}</h3>
        <Choices legend={form('pattern')} error={wrong('pattern')}>
          {(['week', 'month-day', 'month-weekday'] as const).map((value) => (
            <Choice key={value} type="radio" name="pattern" value={value} defaultChecked={shown.pattern === value}>
              {form(`patterns.${value}`)}
            </Choice>
          ))}
        </Choices>
        <Field label={form('every')} hint={form('everyHint')} error={wrong('every')}>
          <Input name="every" inputMode="numeric" maxLength={2} defaultValue={shown.every} />
        </Field>
        <div className="of-week">
          <Choices legend={form('weekdays')} error={wrong('weekdays')}>
            <span className="rule-weekdays">
              {week.map((day, at) => (
                <Choice
                  key={day}
                  name={`weekdays.${at}`}
                  value={day}
                  defaultChecked={isTicked(
                    `weekdays.${at}`,
                    String(day),
                    rule?.pattern === 'week' && rule.weekdays.includes(day),
                  )}
                >
                  {weekdayName(day)}
                </Choice>
              ))}
            </span>
          </Choices>
        </div>
        <div className="of-month-day">
          <Field label={form('monthDay')} hint={form('monthDayHint')} error={wrong('monthDay')}>
            <Select
              name="monthDay"
              defaultValue={shown.monthDay}
              options={[
                ...monthDays.map((day) => ({ value: String(day), label: form('dayOption', { day }) })),
                { value: '-1', label: form('lastDay') },
              ]}
            />
          </Field>
        </div>
        <div className="of-month-weekday rule-pair">
          <Field label={form('nth')} error={wrong('nth')}>
            <Select
              name="nth"
              defaultValue={shown.nth}
              options={nths.map((nth) => ({ value: String(nth), label: t(`nths.${nthKey(nth)}`) }))}
            />
          </Field>
          <Field label={form('weekday')} error={wrong('weekday')}>
            <Select
              name="weekday"
              defaultValue={shown.weekday}
              options={week.map((day) => ({ value: String(day), label: weekdayName(day) }))}
            />
          </Field>
        </div>
      </div>
      <div className="rule-part">
        <h3>{form('times')}</h3>
        <div className="rule-pair">
          <Field label={form('startTime')} hint={form('startHint', { zone })} error={wrong('startTime')} required>
            <Input type="time" name="startTime" defaultValue={shown.startTime} />
          </Field>
          <Field label={form('minutes')} error={wrong('minutes')} required>
            <Input name="minutes" inputMode="numeric" maxLength={3} defaultValue={shown.minutes} />
          </Field>
          <Field label={form('beginsOn')} error={wrong('beginsOn')} required>
            <Input type="date" name="beginsOn" defaultValue={shown.beginsOn} />
          </Field>
        </div>
        <Choices legend={form('ending')} error={wrong('ending')}>
          {Ending.options.map((value) => (
            <Choice key={value} type="radio" name="ending" value={value} defaultChecked={shown.ending === value}>
              {form(`endings.${value}`)}
            </Choice>
          ))}
        </Choices>
        <div className="of-until">
          <Field label={form('until')} error={wrong('until')}>
            <Input type="date" name="until" defaultValue={shown.until} />
          </Field>
        </div>
        <div className="of-count">
          <Field label={form('count')} hint={form('countHint')} error={wrong('count')}>
            <Input name="count" inputMode="numeric" maxLength={3} defaultValue={shown.count} />
          </Field>
        </div>
      </div>
      <div className="rule-part">
        <h3>{form('dayOff')}</h3>
        <Field label={form('onDayOff')} error={wrong('onDayOff')}>
          <Select
            name="onDayOff"
            defaultValue={shown.onDayOff}
            options={(['next', 'skip'] as const).map((value) => ({ value, label: form(value) }))}
          />
        </Field>
        <Choice
          name="isWeekendOff"
          value="1"
          defaultChecked={isTicked('isWeekendOff', '1', rule?.isWeekendOff ?? true)}
        >
          {form('isWeekendOff')}
        </Choice>
        {mayEditHolidays ? (
          <p className="fine">
            <Link href="/settings/holidays">{form('calendar')}</Link>
          </p>
        ) : null}
      </div>
      <div className="rule-part">
        <h3>{form('sitting')}</h3>
        <Field label={form('name')} hint={form('nameHint')} error={wrong('title')} required>
          <Input name="title" defaultValue={shown.title} maxLength={200} />
        </Field>
        <Field label={form('place')} hint={form('agendaHint')} error={wrong('place')}>
          <Input name="place" defaultValue={shown.place} maxLength={200} />
        </Field>
      </div>
      {siblings.length > 0 ? (
        <div className="rule-part">
          <h3>{form('liaison')}</h3>
          <div className="rule-pair">
            <Field label={form('liaisonSeries')} hint={form('liaisonHint')} error={wrong('liaisonSeriesId')}>
              <Select
                name="liaisonSeriesId"
                defaultValue={shown.liaisonSeriesId}
                options={[{ value: '', label: form('noLiaison') }, ...siblings]}
              />
            </Field>
            <Field label={form('liaisonDays')} error={wrong('liaisonDays')}>
              <Input name="liaisonDays" inputMode="numeric" maxLength={2} defaultValue={shown.liaisonDays} />
            </Field>
          </div>
        </div>
      ) : null}
      <Button type="submit" tone="primary" busy={busy}>
        {form('save')}
      </Button>
    </form>
  )
}
