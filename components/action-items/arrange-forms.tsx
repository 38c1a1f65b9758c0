'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import './ledger.css'
import type { Priority } from '@/server/action-items/contract'
import { ActForm, type FormAction } from './act-form'
import { useDay } from './due'

type Named = { id: string; name: string }
export type Holder = { id: string; name: string; unitName: string }

/** Another unit takes the lead, another person answers for it. */
export function HandOverForm({
  action,
  id,
  leadUnitId,
  units,
  holders,
}: {
  action: FormAction
  id: string
  leadUnitId: string
  units: readonly Named[]
  holders: readonly Holder[]
}) {
  const t = useTranslations('follow-up.handOver')
  return (
    <ActForm
      action={action}
      hidden={{ id, fromUnitId: leadUnitId }}
      submit={t('send')}
      done={t('done')}
      fields={({ wrong, typed }) => (
        <>
          <Field label={t('unit')} error={wrong('toUnitId')} required>
            <Select name="toUnitId" defaultValue={typed('toUnitId', leadUnitId)} options={options(units)} />
          </Field>
          <Field label={t('owner')} hint={t('ownerHint')} error={wrong('ownerPersonId')}>
            <Select
              name="ownerPersonId"
              defaultValue={typed('ownerPersonId')}
              options={[
                { value: '', label: t('noOwner') },
                ...holders.map((each) => ({
                  value: each.id,
                  label: t('holder', { name: each.name, unit: each.unitName }),
                })),
              ]}
            />
          </Field>
          <Field label={t('reason')} error={wrong('reason')} required>
            <Textarea name="reason" rows={2} maxLength={1000} defaultValue={typed('reason')} />
          </Field>
        </>
      )}
    />
  )
}

/** A part of the item for a unit of its own. */
export function SplitForm({
  action,
  id,
  onceKey,
  units,
  dueOn,
}: {
  action: FormAction
  id: string
  onceKey: string
  units: readonly Named[]
  dueOn: string | null
}) {
  const t = useTranslations('follow-up.split')
  return (
    <ActForm
      action={action}
      hidden={{ id, onceKey }}
      submit={t('send')}
      done={t('done')}
      fields={({ wrong, typed }) => (
        <>
          {wrong('parentId') ? <p className="field-error">{wrong('parentId')}</p> : null}
          <Field label={t('name')} error={wrong('title')} required>
            <Input name="title" maxLength={300} defaultValue={typed('title')} />
          </Field>
          <Field label={t('deliverable')} error={wrong('deliverable')}>
            <Input name="deliverable" maxLength={1000} defaultValue={typed('deliverable')} />
          </Field>
          <Field label={t('unit')} error={wrong('leadUnitId')} required>
            <Select name="leadUnitId" defaultValue={typed('leadUnitId')} options={options(units)} />
          </Field>
          <Field label={t('due')} hint={t('dueHint')} error={wrong('dueOn')}>
            <Input name="dueOn" type="date" max={dueOn ?? undefined} defaultValue={typed('dueOn')} />
          </Field>
        </>
      )}
    />
  )
}

export function LabelForm({
  action,
  id,
  priority,
  tags,
}: {
  action: FormAction
  id: string
  priority: Priority
  tags: readonly string[]
}) {
  const t = useTranslations('follow-up.labels')
  return (
    <ActForm
      action={action}
      hidden={{ id }}
      submit={t('send')}
      done={t('done')}
      fields={({ wrong, typed }) => (
        <>
          <Field label={t('priority')} error={wrong('priority')}>
            <Select
              name="priority"
              defaultValue={typed('priority', priority)}
              options={(['normal', 'high', 'urgent'] as const).map((value) => ({
                value,
                label: t(`priorities.${value}`),
              }))}
            />
          </Field>
          <Field label={t('tags')} hint={t('tagsHint')} error={wrong('tags')}>
            <Input name="tags" maxLength={200} defaultValue={typed('tags', tags.join(' '))} />
          </Field>
        </>
      )}
    />
  )
}

export function ParentForm({
  action,
  id,
  parentId,
  choices,
}: {
  action: FormAction
  id: string
  parentId: string
  choices: readonly Named[]
}) {
  const t = useTranslations('follow-up.parent')
  return (
    <ActForm
      action={action}
      hidden={{ id }}
      submit={t('send')}
      done={t('done')}
      fields={({ wrong, typed }) => (
        <Field label={t('label')} hint={t('hint')} error={wrong('parentId')}>
          <Select
            name="parentId"
            defaultValue={typed('parentId', parentId)}
            options={[{ value: '', label: t('none') }, ...options(choices)]}
          />
        </Field>
      )}
    />
  )
}

/** Links by which somebody reports without signing in. The address is shown once, here. */
export function LinkForm({
  action,
  id,
  holders,
  links,
}: {
  action: FormAction
  id: string
  holders: readonly Holder[]
  links: readonly { personId: string; name: string; until: string }[]
}) {
  const t = useTranslations('follow-up.link')
  const day = useDay()
  return (
    <>
      <p className="meta">{t('text')}</p>
      <ActForm
        action={action}
        hidden={{ id, op: 'make' }}
        submit={t('make')}
        fields={({ wrong, typed }) => (
          <Field label={t('person')} error={wrong('personId')} required>
            <Select
              name="personId"
              defaultValue={typed('personId')}
              options={holders.map((each) => ({
                value: each.id,
                label: t('holder', { name: each.name, unit: each.unitName }),
              }))}
            />
          </Field>
        )}
        after={(state) =>
          state.done ? (
            <Field label={t('made')} hint={t('madeHint')}>
              <Input readOnly value={state.done} onFocus={(event) => event.target.select()} />
            </Field>
          ) : null
        }
      />
      {links.length > 0 ? (
        <ul className="plain-list">
          {links.map((each) => (
            <li key={each.personId} className="row row-wrap">
              <span>{t('open', { name: each.name, until: day(each.until, 'day') })}</span>
              <ActForm
                action={action}
                hidden={{ id, op: 'revoke', personId: each.personId }}
                submit={t('revoke')}
                fields={() => null}
                buttons={
                  <Button type="submit" size="small" aria-label={t('revokeOf', { name: each.name })}>
                    {t('revoke')}
                  </Button>
                }
              />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

const options = (named: readonly Named[]) => named.map(({ id: value, name: label }) => ({ value, label }))
