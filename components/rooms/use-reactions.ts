'use client'

import { useTranslations } from 'next-intl'
import { createContext, useContext, useEffect, useState } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { countReactions, withReactions, type Reactions } from './count-reactions'
import type { RoomHandle } from './use-room'

const none: Reactions = new Map()
const ReactionsContext = createContext<Reactions>(none)
export const ReactionsProvider = ReactionsContext.Provider

/** By seat, what it shows now. */
export const useReactions = (): Reactions => useContext(ReactionsContext)

/** How long a reaction stands on a tile. */
const shownMs = 6000
/** Said aloud at most this often: one sentence with numbers, not one for each press. */
const saidMs = 3000

/** What the seats of this room show at the moment; says it in words too. Nothing while the sitting has no reactions. */
export function useReactionsOf({ onReactions, snapshot }: RoomHandle): Reactions {
  const t = useTranslations('rooms.reactions')
  const announce = useAnnounce()
  const [reactions, setReactions] = useState(none)
  const { hasReactions } = snapshot.meeting
  useEffect(() => {
    if (!hasReactions) return
    const timers = new Map<string, ReturnType<typeof setTimeout>>()
    let unsaid = none
    let saying: ReturnType<typeof setTimeout> | undefined
    const say = () => {
      const counted = countReactions(unsaid).map(({ kind, count }) => t('shown', { kind: t(kind), count }))
      unsaid = none
      saying = undefined
      announce(counted.join(t('join')))
    }
    const stop = onReactions((shown) => {
      setReactions((before) => withReactions(before, shown))
      unsaid = withReactions(unsaid, shown)
      saying ??= setTimeout(say, saidMs)
      for (const { seatId } of shown) {
        clearTimeout(timers.get(seatId))
        const end = () => setReactions((before) => new Map([...before].filter(([id]) => id !== seatId)))
        timers.set(seatId, setTimeout(end, shownMs))
      }
    })
    return () => {
      stop()
      clearTimeout(saying)
      for (const timer of timers.values()) clearTimeout(timer)
      setReactions(none)
    }
  }, [hasReactions, onReactions, t, announce])
  return reactions
}
