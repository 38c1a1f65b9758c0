import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Timeline } from '@/components/ui/timeline'
import type { TopicChangeKind } from '@/server/topics/contract'

type Sitting = {
  agendaItemId: string
  meetingId: string
  title: string
  issueNumber: number
  startsAt: Date
  position: number
  decisions: readonly { id: string; kind: string; text: string }[]
  items: readonly { id: string; number: number; title: string; state: string }[]
}

/** Each sitting at which it stood, with what was decided and what somebody was given to do. */
export function TopicLife({ life }: { life: readonly Sitting[] }) {
  const t = useTranslations('topics')
  const states = useTranslations('action-items.states')
  const format = useFormatter()
  if (life.length === 0) return <p className="meta">{t('page.noLife')}</p>
  return (
    <ol className="topic-life">
      {life.map((sitting) => (
        <li key={sitting.agendaItemId}>
          <span className="meta">{format.dateTime(sitting.startsAt, 'day')}</span>
          <Link className="item-title" href={`/meetings/${sitting.meetingId}`}>
            {t('page.sitting', { meeting: sitting.title, issue: sitting.issueNumber, position: sitting.position })}
          </Link>
          {sitting.decisions.length > 0 ? (
            <ul aria-label={t('page.decisions')}>
              {sitting.decisions.map((decision) => (
                <li key={decision.id}>
                  <Badge tone="line" icon="decision">
                    {t(`decisionKinds.${decision.kind as 'decided'}`)}
                  </Badge>{' '}
                  {decision.text}
                </li>
              ))}
            </ul>
          ) : null}
          {sitting.items.length > 0 ? (
            <ul aria-label={t('page.items')}>
              {sitting.items.map((item) => (
                <li key={item.id}>
                  <Link href={`/action-items/${item.id}`}>
                    {t('page.item', { number: item.number, title: item.title })}
                  </Link>{' '}
                  <Badge>{states(item.state as 'todo')}</Badge>
                </li>
              ))}
            </ul>
          ) : null}
        </li>
      ))}
    </ol>
  )
}

type Change = {
  id: string
  kind: TopicChangeKind
  word: string
  before: Record<string, string | string[] | null> | null
  byName: string | null
  other: { id: string; title: string } | null
  meeting: { id: string; title: string } | null
  at: Date
}

/** What happened to it, newest first; of an edit also what stood there before. */
export function TopicChanges({ changes, proposer }: { changes: readonly Change[]; proposer: string | null }) {
  const t = useTranslations('topics')
  const format = useFormatter()
  const wordsOf = (name: string, value: string | string[] | null) =>
    name === 'tags'
      ? [value]
          .flat()
          .map((tag) => t(`tags.${tag as 'moral'}`))
          .join(' ')
      : String(value ?? '')
  return (
    <Timeline
      moments={changes.map((change) => ({
        key: change.id,
        icon: change.kind === 'resolved' ? 'st-done' : change.kind === 'parked' ? 'clock' : 'st-doing',
        when: t(`changes.${change.kind}`),
        what: (
          <span className="meta">
            {t('page.by', {
              name: change.byName ?? (change.kind === 'proposed' ? (proposer ?? t('publicBy')) : t('page.house')),
              when: format.dateTime(change.at, 'dayTime'),
            })}
          </span>
        ),
        note: (
          <>
            {change.other ? (
              <Link className="block" href={`/topics/${change.other.id}`}>
                {change.other.title}
              </Link>
            ) : null}
            {change.meeting ? (
              <Link className="block" href={`/meetings/${change.meeting.id}`}>
                {change.meeting.title}
              </Link>
            ) : null}
            {change.word ? <span className="block pre-line">{change.word}</span> : null}
            {change.before ? (
              <details>
                <summary>{t('page.before')}</summary>
                {Object.entries(change.before).map(([name, value]) => (
                  <p className="pre-line" key={name}>
                    {wordsOf(name, value)}
                  </p>
                ))}
              </details>
            ) : null}
          </>
        ),
      }))}
    />
  )
}

const way = ['proposed', 'accepted', 'scheduled', 'discussed', 'resolved'] as const

/** How far it has come. Parked and merged stand beside the way and say so. */
export function TopicWay({ state }: { state: string }) {
  const t = useTranslations('topics')
  const at = way.indexOf(state as (typeof way)[number])
  return (
    <ol className="topic-way" aria-label={t('page.step')}>
      {way.map((step, index) => (
        <li key={step} data-done={index <= at || undefined} aria-current={index === at ? 'step' : undefined}>
          {t(`states.${step}`)}
        </li>
      ))}
      {at === -1 ? (
        <li data-aside aria-current="step">
          {t(`states.${state as 'parked'}`)}
        </li>
      ) : null}
    </ol>
  )
}
