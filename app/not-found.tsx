import { getTranslations } from 'next-intl/server'
import type { Metadata } from 'next'
import { ErrorView } from '@/components/shell/error-view'
import { PlainFrame } from '@/components/shell/plain-frame'
import { readLook } from './read-look'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('errors')
  return { title: t('not_found.title') }
}

export default async function NotFound() {
  return (
    <PlainFrame look={await readLook()}>
      <ErrorView code="not_found" />
    </PlainFrame>
  )
}
