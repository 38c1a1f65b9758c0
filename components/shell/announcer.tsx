'use client'

// Two live regions for the whole page, there from the first paint: a region that arrives with its text is not read.
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react'

export type Announce = (text: string, how?: 'polite' | 'assertive') => void

type Said = { id: number; text: string; how: 'polite' | 'assertive' }

const AnnounceContext = createContext<Announce>(() => {})

/** Says a sentence once to screen readers: polite waits for a pause, assertive breaks in (only "they cannot hear you"). */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext)
}

/** Long enough to be read from, short enough that browsing the page does not find old news. */
const keptMs = 7000

export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<readonly Said[]>([])
  const next = useRef(0)
  const announce = useCallback<Announce>((text, how = 'polite') => {
    const id = (next.current += 1)
    setSaid((all) => [...all.slice(-9), { id, text, how }])
    setTimeout(() => setSaid((all) => all.filter((each) => each.id !== id)), keptMs)
  }, [])
  const regions = useMemo(
    () =>
      (['polite', 'assertive'] as const).map((how) => (
        <div key={how} className="sr" aria-live={how} aria-relevant="additions" data-announcer={how}>
          {said.map((each) => (each.how === how ? <p key={each.id}>{each.text}</p> : null))}
        </div>
      )),
    [said],
  )
  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      {regions}
    </AnnounceContext.Provider>
  )
}
