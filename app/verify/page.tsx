import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { readLook } from '@/app/read-look'
import { PlainFrame } from '@/components/shell/plain-frame'
import { VerifyForm } from '@/components/verify/verify-form'
import { verifyFileAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signing.verify'))('title') }
}

/** For anybody with a file of minutes, without an account. */
export default async function VerifyPage() {
  const [look, t] = await Promise.all([readLook(), getTranslations('signing.verify')])
  return (
    <PlainFrame look={look}>
      <div className="page page-narrow stack">
        <h1 className="title">{t('title')}</h1>
        <p>{t('text')}</p>
        <VerifyForm action={verifyFileAction} />
      </div>
    </PlainFrame>
  )
}
