import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { readLook } from '@/app/read-look'
import { GuestNotice } from '@/components/privacy/guest-notice'
import { PlainFrame } from '@/components/shell/plain-frame'
import { db } from '@/server/db'
import { CountyId } from '@/server/ids'
import { listCounties } from '@/server/people/read'
import { defaultRetention } from '@/server/privacy/contract'
import { guestGroups } from '@/server/privacy/inventory'
import { readRetention } from '@/server/privacy/retention'

type Props = { searchParams: Promise<{ of?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('guest-privacy'))('title') }
}

/** For whoever stands at the door of a sitting, without an account: the door names its county (`of`). */
export default async function GuestPrivacyPage({ searchParams }: Props) {
  const [look, counties, { of }] = await Promise.all([readLook(), listCounties(db()), searchParams])
  const asked = CountyId.safeParse(of).data
  const county = counties.find(({ id }) => id === asked) ?? (counties.length === 1 ? counties[0] : undefined)
  const days = county ? await readRetention(db(), county.id) : defaultRetention
  return (
    <PlainFrame look={look}>
      <GuestNotice groups={guestGroups()} days={days} countyName={county?.name ?? null} />
    </PlainFrame>
  )
}
