// Every component in every state, light beside dark: the place to look at before a screen is built and after a token
// has changed.
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { PlainFrame } from '@/components/shell/plain-frame'
import { readLook } from '@/app/read-look'
import { Specimens } from './specimens'
import './primitives.css'

export async function generateMetadata() {
  const t = await getTranslations('primitives')
  return { title: t('title') }
}

export default async function PrimitivesPage() {
  const [t, look] = await Promise.all([getTranslations('primitives'), readLook()])
  return (
    <PlainFrame look={look}>
      <div className="specimen-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{t('lead')}</p>
        <Link href="/primitives/frame">{t('frame')}</Link>
      </div>
      <div className="specimens">
        {(['light', 'dark'] as const).map((theme) => (
          <div key={theme} className="specimen-half" data-theme={theme}>
            <h2 className="heading">{t(theme)}</h2>
            <Specimens theme={theme} />
          </div>
        ))}
      </div>
    </PlainFrame>
  )
}
