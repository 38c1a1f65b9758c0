import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import type { FoundPerson } from '@/components/people/person-choices'
import { PersonSearch } from '@/components/people/person-finder'
import { Badge } from '@/components/ui/badge'
import { Empty } from '@/components/ui/empty'
import { termState } from '@/server/bodies/model'
import { NameDeputyForm } from './membership-forms'
import type { Action } from './term-fields'

type Deputy = { id: string; name: string; fromOn: string; untilOn: string | null; endedAt: Date | null }
type Props = {
  membership: { id: string; bodyId: string; deputies: readonly Deputy[] }
  today: string
  isEnded: boolean
  query: string
  found: readonly FoundPerson[]
  name: Action
  end: Action
}

/** Standing deputies of one member: who, until when, and the form to name another. */
export function Deputies({ membership, today, isEnded, query, found, name, end }: Props) {
  const t = useTranslations('bodies.membership')
  const words = useTranslations('bodies')
  const finder = useTranslations('people.finder')
  const day = useDay()
  return (
    <section className="section stack" aria-labelledby="deputies">
      <h2 className="subheading" id="deputies">
        {t('deputies')}
      </h2>
      <p className="meta">{t('deputiesText')}</p>
      {membership.deputies.length === 0 ? <p className="meta">{t('noDeputies')}</p> : null}
      <ul className="list">
        {membership.deputies.map((deputy) => {
          const state = termState({ ...deputy, isEnded: isEnded || deputy.endedAt !== null }, today)
          return (
            <li key={deputy.id} className="item">
              <span className="grow">
                <b className="item-title">{deputy.name}</b>
                <span className="fine">
                  {deputy.untilOn
                    ? words('termRange', { from: day(deputy.fromOn, 'day'), until: day(deputy.untilOn, 'day') })
                    : words('from', { day: day(deputy.fromOn, 'day') })}
                </span>
              </span>
              {state === 'over' ? (
                <Badge>{t('deputyOver')}</Badge>
              ) : (
                <OneButtonForm
                  action={end}
                  fields={{ deputyId: deputy.id }}
                  small
                  label={t('endDeputyOf', { name: deputy.name })}
                >
                  {t('endDeputy')}
                </OneButtonForm>
              )}
            </li>
          )
        })}
      </ul>
      {isEnded ? null : (
        <>
          <PersonSearch action={`/bodies/${membership.bodyId}/members/${membership.id}#deputies`} query={query} />
          {query !== '' && found.length === 0 ? (
            <Empty title={finder('nobody', { name: query })} text={finder('nobodyText')} />
          ) : null}
          {found.length > 0 ? (
            <NameDeputyForm action={name} membershipId={membership.id} people={found} today={today} />
          ) : null}
        </>
      )}
    </section>
  )
}
