import { useTranslations } from 'next-intl'
import { CopyField } from '@/components/meetings/copy-field'
import { Notice } from '@/components/ui/notice'
import { Qr } from '@/components/ui/qr'
import type { FormState } from '@/server/forms/contract'
import './people.css'

export type MadeAccountLink = {
  name: string
  url: string
  until: string
  qr: { size: number; path: string }
  /** Null: the person has no address. */
  mail: { to: string; subject: string; text: string; isQueued: boolean } | null
}
export type AccountLinkState = FormState & { link?: MadeAccountLink }

/** Told once: the link, its code, until when, and what went or would have gone by mail. */
export function MadeLink({ link }: { link: MadeAccountLink }) {
  const t = useTranslations('people.made')
  const { mail } = link
  return (
    <div className="made-link">
      <Notice tone="good" title={t('title', { name: link.name })} live>
        <p>{t('text', { day: link.until })}</p>
        {mail?.isQueued ? <p>{t('mailed', { to: mail.to })}</p> : null}
        <Qr {...link.qr} label={t('qr', { name: link.name })} />
        <CopyField value={link.url} label={t('title', { name: link.name })} />
        {mail && !mail.isQueued ? (
          <>
            <p>{t('unsent', { to: mail.to })}</p>
            <p>
              <b>{mail.subject}</b>
            </p>
            <pre className="mail-text">{mail.text}</pre>
          </>
        ) : null}
      </Notice>
    </div>
  )
}
