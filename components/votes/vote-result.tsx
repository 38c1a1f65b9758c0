'use client'

import { useTranslations } from 'next-intl'
import { useUnitWords } from '@/components/rooms/unit-words'
import { Badge } from '@/components/ui/badge'
import { UnitDot, UnitTag } from '@/components/ui/unit-tag'
import type { VoteSummary } from '@/server/votes/contract'
import { useVoteWords } from './vote-words'
import './votes.css'

/** What came out of a vote: a picture first, then the numbers it stands for. */
export function VoteResultView({ vote }: { vote: VoteSummary }) {
  const t = useTranslations('votes')
  const { options, rule, outcome } = useVoteWords()
  const { result } = vote
  if (!result) return <p className="meta">{t(vote.state === 'open' ? 'running' : `states.${vote.state}`)}</p>
  const names = options(vote)
  const most = Math.max(1, ...result.counts)
  const { entitled, present, cast, of, needed } = result
  return (
    <div className="vote-result" data-outcome={result.outcome}>
      <p className="row row-wrap">
        <Badge
          tone={result.outcome === 'carried' ? 'good' : result.outcome === 'opinion' ? 'warn' : 'plain'}
          icon={result.outcome === 'carried' ? 'check' : result.outcome === 'opinion' ? 'info' : 'stop'}
        >
          {outcome(vote)}
        </Badge>
        <span className="meta">
          {t(`kinds.${vote.kind}`)} · {rule(vote)}
        </span>
      </p>
      <dl className="vote-bars">
        {names.map((name, option) => (
          <div key={option} className="vote-row" data-option={optionOf(vote, option)}>
            <dt>{name}</dt>
            <dd>
              <Bar share={result.counts[option]! / most} />
              <b>{t('count', { count: result.counts[option]! })}</b>
            </dd>
          </div>
        ))}
      </dl>
      <p className="meta">{t('needed', { entitled, present, cast, of, needed })}</p>
      {vote.isOpinion ? <p className="meta">{t('opinionWhy')}</p> : null}
      <Kinds vote={vote} names={names} />
      <Voters vote={vote} names={names} />
    </div>
  )
}

const optionOf = ({ choices }: VoteSummary, option: number) =>
  choices.length > 0 ? (option === choices.length ? 'abstain' : 'choice') : ['yes', 'no', 'abstain'][option]

const Bar = ({ share }: { share: number }) => (
  <svg className="vote-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect width={Math.round(share * 100)} height="8" />
  </svg>
)

function Kinds({ vote, names }: { vote: VoteSummary; names: readonly string[] }) {
  const t = useTranslations('votes')
  const words = useUnitWords()
  const kinds = vote.result!.kinds
  if (kinds === null) return <p className="meta">{t('withheld')}</p>
  if (kinds.length === 0) return null
  return (
    <ul className="vote-kinds" aria-label={t('byKind')}>
      {kinds.map(({ kind, counts, isMet }) => (
        <li key={kind}>
          <UnitTag hue={kind} mark={words(kind).mark} name={words(kind).short} small />
          <span className="fine">
            {counts.flatMap((count, option) => (count > 0 ? [`${names[option]} ${count}`] : [])).join(' · ') || '0'}
          </span>
          {isMet === null ? null : <span className="fine">{t(isMet ? 'kindMet' : 'kindMissed')}</span>}
        </li>
      ))}
    </ul>
  )
}

function Voters({ vote, names }: { vote: VoteSummary; names: readonly string[] }) {
  const t = useTranslations('votes')
  const words = useUnitWords()
  if (vote.voters.length === 0) return null
  return (
    <details className="vote-voters">
      <summary>{t('voters', { count: vote.voters.length })}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('voter')}</th>
            <th scope="col">{t('choice')}</th>
          </tr>
        </thead>
        <tbody>
          {vote.voters.map(({ name, unitKind, choice, by, isByHand }) => (
            <tr key={`${name} ${by ?? ''}`}>
              <th scope="row">
                {unitKind ? <UnitDot hue={unitKind} mark={words(unitKind).mark} name={words(unitKind).name} /> : null}{' '}
                {name}
                {by ? <span className="fine"> {t('byWhom', { name: by })}</span> : null}
                {isByHand ? <span className="fine"> {t('byHand')}</span> : null}
              </th>
              <td>{names[choice]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
