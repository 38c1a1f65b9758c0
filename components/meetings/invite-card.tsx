import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { Qr } from '@/components/ui/qr'
import { CopyField } from './copy-field'
import './meetings.css'

/** How people without an account come in. `children` are the personal links. */
export function InviteCard({
  url,
  qr,
  children,
}: {
  url: string | null
  qr: { size: number; path: string } | null
  children: ReactNode
}) {
  const t = useTranslations('meetings.invite')
  return (
    <Card className="invite">
      <h2 className="subheading">{t('title')}</h2>
      {url && qr ? (
        <>
          <h3>{t('join')}</h3>
          <p className="meta">{t('joinHint')}</p>
          <Qr {...qr} label={t('qr')} />
          <CopyField value={url} label={t('join')} />
        </>
      ) : null}
      {children}
    </Card>
  )
}
