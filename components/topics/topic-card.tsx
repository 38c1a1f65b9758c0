import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { UnitName } from '@/components/action-items/unit-name'
import { Badge } from '@/components/ui/badge'
import { Notice } from '@/components/ui/notice'
import type { FormState } from '@/server/forms/contract'
import type { UnitView } from '@/server/rooms/contract'
import type { TopicState, TopicTag } from '@/server/topics/contract'
import { nextTopicStates } from '@/server/topics/model'
import { TopicActs } from './topic-acts'
import './topics.css'

export type TopicFacts = {
  id: string
  title: string
  problem: string
  facts: string
  wish: string
  state: TopicState
  parkedReason: string | null
  createdAt: Date
  unit: UnitView | null
  isPublic: boolean
  tags: readonly TopicTag[]
  sittings: readonly { meetingId: string; title: string; position: number }[]
  mayManage: boolean
}
type Action = (before: FormState, data: FormData) => Promise<FormState>

/** One problem with everything said about it, and where it has been. `children`: what is attached. */
export function TopicCard({ topic, action, children }: { topic: TopicFacts; action: Action; children?: ReactNode }) {
  const t = useTranslations('topics')
  const format = useFormatter()
  return (
    <li className="topic" data-unit={topic.unit?.kind}>
      <h3>
        <Link href={`/topics/${topic.id}`}>{topic.title}</Link>
      </h3>
      <div className="row row-wrap meta">
        {topic.unit ? <UnitName unit={topic.unit} small /> : <span>{t(topic.isPublic ? 'publicBy' : 'byNobody')}</span>}
        <span>{format.dateTime(topic.createdAt, 'day')}</span>
        {topic.tags.map((tag) => (
          <Badge key={tag} tone="line">
            {t(`tags.${tag}`)}
          </Badge>
        ))}
        {topic.sittings.map((sitting) => (
          <Link key={sitting.meetingId} href={`/meetings/${sitting.meetingId}`}>
            {t('sitting', { meeting: sitting.title, position: sitting.position })}
          </Link>
        ))}
      </div>
      {topic.parkedReason ? (
        <Notice title={t('parkedBecause')} icon="clock">
          {topic.parkedReason}
        </Notice>
      ) : null}
      <p className="pre-line">{topic.problem}</p>
      <details>
        <summary>{t('more')}</summary>
        <dl>
          {(['facts', 'wish'] as const).map((part) => (
            <div key={part}>
              <dt>{t(part)}</dt>
              <dd className="pre-line">{topic[part] || t('none')}</dd>
            </div>
          ))}
        </dl>
      </details>
      {children}
      {topic.mayManage && nextTopicStates(topic.state).length > 0 ? (
        <TopicActs id={topic.id} state={topic.state} next={nextTopicStates(topic.state)} action={action} />
      ) : null}
    </li>
  )
}
