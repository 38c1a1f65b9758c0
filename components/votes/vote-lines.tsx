'use client'

import { useTranslations } from 'next-intl'
import { useCommand } from '@/components/rooms/use-command'
import { useRoom } from '@/components/rooms/use-room'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { useVoteWords } from './vote-words'
import './votes.css'

/** Under an agenda item: its votes, each in a line. One that is prepared is opened from here. */
export function VoteLines({ agendaItemId }: { agendaItemId: string }) {
  const t = useTranslations('votes')
  const { outcome } = useVoteWords()
  const { snapshot } = useRoom()
  const { run, busy } = useCommand()
  const votes = snapshot.votes.filter((vote) => vote.agendaItemId === agendaItemId && vote.state !== 'cancelled')
  if (votes.length === 0) return null
  return (
    <ul className="ag-votes">
      {votes.map((vote) => (
        <li key={vote.id}>
          {t('agenda.vote', { kind: t(`kinds.${vote.kind}`), question: vote.question })}{' '}
          <Badge tone={vote.state === 'open' ? 'info' : 'line'} icon={vote.state === 'open' ? 'vote' : undefined}>
            {vote.state === 'closed' ? outcome(vote) : t(`states.${vote.state}`)}
          </Badge>
          {vote.state === 'draft' && snapshot.me.mayRun ? (
            <Button
              size="small"
              busy={busy === vote.id}
              onClick={() => void run('vote:open', { voteId: vote.id }, vote.id)}
            >
              {t('agenda.open')}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
