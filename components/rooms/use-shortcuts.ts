'use client'

import { useEffect, useRef } from 'react'
import { shortcutOf, type Shortcut } from './shortcuts'
import type { Pane, Panes } from './use-panes'

type Deeds = Record<Exclude<Shortcut, Pane | 'nextPane' | 'previousPane'>, () => void>

const paneElement = (pane: string) => document.querySelector<HTMLElement>(`[data-pane="${pane}"]`)

/** Where the focus goes inside a pane: its heading, else the pane itself. */
function enter(pane: string): void {
  const element = paneElement(pane)
  const target = element?.querySelector<HTMLElement>('h2[tabindex]') ?? element
  target?.focus()
}

/** Alt+1…3 focus a pane, a second time hide it; F6 goes round the panes that are there. */
export function useShortcuts(panes: Panes, deeds: Deeds): void {
  const now = useRef({ panes, deeds })
  useEffect(() => {
    now.current = { panes, deeds }
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event)
      // A dialog holds the focus; its keys are its own.
      if (shortcut === null || document.querySelector('[role="dialog"], [role="alertdialog"]')) return
      event.preventDefault()
      if (shortcut === 'nextPane' || shortcut === 'previousPane') return goRound(shortcut === 'nextPane' ? 1 : -1)
      if (shortcut === 'agenda' || shortcut === 'stage' || shortcut === 'minutes') {
        return goTo(now.current.panes, shortcut)
      }
      now.current.deeds[shortcut]()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function goTo(panes: Panes, pane: Pane): void {
  const isInside = paneElement(pane)?.contains(document.activeElement) ?? false
  if (panes.isOpen(pane) && isInside) return panes.setOpen(pane, false)
  panes.setOpen(pane, true)
  // After the pane has been painted.
  requestAnimationFrame(() => requestAnimationFrame(() => enter(pane)))
}

function goRound(step: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null)
  if (all.length === 0) return
  const at = all.findIndex((pane) => pane.contains(document.activeElement))
  const next = all[(at + (at < 0 && step < 0 ? 0 : step) + all.length) % all.length]
  enter(next?.dataset.pane ?? '')
}
