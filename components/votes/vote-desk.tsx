'use client'

// The votes that are open, over whatever pane is shown: a calm card with large buttons for who has a vote, the count for
// everybody, and what came out once it is closed. Can be folded to a line, so that it never hides what is being discussed.
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useCommand } from '@/components/rooms/use-command'
import { useRoom } from '@/components/rooms/use-room'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Notice } from '@/components/ui/notice'
import { Progress } from '@/components/ui/progress'
import type { VoteView } from '@/server/votes/contract'
import { Ballot } from './ballot'
import { HandsSheet } from './hands-sheet'
import { VoteConfirm, type VoteQuestion } from './vote-confirm'
import { VoteResultView } from './vote-result'
import { useVoteWords } from './vote-words'
import './votes.css'

export function VoteDesk() {
  const t = useTranslations('votes.card')
  const { snapshot } = useRoom()
  const open = snapshot.votes.filter(({ state }) => state === 'open')
  const ended = useJustEnded(snapshot.votes)
  const [folded, setFolded] = useState(false)
  const shown = [...open, ...ended.votes]
  if (shown.length === 0) return null
  return (
    <section className="vote-desk" aria-label={t('region')} data-folded={folded}>
      {shown.map((vote) => (
        <article key={vote.id} className="vote-card" data-vote={vote.id} aria-label={vote.question}>
          <header>
            <h2 className="subheading">{vote.question}</h2>
            <IconButton
              icon={folded ? 'up' : 'down'}
              label={t(folded ? 'unfold' : 'fold')}
              bare
              aria-expanded={!folded}
              onClick={() => setFolded(!folded)}
            />
          </header>
          {vote.state === 'open' ? (
            <Running vote={vote} isFolded={folded} />
          ) : folded ? null : (
            <>
              <VoteResultView vote={vote} />
              <Button onClick={() => ended.dismiss(vote.id)}>{t('dismiss')}</Button>
            </>
          )}
        </article>
      ))}
    </section>
  )
}

/** Votes that were open on this page and have ended since, until they are put away. */
function useJustEnded(votes: readonly VoteView[]) {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const openIds = votes
    .filter(({ state }) => state === 'open')
    .map(({ id }) => id)
    .join(' ')
  const known = useRef<ReadonlySet<string>>(seen)
  useEffect(() => {
    const fresh = openIds.split(' ').filter((id) => id !== '' && !known.current.has(id))
    if (fresh.length === 0) return
    known.current = new Set([...known.current, ...fresh])
    setSeen(known.current)
  }, [openIds])
  return {
    votes: votes.filter(({ id, state }) => state === 'closed' && seen.has(id)),
    dismiss: (id: string) => {
      known.current = new Set([...known.current].filter((each) => each !== id))
      setSeen(known.current)
    },
  }
}

function Running({ vote, isFolded }: { vote: VoteView; isFolded: boolean }) {
  const t = useTranslations('votes')
  const { rule } = useVoteWords()
  const { snapshot } = useRoom()
  const { run, busy } = useCommand()
  const [question, setQuestion] = useState<VoteQuestion | null>(null)
  const [isHandsOpen, setHandsOpen] = useState(false)
  const { cast, entitled } = vote
  const progress = t('card.progress', { cast, entitled })
  const voteId = vote.id
  async function end(command: 'vote:close' | 'vote:cancel') {
    if (await run(command, { voteId })) setQuestion(null)
  }
  return (
    <>
      <p className="vote-progress">
        <span aria-live="off">{progress}</span>
        <Progress label={progress} value={cast} max={Math.max(1, entitled)} />
      </p>
      {isFolded ? null : (
        <>
          <p className="row row-wrap">
            <Badge tone="line" icon={vote.kind === 'secret' ? 'lock' : 'vote'}>
              {t(`kinds.${vote.kind}`)}
            </Badge>
            <span className="fine">{rule(vote)}</span>
          </p>
          {vote.isOpinion ? <Notice tone="warn">{t('card.opinion')}</Notice> : null}
          {vote.isLost ? <Notice tone="danger">{t('card.lost')}</Notice> : null}
          {vote.mine.length === 0 ? <p className="meta">{t('card.noVote')}</p> : null}
          {vote.isLost ? null : vote.mine.map((place) => <Ballot key={place.placeId} vote={vote} place={place} />)}
          {snapshot.me.mayRun ? (
            <div className="row row-wrap vote-run">
              <Button tone="primary" disabled={vote.isLost} onClick={() => setQuestion('close')}>
                {t('card.close')}
              </Button>
              {vote.kind === 'secret' ? null : <Button onClick={() => setHandsOpen(true)}>{t('card.hands')}</Button>}
              <Button tone="quiet" onClick={() => setQuestion('cancel')}>
                {t('card.cancel')}
              </Button>
            </div>
          ) : null}
        </>
      )}
      <VoteConfirm
        vote={vote}
        question={question}
        busy={busy !== null}
        onClose={() => setQuestion(null)}
        onConfirm={(asked) => void end(asked === 'close' ? 'vote:close' : 'vote:cancel')}
      />
      {isHandsOpen ? <HandsSheet vote={vote} onClose={() => setHandsOpen(false)} /> : null}
    </>
  )
}
