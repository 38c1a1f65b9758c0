// The page as the script sees it: the data it brought, elements by id, and putting another page of the door in its place
// without leaving (the tap that unlocked the sound would be lost with the document).
import type { ScriptTexts } from '../script-texts'

export type DoorData = {
  state: 'knock' | 'wait' | 'refused'
  texts: ScriptTexts
  prefetch: string[]
  stateUrl?: string
  /** Where a test of the line gets its token, and the script that runs it; left out where there is no video. */
  line?: { url: string; script: string }
  version?: string
}

export const byId = (id: string): HTMLElement | null => document.getElementById(id)

export function show(id: string, isShown = true): void {
  const element = byId(id)
  if (element) element.hidden = !isShown
}

export function setText(id: string, text: string): void {
  const element = byId(id)
  // Writing the same again would make a screen reader say it again.
  if (element && element.textContent !== text) element.textContent = text
}

export function readData(): DoorData | null {
  const element = byId('door-data')
  return element ? (JSON.parse(element.textContent ?? 'null') as DoorData | null) : null
}

/** Swaps in the main part of a page the server rendered. */
export function putPage(text: string, path: string | null): void {
  // The sheet is here already, and this page's policy refuses one that carries another answer's nonce.
  const bare = text.replace(/<style[\s\S]*?<\/style>/, '')
  const next = new DOMParser().parseFromString(bare, 'text/html')
  const main = next.getElementById('main')
  const here = byId('main')
  if (!main || !here) return location.reload()
  document.title = next.title
  document.documentElement.lang = next.documentElement.lang
  here.replaceWith(document.adoptNode(main))
  if (path !== null) history.replaceState(null, '', path)
  byId('main')?.focus()
  window.scrollTo(0, 0)
}
