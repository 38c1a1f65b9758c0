import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { FilesFold } from '@/components/files/files-fold'
import { TopicDoor } from '@/components/topics/topic-door'
import { TopicFilter } from '@/components/topics/topic-filter'
import { TopicCard } from '@/components/topics/topic-card'
import { Count } from '@/components/ui/count'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { db } from '@/server/db'
import { listFiles } from '@/server/files/read'
import { requirePerson } from '@/server/people/current-actor'
import { can } from '@/server/access'
import { listBodies } from '@/server/bodies/read'
import { shareOrigin } from '@/server/origin'
import { drawQr } from '@/server/qr'
import { TopicQuery, TopicState } from '@/server/topics/contract'
import { countTopics, listTopics, listTopicUnits } from '@/server/topics/read'
import { readTopicDoor } from '@/server/topics/set-door'
import { fileActions } from '@/app/(hub)/files/file-actions'
import { setTopicDoorAction, setTopicStateAction } from '@/app/(hub)/topics/actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('topics'))('title') }
}

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function TopicsPage({ searchParams }: { searchParams: Search }) {
  const { person } = await requirePerson('/topics')
  const { countyId } = person
  const query = TopicQuery.parse(await searchParams)
  const [t, topics, counts, units, bodies] = await Promise.all([
    getTranslations('topics'),
    listTopics(db(), person, query),
    countTopics(db(), person),
    listTopicUnits(db(), person),
    listBodies(db(), person),
  ])
  const hasAny = Object.keys(counts).length > 0
  const doors = await Promise.all(
    bodies
      .filter(({ id: bodyId }) => can(person, 'topic.manage', { kind: 'body', countyId, bodyId }))
      .map(async (body) => ({ body, door: await readTopicDoor(db(), countyId, body.id) })),
  )
  const [files, attached] = await Promise.all([
    getTranslations('files'),
    listFiles(
      db(),
      person,
      'topic',
      topics.map((topic) => topic.id),
    ),
  ])
  const propose = (
    <LinkButton href="/topics/new" icon="plus" tone="primary">
      {t('propose')}
    </LinkButton>
  )
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{t('lead')}</p>
        <span className="push">{hasAny ? propose : null}</span>
      </div>
      {hasAny ? <TopicFilter key={JSON.stringify(query)} query={query} counts={counts} units={units} /> : null}
      {topics.length === 0 ? (
        <Empty title={t(hasAny ? 'filter.none' : 'empty')} text={t(hasAny ? 'filter.noneText' : 'emptyText')}>
          {hasAny ? null : propose}
        </Empty>
      ) : (
        TopicState.options
          .map((state) => ({ state, here: topics.filter((topic) => topic.state === state) }))
          .filter(({ here }) => here.length > 0)
          .map(({ state, here }) => (
            <section className="section" key={state} aria-labelledby={`topics-${state}`}>
              <div className="page-head">
                <h2 className="subheading" id={`topics-${state}`}>
                  {t(`states.${state}`)}
                </h2>
                <Count value={here.length} />
              </div>
              <ul>
                {here.map((topic) => (
                  <TopicCard key={`${topic.id}${topic.state}`} topic={topic} action={setTopicStateAction}>
                    <FilesFold
                      title={files('attachments')}
                      place={{ kind: 'topic', id: topic.id }}
                      here={attached.get(topic.id)}
                      actions={fileActions}
                    />
                  </TopicCard>
                ))}
              </ul>
            </section>
          ))
      )}
      {doors.map(({ body, door }) => {
        const url = door?.isOpen ? `${shareOrigin()}/p/${door.code}` : null
        return (
          <section className="section" key={body.id} aria-labelledby={`door-${body.id}`}>
            <h2 className="subheading" id={`door-${body.id}`}>
              {doors.length > 1 ? `${t('door.title')} · ${body.name}` : t('door.title')}
            </h2>
            <TopicDoor bodyId={body.id} open={url ? { url, qr: drawQr(url) } : null} action={setTopicDoorAction} />
          </section>
        )
      })}
    </div>
  )
}
