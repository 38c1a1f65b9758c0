'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Choice } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Qr } from '@/components/ui/qr'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { UnitView } from '@/server/rooms/contract'
import { CopyField } from './copy-field'

export type MadeLink = { name: string; url: string; qr: { size: number; path: string } }
export type GuestLinkState = FormState & { link?: MadeLink }
export type Guest = { seatId: string; name: string; unitName: string | null; hasLink: boolean }

type Action = (before: GuestLinkState, data: FormData) => Promise<GuestLinkState>
type Props = {
  action: Action
  meetingId: string
  guests: readonly Guest[]
  units: readonly UnitView[]
  closed: boolean
}

const roles = ['speaker', 'listener', 'observer'] as const

/** One link for one guest, told once; stopping it also ends the browsers that hold it. */
export function GuestLinks({ action, meetingId, guests, units, closed }: Props) {
  const t = useTranslations('meetings.invite')
  const [state, submit, busy] = useActionState(action, freshForm as GuestLinkState)
  const wrong = useFieldError(state.fields)
  return (
    <div>
      <h3>{t('guests')}</h3>
      <p className="meta">{t('guestsHint')}</p>
      <FormError code={state.code} />
      {state.link ? (
        <Notice tone="good" title={t('made', { name: state.link.name })} live>
          <p>{t('once')}</p>
          <Qr {...state.link.qr} label={t('qr')} />
          <CopyField value={state.link.url} label={t('made', { name: state.link.name })} />
        </Notice>
      ) : null}
      {guests.length === 0 ? <p className="meta">{t('none')}</p> : null}
      {guests.map((guest) => (
        <form action={submit} className="guest" key={guest.seatId}>
          <input type="hidden" name="meetingId" value={meetingId} />
          <input type="hidden" name="seatId" value={guest.seatId} />
          <span className="grow">
            <b>{guest.name}</b> {guest.unitName ? <span className="fine">{guest.unitName}</span> : null}
          </span>
          <Badge tone={guest.hasLink ? 'good' : 'plain'} icon={guest.hasLink ? 'link' : undefined}>
            {t(guest.hasLink ? 'active' : 'revoked')}
          </Badge>
          {closed ? null : (
            <Button
              type="submit"
              name="op"
              value="again"
              size="small"
              tone="quiet"
              aria-label={t('againOf', { name: guest.name })}
            >
              {t('again')}
            </Button>
          )}
          {guest.hasLink ? (
            <Button
              type="submit"
              name="op"
              value="revoke"
              size="small"
              tone="danger"
              aria-label={t('revokeOf', { name: guest.name })}
            >
              {t('revoke')}
            </Button>
          ) : null}
        </form>
      ))}
      {closed ? null : (
        <form action={submit} className="stack guest-new" noValidate>
          <input type="hidden" name="meetingId" value={meetingId} />
          <Field label={t('name')} error={wrong('name')} required>
            <Input name="name" defaultValue={state.values.name ?? ''} maxLength={80} autoComplete="off" />
          </Field>
          <Field label={t('unit')} error={wrong('unitId')}>
            <Select
              key={`unit${state.turn}`}
              name="unitId"
              defaultValue={state.values.unitId ?? ''}
              options={[
                { value: '', label: t('noUnit') },
                ...units.map((unit) => ({ value: unit.id, label: unit.name })),
              ]}
            />
          </Field>
          <Field label={t('role')} error={wrong('role')}>
            <Select
              key={`role${state.turn}`}
              name="role"
              defaultValue={state.values.role ?? 'speaker'}
              options={roles.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
            />
          </Field>
          <Choice name="isAdmitted" value="yes" defaultChecked>
            {t('admitted')}
          </Choice>
          <Button type="submit" name="op" value="make" icon="link" busy={busy}>
            {t('make')}
          </Button>
        </form>
      )}
    </div>
  )
}
