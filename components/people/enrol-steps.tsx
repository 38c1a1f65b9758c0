'use client'

import { useTranslations } from 'next-intl'
import { useActionState, useState, type ReactNode } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Qr } from '@/components/ui/qr'
import { freshForm, type FormState } from '@/server/forms/contract'
import { FormError, useFieldError } from './form-error'
import './people.css'

export type Begun = { secret: string; qr: { size: number; path: string } }
export type CodesState = FormState & { codes?: readonly string[] }
export type CodesAction = (before: CodesState, data: FormData) => Promise<CodesState>

type Props = {
  begun: Begun
  action: CodesAction
  /** After the codes were shown: the way on, where there is one. */
  children?: ReactNode
}

/** Scan, type the first code, keep the recovery codes. */
export function EnrolSteps({ begun, action, children }: Props) {
  const t = useTranslations('settings.factor')
  const [state, submit, busy] = useActionState(action, freshForm as CodesState)
  if (state.codes)
    return (
      <div className="stack">
        <RecoveryCodes codes={state.codes} />
        {children}
      </div>
    )
  return (
    <div className="stack factor">
      <p>{t('step1')}</p>
      <Qr {...begun.qr} label={t('qr')} />
      <div>
        <p className="fine">{t('secret')}</p>
        <p className="factor-secret">{begun.secret.match(/.{1,4}/g)?.join(' ')}</p>
      </div>
      <CodeForm action={submit} state={state} busy={busy} hint={t('step2')} submit={t('confirm')} />
    </div>
  )
}

type CodeFormProps = {
  action: (data: FormData) => void
  state: FormState
  busy: boolean
  hint: string
  submit: string
  autoFocus?: boolean
  children?: ReactNode
}

/** One code. Named for what browsers and phones fill in by themselves. */
export function CodeForm({ action, state, busy, hint, submit, autoFocus, children }: CodeFormProps) {
  const t = useTranslations('settings.factor')
  const wrong = useFieldError(state.fields)
  return (
    <form action={action} className="stack" noValidate>
      <FormError code={state.code === 'invalid_input' ? null : state.code} />
      {children}
      <Field label={t('code')} hint={hint} error={wrong('code')} required>
        <Input
          className="one-time-code"
          name="code"
          key={state.turn}
          defaultValue=""
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={20}
          autoFocus={autoFocus || state.turn > 0}
        />
      </Field>
      <div>
        <Button type="submit" tone="primary" busy={busy}>
          {submit}
        </Button>
      </div>
    </form>
  )
}

export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const t = useTranslations('settings.factor')
  const announce = useAnnounce()
  const [copied, setCopied] = useState(false)
  async function copy() {
    // Where there is no clipboard the codes stand there to be marked by hand, or printed.
    await navigator.clipboard?.writeText(codes.join('\n')).then(
      () => {
        setCopied(true)
        announce(t('copied'))
      },
      () => {},
    )
  }
  return (
    <Notice tone="good" title={t('codesTitle')} live>
      <p>{t('codesText')}</p>
      <ul className="recovery-codes" aria-label={t('codesLabel')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="row row-wrap">
        <Button icon="print" onClick={() => window.print()}>
          {t('print')}
        </Button>
        <Button icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
          {copied ? t('copied') : t('copy')}
        </Button>
      </div>
    </Notice>
  )
}
