import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { one } from '@/app/(door)/sign-in/back-path'
import { askLinkAction } from '@/app/(door)/sign-in/actions'
import { readLook } from '@/app/read-look'
import { AskLinkForm } from '@/components/people/ask-link-form'
import { PlainFrame } from '@/components/shell/plain-frame'
import { db } from '@/server/db'
import { runtime } from '@/server/env'
import { listCounties } from '@/server/people/read'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const purposeOf = async ({ searchParams }: Props) => (one((await searchParams).for) === 'reset' ? 'reset' : 'sign-in')

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await getTranslations('sign-in'))(`ask.${await purposeOf(props)}.title`) }
}

export default async function AskLinkPage(props: Props) {
  // Without a mail server nothing could be sent; the sign-in page says whom to ask.
  if (!runtime().mail) redirect('/sign-in')
  const purpose = await purposeOf(props)
  const [t, look, counties] = await Promise.all([getTranslations('sign-in'), readLook(), listCounties(db())])
  return (
    <PlainFrame look={look}>
      <div className="page page-narrow stack">
        <h1 className="title">{t(`ask.${purpose}.title`)}</h1>
        <p className="meta">{t(`ask.${purpose}.lead`)}</p>
        <AskLinkForm action={askLinkAction} purpose={purpose} counties={counties} />
        <p>
          <Link href="/sign-in">{t('ask.back')}</Link>
        </p>
      </div>
    </PlainFrame>
  )
}
