import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { CountyForm } from '@/components/setup/county-form'
import { DemoForm } from '@/components/setup/demo-form'
import { SetupParts } from '@/components/setup/setup-parts'
import { PlainFrame } from '@/components/shell/plain-frame'
import { Mark } from '@/components/ui/mark'
import { db } from '@/server/db'
import { runtime } from '@/server/env'
import { isEmpty } from '@/server/setup/read'
import { readLook } from '@/app/read-look'
import { createCountyAction, openDemoAction } from './actions'
import './setup.css'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('setup'))('title') }
}

export default async function SetupPage() {
  if (!(await isEmpty(db()))) redirect('/')
  const [t, brand, locale, look] = await Promise.all([
    getTranslations('setup'),
    getTranslations('common'),
    getLocale(),
    readLook(),
  ])
  const { databaseKind, livekitMissing, mail, addresses } = runtime()
  return (
    <PlainFrame look={look}>
      <div className="setup">
        <div className="setup-head">
          <Mark />
          <h1>{brand('brand')}</h1>
        </div>
        <p className="setup-lead">{t('lead')}</p>
        <div className="setup-doors">
          <section className="card card-paper stack">
            <h2 className="heading">{t('county.title')}</h2>
            <p className="meta">{t('county.text')}</p>
            <ol className="setup-steps" aria-label={t('county.steps')}>
              <li>1 {t('county.step1')}</li>
              <li>2 {t('county.step2')}</li>
              <li>3 {t('county.step3')}</li>
              <li>{t('county.minutes')}</li>
            </ol>
            <CountyForm action={createCountyAction} locale={locale} />
          </section>
          <section className="card">
            <DemoForm action={openDemoAction} />
          </section>
        </div>
        <SetupParts
          parts={{
            database: databaseKind,
            video: livekitMissing ?? 'ready',
            mail,
            phone: addresses.public ?? addresses.lan[0] ?? null,
          }}
        />
      </div>
    </PlainFrame>
  )
}
