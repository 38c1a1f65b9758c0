'use client'

import { useTranslations } from 'next-intl'
import { useActionState, useState } from 'react'
import { Badge, type BadgeTone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Legend, Tally, type FillState } from '@/components/ui/fill'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { MailState } from '@/server/mail/model'
import type { LinkState } from '@/server/people/model'
import { ConfirmButton } from './confirm-button'
import { FormError, useFieldError } from './form-error'
import { MadeLink, type AccountLinkState } from './made-link'
import { QrSheet, type SheetState } from './qr-sheet'
import './people.css'

type InvitationState = LinkState | 'none'

export type InvitationItem = {
  personId: string
  name: string
  email: string | null
  places: readonly string[]
  /** none: never invited. */
  state: InvitationState
  /** Days as the county writes them. */
  madeOn: string | null
  expiresOn: string | null
  usedOn: string | null
  mail: { state: MailState; tries: number } | null
}

type Props = {
  invitations: readonly InvitationItem[]
  resend: (before: AccountLinkState, data: FormData) => Promise<AccountLinkState>
  revoke: (before: FormState, data: FormData) => Promise<FormState>
  makeSheet: (before: SheetState, data: FormData) => Promise<SheetState>
}

const tones: Record<InvitationState, BadgeTone> = {
  used: 'good',
  open: 'warn',
  expired: 'plain',
  revoked: 'line',
  none: 'line',
}
const fills: Record<InvitationState, FillState> = {
  used: 'done',
  open: 'doing',
  expired: 'toVerify',
  revoked: 'stopped',
  none: 'todo',
}
const states = ['used', 'open', 'expired', 'revoked', 'none'] as const

/** Who was invited and what became of it; sending again, taking back, and paper for many at once. */
export function InvitationList({ invitations, resend, revoke, makeSheet }: Props) {
  const t = useTranslations('people.invitations')
  const sheet = useTranslations('people.sheet')
  const [sent, submit, busy] = useActionState(resend, freshForm as AccountLinkState)
  const [made, make, making] = useActionState(makeSheet, freshForm as SheetState)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const wrong = useFieldError(made.fields)
  const pickable = invitations.filter(({ state }) => state !== 'used').map(({ personId }) => personId)
  const numberOf = (state: InvitationState) => invitations.filter((each) => each.state === state).length
  const pick = (id: string, isOn: boolean) =>
    setPicked((before) => new Set(isOn ? [...before, id] : [...before].filter((other) => other !== id)))
  const tally = t('tally', {
    open: numberOf('open'),
    used: numberOf('used'),
    expired: numberOf('expired'),
    revoked: numberOf('revoked'),
    none: numberOf('none'),
  })
  return (
    <div className="stack">
      <div className="invitation-tally no-print">
        <Tally label={tally} parts={states.map((state) => ({ state: fills[state], value: numberOf(state) }))} />
        <Legend
          items={states
            .filter((state) => numberOf(state) > 0)
            .map((state) => ({
              state: fills[state],
              label: t('legend', { state: t(`states.${state}`), count: numberOf(state) }),
            }))}
        />
      </div>
      <FormError code={sent.code} />
      {sent.link ? <MadeLink link={sent.link} /> : null}
      {made.sheet ? <QrSheet {...made.sheet} /> : null}
      <form id="sheet" action={make} className="row row-wrap no-print">
        <label className="choice">
          <input
            type="checkbox"
            checked={pickable.length > 0 && pickable.every((id) => picked.has(id))}
            onChange={(event) => setPicked(new Set(event.target.checked ? pickable : []))}
          />
          <span>{t('pickAll')}</span>
        </label>
        <Button type="submit" icon="qr" busy={making} aria-describedby="sheet-hint">
          {sheet('make')}
        </Button>
        <span className="fine" id="sheet-hint">
          {sheet('hint')}
        </span>
        {wrong('personId') ? (
          <p className="field-error" role="alert">
            {sheet('none')}
          </p>
        ) : (
          <FormError code={made.code} />
        )}
      </form>
      <ul className="no-print">
        {invitations.map((each) => (
          <li key={each.personId} className="person invitation">
            <label className="choice">
              {each.state === 'used' ? null : (
                <input
                  type="checkbox"
                  form="sheet"
                  name="personId"
                  value={each.personId}
                  aria-label={t('pick', { name: each.name })}
                  checked={picked.has(each.personId)}
                  onChange={(event) => pick(each.personId, event.target.checked)}
                />
              )}
              <span>
                <b className="block">{each.name}</b>
                <span className="fine">{each.places.join(' · ')}</span>
              </span>
            </label>
            <span className="meta">
              <span className="row row-wrap">
                <Badge tone={tones[each.state]}>{t(`states.${each.state}`)}</Badge>
                {each.mail ? <MailBadge {...each.mail} /> : null}
              </span>
              {each.madeOn ? <span className="block">{t('made', { day: each.madeOn })}</span> : null}
              <span className="block">
                {each.state === 'used' && each.usedOn ? t('accepted', { day: each.usedOn }) : null}
                {each.state === 'open' && each.expiresOn ? t('until', { day: each.expiresOn }) : null}
                {each.state === 'expired' && each.expiresOn ? t('ended', { day: each.expiresOn }) : null}
              </span>
            </span>
            <span className="row row-wrap">
              {each.state === 'used' ? null : (
                <form action={submit}>
                  <input type="hidden" name="personId" value={each.personId} />
                  <input type="hidden" name="purpose" value="invitation" />
                  <Button
                    type="submit"
                    size="small"
                    aria-disabled={busy || undefined}
                    aria-label={t(each.state === 'none' ? 'inviteOf' : 'resendOf', { name: each.name })}
                  >
                    {t(each.state === 'none' ? 'invite' : 'resend')}
                  </Button>
                </form>
              )}
              {each.state === 'open' ? (
                <ConfirmButton
                  action={revoke}
                  fields={{ personId: each.personId }}
                  title={t('revokeTitle', { name: each.name })}
                  text={t('revokeText')}
                  cancel={t('cancel')}
                  tone="danger"
                  small
                  label={t('revokeOf', { name: each.name })}
                >
                  {t('revoke')}
                </ConfirmButton>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function MailBadge({ state, tries }: { state: MailState; tries: number }) {
  const t = useTranslations('people.invitations.mail')
  if (state === 'sent') return <Badge tone="plain">{t('sent')}</Badge>
  if (state === 'failed')
    return (
      <Badge tone="danger" icon="warn">
        {t('failed')}
      </Badge>
    )
  return <Badge tone="line">{tries === 0 ? t('waiting') : t('retry', { tries })}</Badge>
}
