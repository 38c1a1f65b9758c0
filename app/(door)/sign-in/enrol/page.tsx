import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { backPath, one } from '@/app/(door)/sign-in/back-path'
import { enrolAction, leaveAction } from '@/app/(door)/sign-in/actions'
import { readLook } from '@/app/read-look'
import { EnrolAtDoor } from '@/components/people/second-step-form'
import { PlainFrame } from '@/components/shell/plain-frame'
import { Button } from '@/components/ui/button'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { currentAwaiting } from '@/server/people/current-actor'
import { showSecondFactor } from '@/server/people/show-second-factor'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sign-in'))('enrol.title') }
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function EnrolPage({ searchParams }: Props) {
  const callbackUrl = backPath(one((await searchParams).callbackUrl))
  const awaiting = await currentAwaiting()
  if (awaiting?.session.awaits !== 'enrolment') redirect(`/sign-in?${new URLSearchParams({ callbackUrl })}`)
  const [t, look] = await Promise.all([getTranslations('sign-in'), readLook()])
  const begun = await showSecondFactor(db(), awaiting.person, clock.now())
  return (
    <PlainFrame look={look}>
      <div className="page page-narrow stack">
        <h1 className="title">{t('enrol.title')}</h1>
        <p>{t('enrol.lead')}</p>
        <EnrolAtDoor begun={begun} action={enrolAction} callbackUrl={callbackUrl} />
        <form action={leaveAction}>
          <Button type="submit" tone="quiet">
            {t('code.other')}
          </Button>
        </form>
      </div>
    </PlainFrame>
  )
}
