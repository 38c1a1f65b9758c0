'use client'

import { useTranslations } from 'next-intl'
import type { MouseEvent, PointerEvent } from 'react'
import type { useFieldError } from '@/components/people/form-error'
import { Badge } from '@/components/ui/badge'
import { Field } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { Row } from './agenda-rows'

type Props = {
  at: number
  count: number
  values: Row
  name: string
  number: number
  time: string
  units: readonly { value: string; label: string }[]
  wrong: ReturnType<typeof useFieldError>
  onGrab: (event: PointerEvent) => void
  onChange: (name: string, value: string) => void
  onUp: (event: MouseEvent) => void
  onDown: (event: MouseEvent) => void
  onRemove: (event: MouseEvent) => void
}

export function AgendaRowFields(props: Props) {
  const { at, count, values, name, number, time, units, wrong, onGrab, onChange, onUp, onDown, onRemove } = props
  const t = useTranslations('agenda')
  const field = (part: string) => `agenda.${at}.${part}`
  const isSection = values.kind === 'section'
  const isRestricted = Boolean(values.isRestricted)
  return (
    <div role="group" aria-label={isSection ? t('sectionRow', { name }) : t('itemRow', { number, name })}>
      <div className="agenda-head">
        {/* Only for a pointer: the buttons beside it do the same for everybody. */}
        <span className="agenda-grip" onPointerDown={onGrab} aria-hidden="true">
          <Icon name="drag" />
        </span>
        {isSection ? <Badge icon="heading">{t('section')}</Badge> : <b className="agenda-no">{number}</b>}
        {isSection ? null : <span className="meta nowrap">{time}</span>}
        {values.topicId ? <Badge tone="line">{t('topic')}</Badge> : null}
        {values.isFollowUp ? <Badge tone="info">{t('followUp')}</Badge> : null}
        {isRestricted ? <Badge icon="lock">{t('restricted')}</Badge> : null}
        <span className="agenda-moves">
          <IconButton
            type="submit"
            name="op"
            value={`up.${at}`}
            data-op="up"
            icon="up"
            bare
            label={t('up', { name })}
            disabled={at === 0}
            onClick={onUp}
          />
          <IconButton
            type="submit"
            name="op"
            value={`down.${at}`}
            data-op="down"
            icon="down"
            bare
            label={t('down', { name })}
            disabled={at === count - 1}
            onClick={onDown}
          />
          {isRestricted ? null : (
            <IconButton
              type="submit"
              name="op"
              value={`remove.${at}`}
              data-op="remove"
              icon="trash"
              bare
              label={t('remove', { name })}
              disabled={count === 1}
              onClick={onRemove}
            />
          )}
        </span>
      </div>
      {(['kind', 'id', 'topicId', 'isFollowUp', 'isRestricted'] as const).map((part) =>
        values[part] ? <input key={part} type="hidden" name={field(part)} value={values[part]} /> : null,
      )}
      {isSection ? (
        <Field label={t('sectionName')} error={wrong(field('title'))}>
          <Input
            name={field('title')}
            defaultValue={values.title ?? ''}
            maxLength={80}
            onChange={(event) => onChange('title', event.currentTarget.value)}
          />
        </Field>
      ) : (
        <div className="agenda-fields">
          {isRestricted ? (
            <p className="meta">{values.title}</p>
          ) : (
            <>
              <Field label={t('point')} error={wrong(field('title')) ?? wrong(field('topicId'))} required>
                <Input
                  name={field('title')}
                  defaultValue={values.title ?? ''}
                  maxLength={200}
                  onChange={(event) => onChange('title', event.currentTarget.value)}
                />
              </Field>
              <Field label={t('presenter')} error={wrong(field('presenterUnitId'))}>
                <Select
                  name={field('presenterUnitId')}
                  defaultValue={values.presenterUnitId ?? ''}
                  options={[{ value: '', label: t('nobody') }, ...units]}
                />
              </Field>
            </>
          )}
          <Field label={t('minutes')} error={wrong(field('minutesPlanned'))}>
            <Input
              type="number"
              name={field('minutesPlanned')}
              defaultValue={values.minutesPlanned ?? '15'}
              min={0}
              max={600}
              inputMode="numeric"
              onChange={(event) => onChange('minutesPlanned', event.currentTarget.value)}
            />
          </Field>
        </div>
      )}
    </div>
  )
}
