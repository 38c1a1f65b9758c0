import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { FilesFold } from '@/components/files/files-fold'
import { TopicCard } from '@/components/topics/topic-card'
import { Count } from '@/components/ui/count'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { db } from '@/server/db'
import { listFiles } from '@/server/files/read'
import { requirePerson } from '@/server/people/current-actor'
import { TopicState } from '@/server/topics/contract'
import { listTopics } from '@/server/topics/read'
import { fileActions } from '@/app/(hub)/files/file-actions'
import { setTopicStateAction } from '@/app/(hub)/topics/actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('topics'))('title') }
}

export default async function TopicsPage() {
  const { person } = await requirePerson('/topics')
  const [t, topics] = await Promise.all([getTranslations('topics'), listTopics(db(), person)])
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
        <span className="push">{topics.length > 0 ? propose : null}</span>
      </div>
      {topics.length === 0 ? (
        <Empty title={t('empty')} text={t('emptyText')}>
          {propose}
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
    </div>
  )
}
