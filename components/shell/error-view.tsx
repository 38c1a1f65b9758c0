import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Messages } from '@/messages/types'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'

/** The same strings as server/errors.ts; the message check holds the two together. */
export type ErrorViewCode = Exclude<keyof Messages['errors'], 'fields'>

/** Where an account may be what is missing. */
const needSignIn: ReadonlySet<ErrorViewCode> = new Set(['not_signed_in', 'setup_done', 'wrong_meeting'])

type Props = {
  code: ErrorViewCode
  /** What an administrator finds the fault by in the log. */
  reference?: string
  /** Buttons before the way home, e.g. try again. */
  children?: ReactNode
}

/** What happened, in one sentence, and the next step. */
export function ErrorView({ code, reference, children }: Props) {
  const t = useTranslations('errors')
  const shell = useTranslations('shell.errorView')
  return (
    <div className="page page-narrow" data-error={code}>
      <div className="stack error-view">
        <Icon name={code === 'internal' || code === 'unavailable' ? 'warn' : 'info'} size="large" />
        <h1 className="title">{t(`${code}.title`)}</h1>
        <p>{t(`${code}.text`)}</p>
        <p>{t(`${code}.next`)}</p>
        {reference ? <p className="fine">{shell('reference', { code: reference })}</p> : null}
        <div className="row row-wrap">
          {children}
          {needSignIn.has(code) ? (
            <LinkButton tone="primary" href="/sign-in">
              {shell('signIn')}
            </LinkButton>
          ) : null}
          <LinkButton href="/" icon="home">
            {shell('home')}
          </LinkButton>
        </div>
      </div>
    </div>
  )
}
