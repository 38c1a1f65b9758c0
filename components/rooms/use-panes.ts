'use client'

// What is open where: panes and their widths on a desktop, the drawer below 80em, the tabs of a phone.
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { defaultPanes, panesKey, parsePanes, type KeptPanes } from './kept-panes'

export type Pane = 'agenda' | 'stage' | 'minutes'
export type Tab = 'stage' | 'agenda' | 'minutes' | 'chat'

export type Panes = {
  /** Below 40em: four tabs. A phone on its side has no height for them, and stage and minutes stand side by side. */
  isPhone: boolean
  /** Below 80em: the agenda lies over the stage when it is asked for. */
  isDrawer: boolean
  tab: Tab
  setTab: (tab: Tab) => void
  kept: KeptPanes
  keep: (change: Partial<KeptPanes>) => void
  isOpen: (pane: Pane) => boolean
  setOpen: (pane: Pane, open: boolean) => void
  isChatOpen: boolean
  setChatOpen: (open: boolean) => void
}

export function usePanes(): Panes {
  const isPhone = useMedia('(max-width: 32.99em), (max-width: 40em) and (min-height: 26.01em)')
  const isDrawer = useMedia('(max-width: 80em)')
  const [tab, setTab] = useState<Tab>('stage')
  const [kept, setKept] = useState<KeptPanes>(defaultPanes)
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const [isChatBeside, setChatBeside] = useState(false)

  useEffect(() => {
    // After the first paint: the server does not know this device's widths.
    const timer = setTimeout(() => setKept(parsePanes(readKept())))
    return () => clearTimeout(timer)
  }, [])

  const keep = useCallback((change: Partial<KeptPanes>) => {
    setKept((before) => {
      const after = { ...before, ...change }
      writeKept(JSON.stringify(after))
      return after
    })
  }, [])

  const isChatOpen = isPhone ? tab === 'chat' : isChatBeside
  const hidden = { agenda: 'agendaHidden', stage: 'stageHidden', minutes: 'minutesHidden' } as const

  return {
    isPhone,
    isDrawer,
    tab,
    setTab,
    kept,
    keep,
    isOpen: (pane) => {
      if (isPhone) return tab === pane
      return pane === 'agenda' && isDrawer ? isDrawerOpen : !kept[hidden[pane]]
    },
    setOpen: (pane, open) => {
      if (isPhone) return setTab(open ? pane : 'stage')
      if (pane === 'agenda' && isDrawer) {
        setDrawerOpen(open)
        return open ? setChatBeside(false) : undefined
      }
      // Never both hidden: an empty room helps nobody.
      const other = pane === 'stage' ? 'minutesHidden' : pane === 'minutes' ? 'stageHidden' : null
      keep({ [hidden[pane]]: !open, ...(other && !open ? { [other]: false } : {}) })
    },
    isChatOpen,
    setChatOpen: (open) => {
      if (isPhone) return setTab(open ? 'chat' : 'stage')
      setChatBeside(open)
      if (isDrawer && open) setDrawerOpen(false)
    },
  }
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    useCallback(
      (onChange) => {
        const list = window.matchMedia(query)
        list.addEventListener('change', onChange)
        return () => list.removeEventListener('change', onChange)
      },
      [query],
    ),
    () => window.matchMedia(query).matches,
    () => false,
  )
}

// Private windows refuse storage; widths are not worth an error.
function readKept(): string | null {
  try {
    return window.localStorage.getItem(panesKey)
  } catch {
    return null
  }
}

function writeKept(text: string): void {
  try {
    window.localStorage.setItem(panesKey, text)
  } catch {
    return
  }
}
