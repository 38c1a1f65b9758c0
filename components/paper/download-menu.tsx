// Taking the minutes away: the two forms as PDF and Word, the rest folded. Links alone, so that it works before any script.
import { useTranslations } from 'next-intl'
import { LinkButton } from '@/components/ui/link-button'
import { paperStyles } from '@/server/paper/contract'
import './paper.css'

type Props = { meetingId: string; isIssued: boolean }

/** What was issued has one form. */
function IssuedRow({ href }: { href: (format: string) => string }) {
  const t = useTranslations('paper.download')
  return (
    <div role="group" aria-label={t('official')} className="paper-menu-row">
      <span className="grow">{t('official')}</span>
      {(['pdf', 'docx'] as const).map((format) => (
        <LinkButton external key={format} href={href(format)} size="small">
          {t(format)}
        </LinkButton>
      ))}
    </div>
  )
}

const others = ['html', 'md', 'json'] as const

export function DownloadMenu({ meetingId, isIssued }: Props) {
  const t = useTranslations('paper.download')
  const href = (format: string, style: string) => `/api/export/minutes/${meetingId}?format=${format}&style=${style}`
  return (
    <details className="paper-menu">
      <summary className="btn btn-plain">{t('title')}</summary>
      <div className="paper-menu-body">
        <p className="meta">{t(isIssued ? 'issuedHint' : 'draftHint')}</p>
        {isIssued ? <IssuedRow href={(format) => href(format, 'official')} /> : null}
        {(isIssued ? [] : paperStyles).map((style) => (
          <div key={style} role="group" aria-label={t(style)} className="paper-menu-row">
            <span className="grow">{t(style)}</span>
            <LinkButton external href={href('pdf', style)} size="small" aria-label={`${t(style)} ${t('pdf')}`}>
              {t('pdf')}
            </LinkButton>
            <LinkButton external href={href('docx', style)} size="small" aria-label={`${t(style)} ${t('docx')}`}>
              {t('docx')}
            </LinkButton>
          </div>
        ))}
        <div role="group" aria-label={t('other')} className="paper-menu-row">
          <span className="grow">{t('other')}</span>
          {others.map((format) => (
            <LinkButton external key={format} href={href(format, 'plain')} size="small">
              {t(format)}
            </LinkButton>
          ))}
        </div>
        <LinkButton href={`/meetings/${meetingId}/print`} icon="print" tone="quiet">
          {t('print')}
        </LinkButton>
      </div>
    </details>
  )
}
