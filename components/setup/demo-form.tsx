'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { Input } from '@/components/ui/input'
import { LinkButton } from '@/components/ui/link-button'
import { Qr } from '@/components/ui/qr'
import { freshForm, type FormState } from '@/server/forms/contract'

export type DemoOpened = {
  people: { role: 'convenor' | 'secretary' | 'liaison'; name: string; path: string }[]
  parent: { url: string; qr: { size: number; path: string } }
  join: string
}
export type DemoState = FormState & { opened?: DemoOpened }

type Props = { action: (before: DemoState, data: FormData) => Promise<DemoState> }

/** Opens the demo county and then says who one may be in it. */
export function DemoForm({ action }: Props) {
  const t = useTranslations('setup')
  const locale = useLocale()
  const [state, submit, busy] = useActionState(action, freshForm as DemoState)
  const wrong = useFieldError(state.fields)
  if (state.opened) return <Opened opened={state.opened} />
  return (
    <form action={submit} className="stack" noValidate>
      <h2 className="heading">{t('demo.title')}</h2>
      <p className="meta">{t('demo.text')}</p>
      <ul className="setup-demo">
        <li>
          <Icon name="minutes" />
          {t('demo.minutes')}
        </li>
        <li>
          <Icon name="ledger" />
          {t('demo.ledger')}
        </li>
        <li>
          <Icon name="stage" />
          {t('demo.live')}
        </li>
      </ul>
      <FormError code={state.code} />
      <Field label={t('code')} hint={t('codeHint')} error={wrong('setupCode')} required className="setup-code">
        <Input
          name="setupCode"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={40}
          placeholder="XXXX-XXXX"
        />
      </Field>
      <input type="hidden" name="locale" value={locale} />
      <Button type="submit" size="big" busy={busy}>
        {t('demo.submit')}
      </Button>
    </form>
  )
}

function Opened({ opened }: { opened: DemoOpened }) {
  const t = useTranslations('setup.opened')
  return (
    <div className="stack" role="status">
      <h2 className="heading">{t('title')}</h2>
      <p className="meta">{t('text')}</p>
      {opened.people.map(({ role, name, path }) => (
        <LinkButton key={role} href={path} size="big" tone={role === 'secretary' ? 'primary' : 'plain'} external>
          {t('enterAs', { role: t(`people.${role}`), name })}
        </LinkButton>
      ))}
      <div className="setup-qr">
        <Qr {...opened.parent.qr} label={t('parent')} />
        <div>
          <b>{t('parent')}</b>
          <p className="meta">{t('parentText')}</p>
          <a className="code" href={opened.parent.url}>
            {opened.parent.url}
          </a>
        </div>
      </div>
      <p className="meta">
        <b className="block">{t('join')}</b>
        <a className="code" href={opened.join}>
          {opened.join}
        </a>
        <span className="block">{t('joinText')}</span>
      </p>
    </div>
  )
}
