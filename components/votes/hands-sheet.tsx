'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useUnitWords } from '@/components/rooms/unit-words'
import { useCommand } from '@/components/rooms/use-command'
import { useToast } from '@/components/shell/toasts'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { Sheet } from '@/components/ui/sheet'
import { UnitDot } from '@/components/ui/unit-tag'
import type { VoteView } from '@/server/votes/contract'
import { useVoteWords } from './vote-words'

/** Hands raised in the hall, place by place: whoever has voted by a device is not offered again. */
export function HandsSheet({ vote, onClose }: { vote: VoteView; onClose: () => void }) {
  const t = useTranslations('votes.hands')
  const words = useUnitWords()
  const { options } = useVoteWords()
  const { run, busy } = useCommand()
  const toast = useToast()
  const [hands, setHands] = useState<Readonly<Record<string, string>>>({})
  const given = vote.waiting.flatMap(({ placeId }) => {
    const choice = hands[placeId]
    return choice ? [{ placeId, choice: Number(choice) }] : []
  })

  async function save() {
    if (!(await run('vote:record-hands', { voteId: vote.id, hands: given }))) return
    toast({ text: t('saved', { count: given.length }), icon: 'check' })
    setHands({})
    onClose()
  }

  return (
    <Sheet
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t('title')}
      over={vote.question}
      closeLabel={t('close')}
      foot={
        <Button tone="primary" wide disabled={given.length === 0} busy={busy !== null} onClick={() => void save()}>
          {t('save')}
        </Button>
      }
    >
      <p className="meta">{t('text')}</p>
      {vote.waiting.length === 0 ? <p>{t('none')}</p> : null}
      <ul className="list vote-hands">
        {vote.waiting.map(({ placeId, name, unitKind }) => (
          <li key={placeId}>
            <label className="row">
              {unitKind ? <UnitDot hue={unitKind} mark={words(unitKind).mark} name={words(unitKind).name} /> : null}
              <span className="grow">{name}</span>
              <Select
                value={hands[placeId] ?? ''}
                onChange={(event) => setHands({ ...hands, [placeId]: event.target.value })}
                options={[
                  { value: '', label: t('skip') },
                  ...options(vote).map((label, choice) => ({ value: String(choice), label })),
                ]}
              />
            </label>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
