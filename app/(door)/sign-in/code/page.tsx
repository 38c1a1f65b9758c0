import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { backPath, one } from '@/app/(door)/sign-in/back-path'
import { leaveAction, secondStepAction } from '@/app/(door)/sign-in/actions'
import { readLook } from '@/app/read-look'
import { SecondStepForm } from '@/components/people/second-step-form'
import { PlainFrame } from '@/components/shell/plain-frame'
import { Button } from '@/components/ui/button'
import { currentAwaiting } from '@/server/people/current-actor'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sign-in'))('code.title') }
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function CodePage({ searchParams }: Props) {
  const callbackUrl = backPath(one((await searchParams).callbackUrl))
  const awaiting = await currentAwaiting()
  if (awaiting?.session.awaits !== 'code') redirect(`/sign-in?${new URLSearchParams({ callbackUrl })}`)
  const [t, look] = await Promise.all([getTranslations('sign-in'), readLook()])
  return (
    <PlainFrame look={look}>
      <div className="page page-narrow stack">
        <h1 className="title">{t('code.title')}</h1>
        <p>{t('code.lead', { name: awaiting.person.name })}</p>
        <SecondStepForm action={secondStepAction} callbackUrl={callbackUrl} />
        <p className="meta">{t('code.lost')}</p>
        <form action={leaveAction}>
          <Button type="submit" tone="quiet">
            {t('code.other')}
          </Button>
        </form>
      </div>
    </PlainFrame>
  )
}
