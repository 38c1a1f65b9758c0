'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { freshForm, type FormState } from '@/server/forms/contract'
import { ConfirmButton } from './confirm-button'
import { FormError } from './form-error'
import { MadeLink, type AccountLinkState } from './made-link'
import './people.css'

type Action = (before: AccountLinkState, data: FormData) => Promise<AccountLinkState>

export type PersonItem = {
  id: string
  name: string
  logins: readonly string[]
  roles: readonly ('system' | 'security' | 'audit')[]
  hasSecondFactor: boolean
  standing: 'active' | 'invited' | 'never-invited' | 'disabled'
  places: readonly {
    office: 'convenor' | 'deputy-convenor' | 'member' | 'liaison' | 'secretary' | 'observer'
    unit: string
  }[]
}

type Props = {
  people: readonly PersonItem[]
  /** Null: this asker may not. */
  action: Action | null
  resetFactor: ((before: FormState, data: FormData) => Promise<FormState>) | null
}

export function PeopleList({ people, action, resetFactor }: Props) {
  const t = useTranslations('people')
  const offices = useTranslations('bodies.offices')
  const [state, submit, busy] = useActionState(
    action ?? (async (before: AccountLinkState) => before),
    freshForm as AccountLinkState,
  )
  return (
    <div className="people-list">
      <FormError code={state.code} />
      {state.link ? <MadeLink link={state.link} /> : null}
      <ul>
        {people.map((person) => {
          const purpose = person.standing === 'active' ? 'reset' : 'invitation'
          return (
            <li key={person.id} className="person">
              <span>
                <b className="block">{person.name}</b>
                {person.logins.length > 0 ? <span className="fine">{person.logins.join(' · ')}</span> : null}
              </span>
              <span className="meta">
                {person.places.length === 0 && person.roles.length === 0 ? t('noOffice') : null}
                {person.places.map((place) => (
                  <span className="block" key={`${place.unit}${place.office}`}>
                    {t('place', { office: offices(place.office), unit: place.unit })}
                  </span>
                ))}
                {person.roles.map((role) => (
                  <Badge key={role} tone="info" icon="shield">
                    {t(`adminRoles.${role}`)}
                  </Badge>
                ))}
              </span>
              <span className="row row-wrap">
                <Badge tone={person.standing === 'active' ? 'good' : person.standing === 'invited' ? 'warn' : 'plain'}>
                  {t(`standings.${person.standing}`)}
                </Badge>
                {resetFactor && person.hasSecondFactor ? (
                  <ConfirmButton
                    action={resetFactor}
                    fields={{ personId: person.id }}
                    title={t('factor.resetTitle', { name: person.name })}
                    text={t('factor.resetText')}
                    cancel={t('invitations.cancel')}
                    small
                    label={t('factor.resetOf', { name: person.name })}
                  >
                    {t('factor.reset')}
                  </ConfirmButton>
                ) : null}
                {action && person.standing !== 'disabled' ? (
                  <form action={submit}>
                    <input type="hidden" name="personId" value={person.id} />
                    <input type="hidden" name="purpose" value={purpose} />
                    <Button
                      type="submit"
                      size="small"
                      aria-disabled={busy || undefined}
                      aria-label={t(`link.${purpose}Of`, { name: person.name })}
                    >
                      {t(`link.${purpose}`)}
                    </Button>
                  </form>
                ) : null}
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
