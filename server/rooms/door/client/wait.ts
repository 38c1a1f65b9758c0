// Waiting: asks every few seconds whether one may come in, also in the background (as often as the phone lets us), at once
// when the page is seen again, and goes in by itself. A lost line is told and mended; the seat is on the server.
import { putPage, setText, show, type DoorData } from './page'
import { stopPreview } from './preview'
import { ring } from './sound'

let stopBefore: (() => void) | null = null

export function stopWaiting(): void {
  stopBefore?.()
  stopBefore = null
}

export function waitAtDoor(data: DoorData, setUp: () => void): void {
  stopWaiting()
  if (!data.stateUrl) return
  const url = data.stateUrl
  let timer = 0
  let failures = 0
  let isOver = false
  let isAsking = false

  const again = () => {
    if (isOver) return
    clearTimeout(timer)
    const base = document.hidden ? 5000 : 2000
    timer = window.setTimeout(() => void ask(), Math.min(base * 2 ** failures, 15_000) * (0.9 + Math.random() * 0.2))
  }
  const onSeen = () => {
    if (!document.hidden) void ask()
  }
  stopBefore = () => {
    isOver = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', onSeen)
    window.removeEventListener('online', onSeen)
    window.removeEventListener('pageshow', onSeen)
  }

  async function ask(): Promise<void> {
    if (isOver || isAsking) return
    isAsking = true
    try {
      const response = await fetch(url, { headers: { accept: 'application/json' }, cache: 'no-store' })
      if (response.status >= 500 || response.status === 429) throw new Error(String(response.status))
      const state = (await response.json()) as { go?: string | null; version?: string }
      if (failures > 0) show('lost', false)
      failures = 0
      if (state.go) return goIn(state.go)
      // Something is new: a word, a refusal, the chair has opened, the link is gone. The server says it better than we.
      if (state.version !== data.version) await readAgain()
    } catch {
      failures = Math.min(failures + 1, 3)
      if (failures > 1) show('lost')
    } finally {
      isAsking = false
      again()
    }
  }

  async function readAgain(): Promise<void> {
    const response = await fetch(location.pathname, { headers: { accept: 'text/html' }, cache: 'no-store' })
    putPage(await response.text(), null)
    stopWaiting()
    setUp()
  }

  function goIn(path: string): void {
    stopWaiting()
    ring()
    navigator.vibrate?.([200, 100, 200])
    setText('wait-title', data.texts.go)
    document.title = data.texts.go
    stopPreview()
    // The chime needs a moment before the document goes.
    setTimeout(() => location.assign(path), 350)
  }

  document.addEventListener('visibilitychange', onSeen)
  window.addEventListener('online', onSeen)
  window.addEventListener('pageshow', onSeen)
  again()
}
