import type { Metadata } from 'next'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { FormError } from '@/components/people/form-error'
import { TakeUpForm } from '@/components/people/take-up-form'
import { ErrorView } from '@/components/shell/error-view'
import { PlainFrame } from '@/components/shell/plain-frame'
import { Notice } from '@/components/ui/notice'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { errorTable, toAppError, type ErrorCode } from '@/server/errors'
import { isFieldErrorKey } from '@/server/forms/contract'
import { readAsker } from '@/server/people/asker'
import { csrfCookieName, readCsrfToken } from '@/server/people/csrf'
import { flashCookieName, readFlash } from '@/server/people/form-flash'
import { readAccountLink } from '@/server/people/use-account-link'
import { readCountySecurity } from '@/server/security/read'
import { readLook } from '@/app/read-look'

export const metadata: Metadata = { referrer: 'no-referrer' }

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

export default async function InvitePage({
  params,
  searchParams,
}: {
  params: Promise<{ token: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [{ token }, query, look, jar, head, t] = await Promise.all([
    params,
    searchParams,
    readLook(),
    cookies(),
    headers(),
    getTranslations('sign-in'),
  ])
  const link = await readAccountLink(db(), token, clock.now()).catch((error: unknown) => toAppError(error))
  if (link instanceof Error) {
    if (link.code === 'internal') throw link
    return (
      <PlainFrame look={look}>
        <ErrorView code={link.code} />
      </PlainFrame>
    )
  }
  const { passwordProfile } = await readCountySecurity(db(), link.countyId)
  const csrfToken = readCsrfToken(jar.get(csrfCookieName(readAsker(head).secure))?.value)
  if (csrfToken === null && query.ready === undefined) {
    redirect(`/api/auth/signin?${new URLSearchParams({ callbackUrl: `/invite/${token}?ready=1`, back: '1' })}`)
  }
  const asked = one(query.error)
  const error = asked && asked in errorTable ? (asked as ErrorCode) : null
  const [field = '', key = ''] = (one(query.field) ?? '').split('=')
  const fields = isFieldErrorKey(key) ? { [field]: key } : {}
  const names = { name: link.personName, county: link.countyName }
  return (
    <PlainFrame look={look}>
      <div className="page page-narrow stack">
        <h1 className="title">{t(`takeUp.${link.purpose}.title`, names)}</h1>
        <p>{t(`takeUp.${link.purpose}.text`, names)}</p>
        <FormError code={error} />
        {csrfToken === null ? (
          <Notice tone="warn" title={t('cookies.title')}>
            {t('cookies.text')}
          </Notice>
        ) : (
          <TakeUpForm
            csrfToken={csrfToken}
            secret={token}
            purpose={link.purpose}
            profile={passwordProfile}
            userName={link.userName}
            mustChooseName={!link.hasLogin}
            typedName={error ? (readFlash(jar.get(flashCookieName)?.value).login ?? '') : ''}
            fields={fields}
          />
        )}
        <p className="fine">{t('once')}</p>
      </div>
    </PlainFrame>
  )
}
