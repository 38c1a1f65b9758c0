import { useFormatter, useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { Badge } from '@/components/ui/badge'
import { Notice } from '@/components/ui/notice'
import { daysBetween } from '@/server/action-items/model'
import { termState } from '@/server/bodies/model'
import type { Office } from '@/server/people/contract'
import { ChangeMembershipForm, EndMembershipForm, type CurrentMembership } from './membership-forms'
import type { Action } from './term-fields'

type Membership = {
  id: string
  version: number
  unit: { id: string; name: string }
  office: Office
  fromOn: string
  untilOn: string | null
  endedAt: Date | null
  endReason: string | null
  changed: { at: Date; by: string | null } | null
}
type Props = {
  membership: Membership
  units: readonly { id: string; name: string }[]
  today: string
  isEnded: boolean
  change: Action
  end: Action
}

/** One office of one person: what stands, who wrote it, and the forms to change or end it. */
export function MembershipView({ membership, units, today, isEnded, change, end }: Props) {
  const t = useTranslations('bodies.membership')
  const words = useTranslations('bodies')
  const format = useFormatter()
  const day = useDay()
  const { office, unit, fromOn, untilOn, changed } = membership
  const state = termState({ fromOn, untilOn, isEnded }, today)
  const term =
    untilOn === null
      ? words('from', { day: day(fromOn, 'day') })
      : words('termRange', { from: day(fromOn, 'day'), until: day(untilOn, 'day') })
  const stands = t('stands', { office: words(`offices.${office}`), unit: unit.name, term })
  const byWhom = changed
    ? t('changedBy', { name: changed.by ?? t('terminal'), when: format.dateTime(changed.at, 'dayTime') })
    : ''
  const current: CurrentMembership = {
    id: membership.id,
    version: membership.version,
    unitId: unit.id,
    office,
    fromOn,
    untilOn,
    asWords: [stands, byWhom].filter(Boolean).join(' '),
  }
  return (
    <>
      <p className="meta">
        {stands}{' '}
        {state === 'ending' ? (
          <Badge tone="warn" icon="clock">
            {words('endsSoon', { day: day(untilOn!, 'day'), days: daysBetween(today, untilOn!) })}
          </Badge>
        ) : null}
        {byWhom ? <span className="fine block">{byWhom}</span> : null}
      </p>
      {isEnded ? (
        <Notice tone="info" title={t('ended', { when: format.dateTime(membership.endedAt!, 'dayTime') })} live>
          {t('endedBecause', { reason: membership.endReason ?? '' })}
        </Notice>
      ) : (
        <>
          <ChangeMembershipForm
            action={change}
            current={current}
            units={units.map(({ id: value, name: label }) => ({ value, label }))}
          />
          <EndMembershipForm action={end} current={current} />
        </>
      )}
    </>
  )
}
