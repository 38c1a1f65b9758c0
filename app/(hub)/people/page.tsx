import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { invitePersonAction, makeLinkAction, resetFactorAction } from '@/app/(hub)/people/actions'
import { InviteForm } from '@/components/people/invite-form'
import { PeopleList } from '@/components/people/people-list'
import { LinkButton } from '@/components/ui/link-button'
import { can } from '@/server/access'
import { listBodies, listUnits } from '@/server/bodies/read'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'
import { listPeople } from '@/server/people/read'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people'))('title') }
}

export default async function PeoplePage() {
  const { person } = await requirePerson('/people')
  const { countyId } = person
  const [t, words, people, bodies] = await Promise.all([
    getTranslations('people'),
    getTranslations('people-import'),
    listPeople(db(), person, clock.now()),
    listBodies(db(), person),
  ])
  const mayManage = can(person, 'people.manage', { kind: 'county', countyId })
  const mayReset = can(person, 'people.reset-factor', { kind: 'county', countyId })
  const mayInvite = can(person, 'people.invite', { kind: 'county', countyId })
  const managed = bodies.filter((body) => can(person, 'body.manage', { kind: 'body', countyId, bodyId: body.id }))
  const units = mayManage ? await Promise.all(managed.map((body) => listUnits(db(), person, body.id))) : []
  const places = units.flatMap((list, at) =>
    list.map((unit) => ({
      value: `${managed[at]!.id} ${unit.id}`,
      label: managed.length > 1 ? `${unit.name} · ${managed[at]!.name}` : unit.name,
    })),
  )
  return (
    <div className="page page-wide">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">
          {t('lead')} {t('count', { count: people.length })}
        </p>
        {can(person, 'people.import', { kind: 'county', countyId }) ? (
          <LinkButton href="/people/import" icon="upload" className="push">
            {words('open')}
          </LinkButton>
        ) : null}
        {mayInvite ? (
          <LinkButton href="/people/invitations" icon="qr">
            {t('invitations.open')}
          </LinkButton>
        ) : null}
      </div>
      <div className={mayManage ? 'people-cols' : undefined}>
        <PeopleList
          action={mayManage ? makeLinkAction : null}
          resetFactor={mayReset ? resetFactorAction : null}
          people={people.map((each) => ({
            id: each.id,
            name: each.name,
            logins: each.logins,
            roles: each.adminRoles,
            hasSecondFactor: each.hasSecondFactor,
            standing: each.standing,
            places: each.seats.map((seat) => ({ office: seat.office, unit: seat.unit.name })),
          }))}
        />
        {mayManage ? <InviteForm action={invitePersonAction} places={places} /> : null}
      </div>
    </div>
  )
}
