import type { Metadata } from 'next'
import { cookies, headers } from 'next/headers'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { FormError } from '@/components/people/form-error'
import { ProviderLinks } from '@/components/people/provider-links'
import { SignInForm } from '@/components/people/sign-in-form'
import { PlainFrame } from '@/components/shell/plain-frame'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { db } from '@/server/db'
import { runtime } from '@/server/env'
import { errorTable, type ErrorCode } from '@/server/errors'
import { readAsker } from '@/server/people/asker'
import { csrfCookieName, readCsrfToken } from '@/server/people/csrf'
import { currentAwaiting, currentPerson } from '@/server/people/current-actor'
import { flashCookieName, readFlash } from '@/server/people/form-flash'
import { listCounties } from '@/server/people/read'
import { readLook } from '@/app/read-look'
import { backPath, one } from './back-path'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sign-in'))('title') }
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const query = await searchParams
  const callbackUrl = backPath(one(query.callbackUrl))
  const counties = await listCounties(db())
  if (counties.length === 0) redirect('/setup')
  if (await currentPerson()) redirect(callbackUrl)
  const awaiting = await currentAwaiting()
  if (awaiting) {
    const step = awaiting.session.awaits === 'code' ? 'code' : 'enrol'
    redirect(`/sign-in/${step}?${new URLSearchParams({ callbackUrl })}`)
  }
  const [t, jar, head, look] = await Promise.all([getTranslations('sign-in'), cookies(), headers(), readLook()])
  const csrfToken = readCsrfToken(jar.get(csrfCookieName(readAsker(head).secure))?.value)
  const ready = query.ready !== undefined
  const asked = one(query.error)
  const error = asked && asked in errorTable ? (asked as ErrorCode) : null
  // The form needs the token's cookie, and a page cannot set one: next-auth does, and comes back here once.
  if (csrfToken === null && !ready) {
    const back = new URLSearchParams({ callbackUrl, ...(error && { error }) })
    redirect(`/api/auth/signin?${back}`)
  }
  const typed = readFlash(jar.get(flashCookieName)?.value)
  return (
    <PlainFrame look={look}>
      <div className="page page-narrow stack">
        <h1 className="title">{t('title')}</h1>
        {counties.length === 1 ? <p className="meta">{counties[0]!.name}</p> : null}
        <FormError code={error} />
        {csrfToken === null ? (
          <Notice tone="warn" title={t('cookies.title')}>
            <p>{t('cookies.text')}</p>
            <LinkButton href="/sign-in" external>
              {t('cookies.again')}
            </LinkButton>
          </Notice>
        ) : (
          <SignInForm
            csrfToken={csrfToken}
            callbackUrl={callbackUrl}
            login={error ? (typed.login ?? '') : ''}
            countyId={typed.countyId ?? counties[0]!.id}
            counties={counties}
            wrong={error === 'wrong_credentials'}
          />
        )}
        <ProviderLinks name={runtime().oidc?.name ?? null} counties={counties} callbackUrl={callbackUrl} />
        <p className="meta">{t('guest')}</p>
        {runtime().mail ? (
          <p className="row row-wrap">
            <Link href="/sign-in/link">{t('ask.byMail')}</Link>
            <Link href="/sign-in/link?for=reset">{t('ask.forgot')}</Link>
          </p>
        ) : (
          <p className="meta">{t('forgotten')}</p>
        )}
      </div>
    </PlainFrame>
  )
}
