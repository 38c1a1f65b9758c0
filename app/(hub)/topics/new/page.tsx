import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TopicForm } from '@/components/topics/topic-form'
import { Empty } from '@/components/ui/empty'
import { proposeTopicAction } from '@/app/(hub)/topics/actions'
import { can } from '@/server/access'
import { listBodies, listUnits } from '@/server/bodies/read'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('topics'))('propose') }
}

export default async function NewTopicPage() {
  const { person } = await requirePerson('/topics/new')
  const { countyId } = person
  const [t, bodies] = await Promise.all([getTranslations('topics.form'), listBodies(db(), person)])
  const open = bodies.filter(({ id: bodyId, proposers }) =>
    can(person, 'topic.propose', { kind: 'body', countyId, bodyId, proposers }),
  )
  const units = await Promise.all(open.map((body) => listUnits(db(), person, body.id)))
  const places = open.flatMap((body, at) =>
    units[at]!.filter((unit) =>
      person.memberships.some(
        (place) => place.bodyId === body.id && (place.unitId === unit.id || place.office === 'secretary'),
      ),
    ).map((unit) => ({
      value: `${body.id} ${unit.id}`,
      label: open.length > 1 ? `${unit.name} · ${body.name}` : unit.name,
    })),
  )
  return (
    <div className="page page-narrow">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
      </div>
      {places.length === 0 ? (
        <Empty title={t('cannot')} text={t('cannotText')} />
      ) : (
        <TopicForm
          action={proposeTopicAction}
          places={places}
          mayKeepChildName={can(person, 'child-name.keep', { kind: 'county', countyId })}
        />
      )}
    </div>
  )
}
