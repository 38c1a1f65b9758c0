'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { changesToSay } from './announce-changes'
import type { RoomHandle } from './use-room'

/** Says each change of the room once. */
export function useNews({ snapshot }: RoomHandle): void {
  const t = useTranslations('rooms.said')
  const announce = useAnnounce()
  const told = useRef(snapshot)
  useEffect(() => {
    const before = told.current
    told.current = snapshot
    for (const { key, ...values } of changesToSay(before, snapshot)) announce(t(key, values as never))
  }, [snapshot, t, announce])
}
