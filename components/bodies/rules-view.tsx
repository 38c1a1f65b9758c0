import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { Badge } from '@/components/ui/badge'
import { UnitDot } from '@/components/ui/unit-tag'
import { daysBetween } from '@/server/action-items/model'
import type { Quorum, SeriesKind } from '@/server/bodies/contract'
import { nextDue, type Cadence } from '@/server/bodies/model'
import type { Office } from '@/server/people/contract'
import { UnitKind } from '@/server/rooms/contract'
import './bodies.css'

type Series = { id: string; kind: SeriesKind; name: string; cadence: Cadence | null; lastOn: string | null }
type Rules = {
  conveningOffice: Office | null
  conveningUnitId: string | null
  proposers: readonly Office[]
  quorums: Partial<Record<UnitKind, Quorum>>
  series: readonly Series[]
}

/** How often it meets, who convenes, how many must come, who may propose. An overdue series says so in words. */
export function RulesView({
  bodyId,
  rules,
  units,
  today,
}: {
  bodyId: string
  rules: Rules
  units: readonly { id: string; name: string }[]
  today: string
}) {
  const t = useTranslations('bodies.rules')
  const words = useTranslations('bodies')
  const kinds = useTranslations('units.kinds')
  const wanted = UnitKind.options.filter((kind) => rules.quorums[kind])
  const convening = [
    units.find(({ id }) => id === rules.conveningUnitId)?.name,
    rules.conveningOffice && words(`offices.${rules.conveningOffice}`),
  ].filter(Boolean)
  return (
    <section className="section" aria-labelledby="rules">
      <h2 className="subheading" id="rules">
        {t('title')}
      </h2>
      <dl className="body-facts">
        <div>
          <dt>{t('convening')}</dt>
          <dd>{convening.length > 0 ? convening.join(' · ') : t('notSet')}</dd>
        </div>
        <div>
          <dt>{t('proposers')}</dt>
          <dd>
            {rules.proposers.length === 0
              ? t('everybody')
              : rules.proposers.map((office) => words(`offices.${office}`)).join(t('comma'))}
          </dd>
        </div>
        <div>
          <dt>{t('quorum')}</dt>
          <dd className="row row-wrap">
            {wanted.length === 0 ? t('notSet') : null}
            {wanted.map((kind) => (
              <span key={kind} className="row">
                <UnitDot hue={kind} mark={kinds(`${kind}.mark`)} name={kinds(`${kind}.name`)} />
                {quorumWords(rules.quorums[kind]!, t)}
              </span>
            ))}
          </dd>
        </div>
      </dl>
      <ul className="list">
        {rules.series.map((each) => (
          <SeriesRow key={each.id} href={`/bodies/${bodyId}/series/${each.id}`} series={each} today={today} />
        ))}
      </ul>
    </section>
  )
}

const quorumWords = (quorum: Quorum, t: ReturnType<typeof useTranslations<'bodies.rules'>>) =>
  'count' in quorum
    ? t('atLeast', { count: quorum.count })
    : t('share', { share: `${quorum.numerator}/${quorum.denominator}` })

function SeriesRow({ href, series, today }: { href: string; series: Series; today: string }) {
  const t = useTranslations('bodies.rules')
  const day = useDay()
  const { cadence, lastOn } = series
  const late = cadence && lastOn ? daysBetween(nextDue(lastOn, cadence), today) : 0
  return (
    <li className="item">
      <span className="grow">
        <Link className="item-title" href={href}>
          {series.name}
        </Link>
        <span className="fine">
          {cadence ? t(cadence.unit, { every: cadence.every }) : t('asNeeded')}
          {lastOn ? ` · ${t('lastOn', { day: day(lastOn, 'day') })}` : ` · ${t('neverMet')}`}
        </span>
      </span>
      {late > 0 ? (
        <Badge tone="danger" icon="warn">
          {t('overdue', { days: late })}
        </Badge>
      ) : null}
      {cadence && lastOn && late <= 0 ? (
        <span className="fine">{t('nextDue', { day: day(nextDue(lastOn, cadence), 'day') })}</span>
      ) : null}
    </li>
  )
}
