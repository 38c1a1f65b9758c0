'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { changesToSay } from './announce-changes'
import { useVoteWords } from '@/components/votes/vote-words'
import type { RoomHandle } from './use-room'

/** Says each change of the room once. */
export function useNews({ snapshot }: RoomHandle): void {
  const t = useTranslations('rooms.said')
  const announce = useAnnounce()
  const { outcome } = useVoteWords()
  const told = useRef(snapshot)
  useEffect(() => {
    const before = told.current
    told.current = snapshot
    for (const news of changesToSay(before, snapshot)) {
      const { key, ...values } = news
      const said = key === 'voteClosed' ? { question: news.question, outcome: outcome(news.vote) } : values
      announce(t(key, said as never))
    }
  }, [snapshot, t, announce, outcome])
}
