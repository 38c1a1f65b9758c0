'use client'

// The ledger by keyboard: j and k (or the arrows, once in a row) go from item to item, Enter opens it as any link, x chooses it,
// Shift with x or a click chooses all from the last one, / goes to the filter. Never while somebody types, and only while the
// focus is in the list, so that nobody who dictates moves about it unawares (WCAG 2.1.4).
import { useEffect, type RefObject } from 'react'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type="checkbox"], [type="radio"])'))

/** What is shown: a row stands in the page twice. */
const seen = <E extends HTMLElement>(all: Iterable<E>) => [...all].filter((each) => each.offsetParent !== null)
export const boxesIn = (root: HTMLElement) => seen(root.querySelectorAll<HTMLInputElement>('input[name="item"]'))

/** @param onChosen after boxes were ticked by keys, or several by one click */
export function useRowKeys(root: RefObject<HTMLElement | null>, onChosen: () => void): void {
  useEffect(() => {
    let last: string | null = null

    const chooseTo = (box: HTMLInputElement, on: boolean, isRange: boolean) => {
      const boxes = boxesIn(root.current!)
      const [a, b] = [boxes.findIndex((each) => each.value === last), boxes.indexOf(box)]
      const range = isRange && a >= 0 ? boxes.slice(Math.min(a, b), Math.max(a, b) + 1) : [box]
      for (const each of range) each.checked = on
      last = box.value
      onChosen()
    }

    const go = (step: number, from: Element | null) => {
      const links = seen(root.current!.querySelectorAll<HTMLElement>('.item-link'))
      const row = from?.closest('[data-row]')
      const at = links.findIndex((link) => row?.contains(link))
      links[at < 0 ? (step > 0 ? 0 : -1) : at + step]?.focus()
    }

    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !root.current) return
      if (isTyping(event.target) || document.querySelector('[role="dialog"], [role="alertdialog"]')) return
      const focused = document.activeElement
      const isInList = root.current.contains(focused)
      const row = isInList ? (focused?.closest('[data-row]') ?? null) : null
      const take = () => {
        event.preventDefault()
        event.stopPropagation()
      }
      if (event.key === '/' && isInList) {
        const field = document.querySelector<HTMLInputElement>('.ledger-filters input[name="q"]')
        if (!field) return
        take()
        field.focus()
      } else if ((event.key === 'j' && isInList) || (event.key === 'ArrowDown' && row)) {
        take()
        go(1, focused)
      } else if ((event.key === 'k' && isInList) || (event.key === 'ArrowUp' && row)) {
        take()
        go(-1, focused)
      } else if (event.key.toLowerCase() === 'x' && row) {
        const box = row.querySelector<HTMLInputElement>('input[name="item"]')
        if (!box) return
        take()
        chooseTo(box, !box.checked, event.shiftKey)
      }
    }
    const onClick = (event: MouseEvent) => {
      const box = event.target
      if (!(box instanceof HTMLInputElement) || box.name !== 'item' || !root.current?.contains(box)) return
      chooseTo(box, box.checked, event.shiftKey)
    }
    window.addEventListener('keydown', onKey)
    document.addEventListener('click', onClick)
    return () => {
      window.removeEventListener('keydown', onKey)
      document.removeEventListener('click', onClick)
    }
  }, [root, onChosen])
}
