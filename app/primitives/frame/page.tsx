import { getTranslations } from 'next-intl/server'
import { Frame } from '@/components/shell/frame'
import { Card, CardHead } from '@/components/ui/card'
import { Empty } from '@/components/ui/empty'
import { readLook } from '@/app/read-look'
import { locales } from '@/server/preferences/model'

/** A specimen of the signed-in frame with nobody signed in: it reads nothing and leads to pages that ask. */
export default async function FrameSpecimenPage() {
  const [t, look] = await Promise.all([getTranslations('primitives'), readLook()])
  return (
    <Frame
      person={{ name: t('liaison'), hue: 'department', mayAudit: true, unread: 3 }}
      county={{ name: t('frameCounty'), isDemo: true, locales }}
      look={look}
    >
      <div className="page">
        <div className="page-head">
          <h1 className="title">{t('frameTitle')}</h1>
          <span className="meta">{t('frameText')}</span>
        </div>
        <Card paper>
          <CardHead title={t('sections.empty')} />
          <Empty title={t('empty.title')} text={t('empty.text')} />
        </Card>
      </div>
    </Frame>
  )
}
