import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { Badge } from '@/components/ui/badge'
import { daysBetween } from '@/server/action-items/model'
import { termState } from '@/server/bodies/model'
import type { Office } from '@/server/people/contract'

export type Member = {
  id: string
  name: string
  office: Office
  fromOn: string
  untilOn: string | null
  isEnded: boolean
  isDisabled: boolean
}

/** Who holds which office until when; a term that ends within 30 days is flagged in words. */
export function MemberRow({ member, today, href }: { member: Member; today: string; href: string | null }) {
  const t = useTranslations('bodies')
  const day = useDay()
  const state = termState(member, today)
  const { untilOn } = member
  return (
    <li className="member-row" data-term={state}>
      <span className="grow">
        {member.name} <span className="meta">{t(`offices.${member.office}`)}</span>{' '}
        <span className="fine">
          {member.isDisabled ? t('disabled') : null}
          {state === 'coming' ? t('from', { day: day(member.fromOn, 'day') }) : null}
          {state === 'over' ? t('ended', { day: day(untilOn!, 'day') }) : null}
          {state === 'running' && untilOn ? t('ends', { day: day(untilOn, 'day') }) : null}
        </span>
        {state === 'ending' ? (
          <Badge tone="warn" icon="clock">
            {t('endsSoon', { day: day(untilOn!, 'day'), days: daysBetween(today, untilOn!) })}
          </Badge>
        ) : null}
      </span>
      {href ? (
        <Link className="member-change" href={href} aria-label={t('changeOf', { name: member.name })}>
          {t('change')}
        </Link>
      ) : null}
    </li>
  )
}
