'use client'

import { useEffect } from 'react'

/** Keeps the phone's screen on while the room is seen: a dark screen ends the call on most of them. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return
    let lock: WakeLockSentinel | null = null
    let isOn = true
    const take = async () => {
      if (document.visibilityState !== 'visible' || (lock && !lock.released)) return
      // Refused on an empty battery: the meeting goes on.
      const taken = await navigator.wakeLock.request('screen').catch(() => null)
      if (isOn) lock = taken
      else void taken?.release()
    }
    void take()
    document.addEventListener('visibilitychange', take)
    return () => {
      isOn = false
      document.removeEventListener('visibilitychange', take)
      void lock?.release()
    }
  }, [])
}
