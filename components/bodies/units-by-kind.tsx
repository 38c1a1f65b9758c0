import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { Badge } from '@/components/ui/badge'
import { UnitDot } from '@/components/ui/unit-tag'
import { UnitKind } from '@/server/rooms/contract'
import './bodies.css'

type Office = 'convenor' | 'deputy-convenor' | 'member' | 'liaison' | 'secretary' | 'observer'
export type UnitBlock = {
  id: string
  name: string
  kind: UnitKind
  isLead: boolean
  members: readonly { personId: string; name: string; office: Office; untilOn: string | null; isDisabled: boolean }[]
}

/** The units of a body under their five kinds, with who holds which office until when. */
export function UnitsByKind({ units, today }: { units: readonly UnitBlock[]; today: string }) {
  const t = useTranslations('bodies')
  const kinds = useTranslations('units.kinds')
  const day = useDay()
  const term = (until: string | null) =>
    until === null ? '' : until < today ? t('ended', { day: day(until, 'day') }) : t('ends', { day: day(until, 'day') })
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
              <div key={unit.id} className="unit-block">
                <b>
                  {unit.name} {unit.isLead ? <Badge tone="line">{t('leadUnit')}</Badge> : null}
                </b>
                {unit.members.length === 0 ? (
                  <span className="fine">{t('noMembers')}</span>
                ) : (
                  <ul>
                    {unit.members.map((member) => (
                      <li key={`${member.personId}${member.office}`}>
                        {member.name} <span className="meta">{t(`offices.${member.office}`)}</span>{' '}
                        <span className="fine">{member.isDisabled ? t('disabled') : term(member.untilOn)}</span>
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            ))}
          </section>
        )
      })}
    </div>
  )
}
