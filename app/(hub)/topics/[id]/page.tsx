import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { orNotFound } from '@/app/(hub)/bodies/read-managed'
import { fileActions } from '@/app/(hub)/files/file-actions'
import {
  editTopicAction,
  mergeTopicsAction,
  scheduleTopicAction,
  setTopicStateAction,
} from '@/app/(hub)/topics/actions'
import { UnitName } from '@/components/action-items/unit-name'
import { FilesPanel } from '@/components/files/files-panel'
import { EditTopic } from '@/components/topics/edit-topic'
import { ScheduleForm } from '@/components/topics/schedule-form'
import { MergeForm } from '@/components/topics/merge-form'
import { TopicActs } from '@/components/topics/topic-acts'
import { TopicChanges, TopicLife, TopicWay } from '@/components/topics/topic-life'
import '@/components/topics/topics.css'
import { Badge } from '@/components/ui/badge'
import { Notice } from '@/components/ui/notice'
import { can } from '@/server/access'
import { db } from '@/server/db'
import { listFiles } from '@/server/files/read'
import { TopicId } from '@/server/ids'
import { listMeetings } from '@/server/meetings/read'
import { requirePerson } from '@/server/people/current-actor'
import { mayMerge, mayStandOnAgenda, mayTakeIn, nextTopicStates } from '@/server/topics/model'
import { listTopics, readTopic } from '@/server/topics/read'

type Params = Promise<{ id: string }>

const read = cache(async (text: string) => {
  const id = TopicId.safeParse(text)
  if (!id.success) notFound()
  const { person } = await requirePerson(`/topics/${id.data}`)
  return { person, topic: await orNotFound(readTopic(db(), person, id.data)) }
})

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: (await read((await params).id)).topic.title }
}

export default async function TopicPage({ params }: { params: Params }) {
  const [{ person, topic }, t, format] = await Promise.all([
    read((await params).id),
    getTranslations('topics'),
    getFormatter(),
  ])
  const next = topic.mayManage ? nextTopicStates(topic.state) : []
  const isMergeable = topic.mayManage && mayMerge(topic.state)
  const isSchedulable = topic.mayManage && mayStandOnAgenda(topic.state)
  const [files, attached, others, coming] = await Promise.all([
    getTranslations('files'),
    listFiles(db(), person, 'topic', [topic.id]),
    isMergeable ? listTopics(db(), person) : [],
    isSchedulable ? listMeetings(db(), person) : [],
  ])
  const sittings = coming.filter(
    (meeting) =>
      meeting.bodyId === topic.bodyId &&
      meeting.state !== 'ended' &&
      meeting.mayManage &&
      !topic.sittings.some((sitting) => sitting.meetingId === meeting.id),
  )
  const here = attached.get(topic.id)
  const items = topic.life.flatMap((sitting) => sitting.items)
  const isAllDone =
    topic.state === 'discussed' && items.length > 0 && items.every((item) => ['done', 'stopped'].includes(item.state))
  const proposer = topic.isPublic && topic.proposer ? t('publicName', { name: topic.proposer }) : topic.proposer
  return (
    <div className="page">
      <header>
        <p className="meta">{topic.bodyName}</p>
        <h1 className="title">{topic.title}</h1>
        <div className="row row-wrap meta">
          {topic.unit ? (
            <UnitName unit={topic.unit} small />
          ) : (
            <span>{t(topic.isPublic ? 'publicBy' : 'byNobody')}</span>
          )}
          {proposer ? <span>{proposer}</span> : null}
          <span>{format.dateTime(topic.createdAt, 'day')}</span>
          {topic.tags.map((tag) => (
            <Badge key={tag} tone="line">
              {t(`tags.${tag}`)}
            </Badge>
          ))}
        </div>
        <TopicWay state={topic.state} />
      </header>
      {topic.parkedReason ? (
        <Notice title={t('parkedBecause')} icon="clock">
          {topic.parkedReason}
        </Notice>
      ) : null}
      {topic.mergedInto ? (
        <Notice icon="link">
          <Link href={`/topics/${topic.mergedInto.id}`}>{t('page.mergedInto', { title: topic.mergedInto.title })}</Link>
        </Notice>
      ) : null}
      {isAllDone && topic.mayManage ? (
        <Notice tone="good" title={t('page.allDone')}>
          {t('page.allDoneText', { count: items.length })}
        </Notice>
      ) : null}
      <dl className="topic-words">
        {(['problem', 'facts', 'wish'] as const).map((part) => (
          <div key={part}>
            <dt>{t(part)}</dt>
            <dd className="pre-line">{topic[part] || t('none')}</dd>
          </div>
        ))}
      </dl>
      {topic.mayEdit ? (
        <EditTopic
          action={editTopicAction}
          topic={topic}
          mayKeepChildName={can(person, 'child-name.keep', { kind: 'county', countyId: person.countyId })}
        />
      ) : null}
      {here && (here.files.length > 0 || here.mayAdd) ? (
        <section className="section" aria-labelledby="attachments">
          <h2 className="subheading" id="attachments">
            {t('page.attachments')}
          </h2>
          <FilesPanel
            place={{ kind: 'topic', id: topic.id }}
            files={here.files}
            mayAdd={here.mayAdd}
            actions={fileActions}
            empty={files('empty')}
          />
        </section>
      ) : null}
      {next.length > 0 || isMergeable ? (
        <section className="section" aria-labelledby="acts">
          <h2 className="subheading" id="acts">
            {t('page.acts')}
          </h2>
          <div className="topic">
            <TopicActs
              key={topic.state}
              id={topic.id}
              state={topic.state}
              next={next}
              action={setTopicStateAction}
              withWord
            />
            {isSchedulable ? (
              <ScheduleForm
                action={scheduleTopicAction}
                id={topic.id}
                sittings={sittings.map((meeting) => ({
                  value: meeting.id,
                  label: `${meeting.title} · ${format.dateTime(meeting.startsAt, 'day')}`,
                }))}
              />
            ) : null}
            {isMergeable ? (
              <MergeForm
                action={mergeTopicsAction}
                id={topic.id}
                others={others
                  .filter((each) => each.id !== topic.id && each.bodyId === topic.bodyId && mayTakeIn(each.state))
                  .map((each) => ({ value: each.id, label: each.title }))}
              />
            ) : null}
          </div>
        </section>
      ) : null}
      <section className="section" aria-labelledby="life">
        <h2 className="subheading" id="life">
          {t('page.life')}
        </h2>
        <TopicLife life={topic.life} />
      </section>
      {topic.tookIn.length > 0 ? (
        <section className="section" aria-labelledby="took-in">
          <h2 className="subheading" id="took-in">
            {t('page.tookIn')}
          </h2>
          <ul>
            {topic.tookIn.map((each) => (
              <li key={each.id}>
                <Link className="item-title" href={`/topics/${each.id}`}>
                  {each.title}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section className="section" aria-labelledby="changes">
        <h2 className="subheading" id="changes">
          {t('page.changes')}
        </h2>
        <TopicChanges changes={topic.changes} proposer={proposer} />
      </section>
    </div>
  )
}
