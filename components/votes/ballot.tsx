'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useUnitWords } from '@/components/rooms/unit-words'
import { useCommand } from '@/components/rooms/use-command'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Icon } from '@/components/ui/icon'
import { UnitDot } from '@/components/ui/unit-tag'
import type { VoteView } from '@/server/votes/contract'
import { useVoteWords } from './vote-words'

/** One vote to give. What cannot be taken back is asked once more. */
export function Ballot({ vote, place }: { vote: VoteView; place: VoteView['mine'][number] }) {
  const t = useTranslations('votes')
  const words = useUnitWords()
  const { options } = useVoteWords()
  const { run, busy } = useCommand()
  const [asked, setAsked] = useState<number | null>(null)
  const names = options(vote)
  const isFinal = vote.kind === 'secret' || !vote.mayChange
  const isDone = place.hasVoted && isFinal

  async function give(choice: number) {
    if (await run('vote:cast', { voteId: vote.id, placeId: place.placeId, choice }, String(choice))) setAsked(null)
    else setAsked(null)
  }

  return (
    <div className="vote-ballot" role="group" aria-label={t('card.for', { name: place.name })}>
      <p className="row">
        {place.unitKind ? (
          <UnitDot hue={place.unitKind} mark={words(place.unitKind).mark} name={words(place.unitKind).name} />
        ) : null}
        <b>{place.name}</b>
      </p>
      {isDone ? null : (
        <div className="vote-buttons">
          {names.map((name, choice) => (
            <Button
              key={choice}
              className="vote-button"
              aria-pressed={place.choice === choice}
              busy={busy === String(choice)}
              onClick={() => (isFinal ? setAsked(choice) : void give(choice))}
            >
              {place.choice === choice ? <Icon name="check" /> : null}
              {name}
            </Button>
          ))}
        </div>
      )}
      {place.hasVoted ? (
        <p className="vote-given" role="status">
          <Icon name="check" size="small" />
          {place.choice === null ? t('card.givenSecret') : t('card.given', { choice: names[place.choice] ?? '' })}
          {isFinal ? null : ` ${t('card.mayChange')}`}
        </p>
      ) : null}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setAsked(null))}
        title={t('confirm.title', { choice: names[asked ?? 0] ?? '' })}
        text={t('confirm.text')}
        confirm={t('confirm.confirm')}
        cancel={t('confirm.cancel')}
        busy={busy !== null}
        onConfirm={() => (asked === null ? undefined : void give(asked))}
      />
    </div>
  )
}
