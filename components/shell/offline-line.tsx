'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { Line } from '@/components/ui/line'
import { useAnnounce } from './announcer'

function subscribe(changed: () => void) {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}

/** Says once, in writing and aloud, that the network is gone and that it is back. */
export function OfflineLine() {
  const t = useTranslations('shell.offline')
  const announce = useAnnounce()
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  )
  const before = useRef(true)
  useEffect(() => {
    if (before.current === online) return
    before.current = online
    announce(t(online ? 'back' : 'gone'))
  }, [announce, online, t])
  if (online) return null
  return (
    <div className="offline">
      <Line tone="weak" icon="offline">
        {t('text')}
      </Line>
    </div>
  )
}
