import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { Badge } from '@/components/ui/badge'
import { LinkButton } from '@/components/ui/link-button'

type Props = {
  body: { name: string; level: 'county' | 'school'; establishedOn: string | null }
  evidence: { evidence: string; evidenceNumber: string | null }
  /** For whoever may edit it. */
  editAt: string | null
}

/** Its name, level, and since when with what shows it; without a date it does not count as established. */
export function BodyHead({ body, evidence, editAt }: Props) {
  const t = useTranslations('bodies')
  const day = useDay()
  const { establishedOn } = body
  return (
    <div className="page-head">
      <div className="grow">
        <h1 className="title">{body.name}</h1>
        <p className="meta">
          <Badge tone="line">{t(`level.${body.level}`)}</Badge>{' '}
          {establishedOn ? t('established', { day: day(establishedOn, 'day') }) : null}
          {establishedOn ? null : (
            <Badge tone="warn" icon="warn">
              {t('undatedLong')}
            </Badge>
          )}
          {evidence.evidence ? ` · ${evidence.evidence}` : ''}
          {evidence.evidenceNumber ? ` · ${evidence.evidenceNumber}` : ''}
        </p>
      </div>
      {editAt ? (
        <LinkButton href={editAt} icon="edit">
          {t('edit.open')}
        </LinkButton>
      ) : null}
    </div>
  )
}
