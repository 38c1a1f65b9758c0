import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { Badge, type BadgeTone } from '@/components/ui/badge'
import type { IconName } from '@/components/ui/icon'
import { Table } from '@/components/ui/table'

export type Place = {
  id: string
  kind: 'county' | 'township' | 'school'
  code: string | null
  name: string
  parent: string | null
  body: { id: string; name: string } | null
  isNoted: boolean
  establishedOn: string | null
  evidence: string
  evidenceNumber: string | null
  standing: 'dated' | 'undated' | 'none'
}

const looks: Record<Place['standing'], { tone: BadgeTone; icon?: IconName }> = {
  dated: { tone: 'good', icon: 'check' },
  undated: { tone: 'warn', icon: 'warn' },
  none: { tone: 'line' },
}

export function Places({ places, mayManage }: { places: readonly Place[]; mayManage: boolean }) {
  const t = useTranslations('register')
  const day = useDay()
  return (
    <Table
      caption={t('places')}
      rows={places}
      rowKey={(place) => place.id}
      columns={[
        {
          key: 'name',
          head: t('columns.name'),
          cell: (place) => (
            <>
              {mayManage ? (
                <Link className="item-title" href={`/bodies/register/${place.id}`}>
                  {place.name}
                </Link>
              ) : (
                <b className="item-title">{place.name}</b>
              )}
              <span className="fine">{[place.code, place.parent].filter(Boolean).join(' · ')}</span>
            </>
          ),
        },
        {
          key: 'standing',
          head: t('columns.standing'),
          cell: (place) => <Badge {...looks[place.standing]}>{t(`standings.${place.standing}`)}</Badge>,
        },
        {
          key: 'since',
          head: t('columns.establishedOn'),
          cell: (place) => (
            <span className="place-since">{place.establishedOn ? day(place.establishedOn, 'day') : ''}</span>
          ),
        },
        {
          key: 'body',
          head: t('columns.body'),
          cell: (place) => (
            <>
              {place.body?.name ?? (place.isNoted ? t('noted') : '')}
              <span className="fine block">{[place.evidence, place.evidenceNumber].filter(Boolean).join(' · ')}</span>
            </>
          ),
        },
      ]}
    />
  )
}
