import { useFormatter, useTranslations } from 'next-intl'
import { UnitName } from '@/components/action-items/unit-name'
import { CopyField } from '@/components/meetings/copy-field'
import { Card, CardHead } from '@/components/ui/card'
import { LinkButton } from '@/components/ui/link-button'
import { paperFormats } from '@/server/signing/contract'
import type { MinutesView } from '@/server/signing/model'

type Props = {
  issued: MinutesView['issued']
  meetingId: string
  /** Where anybody reads public minutes; null for whoever does not hand out the sitting's link. */
  publicLink: string | null
}

/** By whom, when, to whom; and the papers as they were made then, each with the hash by which anybody knows it again. */
export function IssuedCard({ issued, meetingId, publicLink }: Props) {
  const t = useTranslations('signing')
  const formats = useTranslations('paper.download')
  const format = useFormatter()
  if (!issued) return null
  const papers = paperFormats.flatMap((each) => issued.papers.find((paper) => paper.format === each) ?? [])
  return (
    <Card className="stack">
      <CardHead title={t('issue.issued')} note={t(`issue.${issued.visibility}`)} />
      <UnitName unit={issued.unit} small />
      <p>
        {t('issue.on', { day: format.dateTime(issued.at, 'day'), unit: issued.unit.name })}
        {issued.documentNumber ? ` · ${issued.documentNumber}` : ''}
      </p>
      <details className="signing-list">
        <summary>{`${t('issue.sentTo')} ${issued.to.length}`}</summary>
        <ul className="signing-to">
          {issued.to.map((name, index) => (
            <li key={index}>{name}</li>
          ))}
        </ul>
      </details>
      <div role="group" aria-label={t('issue.downloads')} className="row row-wrap">
        {papers.map((paper) => (
          <LinkButton
            external
            key={paper.format}
            icon="download"
            href={`/api/export/minutes/${meetingId}?format=${paper.format}`}
          >
            {formats(paper.format)}
          </LinkButton>
        ))}
      </div>
      <p className="fine">{t('issue.hint')}</p>
      {publicLink !== null && issued.visibility === 'public' ? (
        <div className="stack">
          <CopyField label={t('issue.publicLink')} value={publicLink} />
          <p className="fine">{t('issue.publicLinkHint')}</p>
        </div>
      ) : null}
      <details className="signing-list">
        <summary>{t('issue.sum')}</summary>
        <dl className="signing-sums">
          {papers.map((paper) => (
            <div key={paper.format}>
              <dt>{formats(paper.format)}</dt>
              <dd>
                <code className="signing-hash">{paper.sha256}</code>
              </dd>
            </div>
          ))}
        </dl>
        <LinkButton href="/verify" tone="quiet">
          {t('issue.check')}
        </LinkButton>
      </details>
    </Card>
  )
}
