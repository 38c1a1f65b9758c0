'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { PersonChoices, type FoundPerson } from '@/components/people/person-choices'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Qr } from '@/components/ui/qr'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { Office } from '@/server/people/contract'
import { CopyField } from './copy-field'
import type { MadeLink } from './guest-links'
import { OneButtonForm } from './one-button-form'

type Place = {
  membershipId: string
  name: string
  office: Office
  unit: { name: string }
  proxy: { id: string; name: string; hasAccount: boolean } | null
}
type Action = (before: FormState, data: FormData) => Promise<FormState>
export type ProxyState = FormState & { link?: MadeLink }

/** Who comes in whose place at this sitting. */
export function ProxyList({
  meetingId,
  places,
  withdraw,
}: {
  meetingId: string
  places: readonly Place[]
  withdraw: Action | null
}) {
  const t = useTranslations('meetings.proxies')
  const offices = useTranslations('bodies.offices')
  if (places.length === 0) return <p className="meta">{t('none')}</p>
  return (
    <ul className="list">
      {places.map((place) => (
        <li key={place.membershipId} className="item">
          <span className="grow">
            <b className="item-title">{t('inPlaceOf', { proxy: place.proxy!.name, name: place.name })}</b>
            <span className="fine">
              {place.unit.name} · {offices(place.office)}
              {place.proxy!.hasAccount ? '' : ` · ${t('byLink')}`}
            </span>
          </span>
          {withdraw ? (
            <OneButtonForm
              action={withdraw}
              fields={{ meetingId, proxyId: place.proxy!.id }}
              small
              label={t('withdrawOf', { name: place.proxy!.name })}
            >
              {t('withdraw')}
            </OneButtonForm>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

type Props = {
  action: (before: ProxyState, data: FormData) => Promise<ProxyState>
  meetingId: string
  places: readonly Place[]
  found: readonly FoundPerson[]
  query: string
}

/** For one found by name, who signs in or takes the link; or for a name alone, who comes by the link. */
export function ProxyForm({ action, meetingId, places, found, query }: Props) {
  const t = useTranslations('meetings.proxies')
  const finder = useTranslations('people.finder')
  const offices = useTranslations('bodies.offices')
  const [state, submit, busy] = useActionState(action, freshForm as ProxyState)
  const wrong = useFieldError(state.fields)
  if (places.length === 0 && !state.link) return <Empty title={t('allTaken')} />
  return (
    <form action={submit} className="card stack" noValidate key={state.turn}>
      <h2 className="subheading">{t('nameTitle')}</h2>
      <FormError code={state.code} />
      {state.link ? (
        <Notice tone="good" title={t('made', { name: state.link.name })} live>
          <p>{t('once')}</p>
          <Qr {...state.link.qr} label={t('qr')} />
          <CopyField value={state.link.url} label={t('made', { name: state.link.name })} />
        </Notice>
      ) : null}
      <input type="hidden" name="meetingId" value={meetingId} />
      <Field label={t('place')} error={wrong('membershipId')} required>
        <Select
          name="membershipId"
          defaultValue={state.values.membershipId ?? places[0]?.membershipId}
          options={places.map((place) => ({
            value: place.membershipId,
            label: t('option', { name: place.name, office: offices(place.office), unit: place.unit.name }),
          }))}
        />
      </Field>
      {found.length > 0 ? (
        <PersonChoices people={found} chosen={state.values.personId} error={wrong('personId')} />
      ) : (
        <Field label={t('name')} hint={t('nameHint')} error={wrong('name')}>
          <Input name="name" defaultValue={state.values.name ?? query} maxLength={80} autoComplete="off" />
        </Field>
      )}
      {query !== '' && found.length === 0 ? <p className="meta">{finder('nobody', { name: query })}</p> : null}
      <Button type="submit" tone="primary" busy={busy}>
        {t('submit')}
      </Button>
    </form>
  )
}
