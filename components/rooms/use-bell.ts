'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

const key = 'lianxi.bell'
const read = () => {
  try {
    return window.localStorage.getItem(key) !== 'off'
  } catch {
    return true
  }
}

/** One soft tone when `isOver` becomes true; whoever does not want it turns it off, on this device, for good. */
export function useBell(isOver: boolean): { isOn: boolean; toggle: () => void } {
  const [isOn, setIsOn] = useState(true)
  const rung = useRef(true)
  useEffect(() => {
    const first = setTimeout(() => setIsOn(read()))
    return () => clearTimeout(first)
  }, [])
  useEffect(() => {
    // Not for a turn that was over when this page came.
    if (isOver && !rung.current && isOn) ring()
    rung.current = isOver
  }, [isOver, isOn])
  const toggle = useCallback(() => {
    setIsOn((before) => {
      try {
        window.localStorage.setItem(key, before ? 'off' : 'on')
      } catch {
        // A private window refuses storage: off for this stay.
      }
      return !before
    })
  }, [])
  return { isOn, toggle }
}

function ring(): void {
  try {
    const context = new AudioContext()
    const [tone, volume] = [context.createOscillator(), context.createGain()]
    tone.frequency.value = 660
    volume.gain.setValueAtTime(0.0001, context.currentTime)
    volume.gain.exponentialRampToValueAtTime(0.12, context.currentTime + 0.03)
    volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 1.2)
    tone.connect(volume).connect(context.destination)
    tone.start()
    tone.stop(context.currentTime + 1.3)
    tone.onended = () => void context.close()
  } catch {
    // No sound here: the bar says it too.
  }
}
