import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { Badge } from '@/components/ui/badge'
import { Empty } from '@/components/ui/empty'
import type { FormState } from '@/server/forms/contract'
import type { QuorumState } from '@/server/quorum/model'
import type { VoteSummary } from '@/server/votes/contract'
import { QuorumList } from './quorum-picture'
import { VoteResultView } from './vote-result'
import { useVoteWords } from './vote-words'
import './votes.css'

type ListedVote = VoteSummary & {
  itemPosition: number
  itemTitle: string
  cast: number
  entitled: number
  quorum: QuorumState | null
}
type Props = {
  meeting: { id: string; title: string; timeZone: string }
  votes: readonly ListedVote[]
  /** Null for whoever does not run the sitting. */
  action: ((before: FormState, data: FormData) => Promise<FormState>) | null
}

/** Every vote of a sitting: the picture first, the table of its numbers below. */
export function MeetingVotes({ meeting, votes, action }: Props) {
  const t = useTranslations('votes')
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">
          <Link href={`/meetings/${meeting.id}`}>{meeting.title}</Link>
        </p>
      </div>
      <p className="meta">{t('page.lead')}</p>
      {votes.length === 0 ? <Empty title={t('page.none')} text={t('page.noneText')} /> : null}
      <div className="votes-list">
        {votes.map((vote) => (
          <OneVote key={vote.id} vote={vote} meeting={meeting} action={action} />
        ))}
      </div>
    </div>
  )
}

function OneVote({ vote, meeting, action }: { vote: ListedVote } & Omit<Props, 'votes'>) {
  const t = useTranslations('votes')
  const format = useFormatter()
  const time = (instant: string) =>
    format.dateTime(new Date(instant), {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: meeting.timeZone,
    })
  const { cast, entitled, openedAt, closedAt, state } = vote
  return (
    <article className="card" id={`vote-${vote.id}`} aria-labelledby={`question-${vote.id}`}>
      <p className="fine">
        {t('page.item', { number: vote.itemPosition, title: vote.itemTitle })}
        {openedAt && closedAt ? ` · ${t('page.when', { from: time(openedAt), until: time(closedAt) })}` : ''}
      </p>
      <h2 className="subheading" id={`question-${vote.id}`}>
        {vote.question}
      </h2>
      {state === 'closed' ? (
        <>
          <VoteResultView vote={vote} />
          <Numbers vote={vote} />
        </>
      ) : (
        <p className="row row-wrap">
          <Badge tone={state === 'open' ? 'info' : 'line'} icon={state === 'open' ? 'vote' : undefined}>
            {t(`states.${state}`)}
          </Badge>
          {state === 'open' ? <span className="meta">{t('card.progress', { cast, entitled })}</span> : null}
        </p>
      )}
      {vote.quorum && vote.quorum.state !== 'none' ? (
        <details className="vote-voters">
          <summary>{t('page.quorum', { quorum: t(`quorum.${vote.quorum.state}`) })}</summary>
          <QuorumList quorum={vote.quorum} />
        </details>
      ) : null}
      {action && state === 'open' ? (
        <div className="row row-wrap">
          {(['close', 'cancel'] as const).map((op) => (
            <OneButtonForm
              key={op}
              action={action}
              fields={{ meetingId: meeting.id, voteId: vote.id, op }}
              small
              label={`${t(`page.${op}`)}: ${vote.question}`}
            >
              {t(`page.${op}`)}
            </OneButtonForm>
          ))}
        </div>
      ) : null}
    </article>
  )
}

function Numbers({ vote }: { vote: ListedVote }) {
  const t = useTranslations('votes')
  const { options } = useVoteWords()
  const { counts, cast } = vote.result!
  return (
    <details className="vote-voters">
      <summary>{t('page.table')}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('page.option')}</th>
            <th scope="col">{t('page.votes')}</th>
          </tr>
        </thead>
        <tbody>
          {options(vote).map((name, option) => (
            <tr key={option}>
              <th scope="row">{name}</th>
              <td>{counts[option]}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('page.total')}</th>
            <td>{cast}</td>
          </tr>
        </tbody>
      </table>
    </details>
  )
}
