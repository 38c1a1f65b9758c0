import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { makeLinkAction, makeSheetAction, revokeInvitationAction } from '@/app/(hub)/people/actions'
import { InvitationList } from '@/components/people/invitation-list'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { can } from '@/server/access'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'
import { listPeople } from '@/server/people/read'
import { listInvitations } from '@/server/people/read-invitations'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people'))('invitations.title') }
}

export default async function InvitationsPage() {
  const { person } = await requirePerson('/people/invitations')
  const t = await getTranslations('people.invitations')
  const back = (
    <LinkButton href="/people" icon="left">
      {t('back')}
    </LinkButton>
  )
  if (!can(person, 'people.invite', { kind: 'county', countyId: person.countyId }))
    return (
      <div className="page page-narrow stack">
        <h1 className="title">{t('title')}</h1>
        <Notice>{t('notAllowed')}</Notice>
        {back}
      </div>
    )
  const at = clock.now()
  const [format, invitations, people] = await Promise.all([
    getFormatter(),
    listInvitations(db(), person, at),
    listPeople(db(), person, at),
  ])
  const units = new Map(people.map(({ id, seats }) => [id, seats.map((seat) => seat.unit.name)]))
  const day = (date: Date) => format.dateTime(date, 'day')
  return (
    <div className="page page-wide stack">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{t('lead')}</p>
        {back}
      </div>
      {invitations.length === 0 ? (
        <Empty title={t('empty')} text={t('emptyText')}>
          {back}
        </Empty>
      ) : (
        <InvitationList
          resend={makeLinkAction}
          revoke={revokeInvitationAction}
          makeSheet={makeSheetAction}
          invitations={invitations.map((each) => ({
            personId: each.personId,
            name: each.name,
            email: each.email,
            places: [...(units.get(each.personId) ?? []), ...(each.email ? [each.email] : [])],
            state: each.link?.state ?? 'none',
            madeOn: each.link && day(each.link.madeAt),
            expiresOn: each.link && day(each.link.expiresAt),
            usedOn: each.link?.usedAt ? day(each.link.usedAt) : null,
            mail: each.mail && { state: each.mail.state, tries: each.mail.tries },
          }))}
        />
      )}
    </div>
  )
}
