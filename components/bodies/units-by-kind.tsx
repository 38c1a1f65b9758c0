import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { UnitDot } from '@/components/ui/unit-tag'
import { termState } from '@/server/bodies/model'
import { UnitKind } from '@/server/rooms/contract'
import { MemberRow, type Member } from './member-row'
import './bodies.css'

export type UnitBlock = { id: string; name: string; kind: UnitKind; isLead: boolean; members: readonly Member[] }

type Props = {
  units: readonly UnitBlock[]
  today: string
  /** The body's address, for whoever may change units and offices. */
  manageAt: string | null
}

/** The units of a body under their five kinds, with who holds which office until when. */
export function UnitsByKind({ units, today, manageAt }: Props) {
  const t = useTranslations('bodies')
  const kinds = useTranslations('units.kinds')
  return (
    <div className="kinds">
      {UnitKind.options.map((kind) => {
        const here = units.filter((unit) => unit.kind === kind)
        return (
          <section key={kind} className="kind" data-unit={kind} aria-labelledby={`kind-${kind}`}>
            <h3 id={`kind-${kind}`} className="row">
              <UnitDot hue={kind} mark={kinds(`${kind}.mark`)} name={kinds(`${kind}.name`)} /> {kinds(`${kind}.name`)}
              <span className="fine push">{t('unitsCount', { count: here.length })}</span>
            </h3>
            {here.length === 0 ? <p className="meta">{t('noUnits')}</p> : null}
            {here.map((unit) => (
              <UnitMembers key={unit.id} unit={unit} today={today} manageAt={manageAt} />
            ))}
          </section>
        )
      })}
    </div>
  )
}

function UnitMembers({ unit, today, manageAt }: { unit: UnitBlock } & Omit<Props, 'units'>) {
  const t = useTranslations('bodies')
  const [past, now] = [true, false].map((isOver) =>
    unit.members.filter((member) => (termState(member, today) === 'over') === isOver),
  ) as [Member[], Member[]]
  const row = (member: Member) => (
    <MemberRow key={member.id} member={member} today={today} href={manageAt && `${manageAt}/members/${member.id}`} />
  )
  return (
    <div className="unit-block">
      <div className="row">
        <b className="grow">
          {unit.name} {unit.isLead ? <Badge tone="line">{t('leadUnit')}</Badge> : null}
        </b>
        {manageAt ? (
          <Link
            className="member-change"
            href={`${manageAt}/units/${unit.id}`}
            aria-label={t('unitOf', { name: unit.name })}
          >
            {t('unitEdit')}
          </Link>
        ) : null}
      </div>
      {now.length === 0 ? <span className="fine">{t('noMembers')}</span> : <ul>{now.map(row)}</ul>}
      {past.length > 0 ? (
        <details>
          <summary className="fine">{t('past', { count: past.length })}</summary>
          <ul>{past.map(row)}</ul>
        </details>
      ) : null}
    </div>
  )
}
