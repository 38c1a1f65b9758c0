// The tap: unlocks the sound, posts the form without leaving the page, and follows where the server sends us. What was
// typed is kept on this device until then, so that a reload, a language or a lost line takes nothing away.
import { byId, putPage, show, type DoorData } from './page'
import { stopPreview } from './preview'
import { unlockSound } from './sound'

const nameKey = () => `lianxi-door-name:${location.pathname}`

export function keepName(): void {
  const field = document.querySelector<HTMLInputElement>('input[data-keep]')
  if (!field) return
  try {
    if (field.value === '') field.value = sessionStorage.getItem(nameKey()) ?? ''
    field.addEventListener('input', () => sessionStorage.setItem(nameKey(), field.value))
  } catch {
    // Storage is off (a private window of an old phone): the form itself still works.
  }
}

export function knockByScript(data: DoorData, setUp: () => void): void {
  const form = document.querySelector<HTMLFormElement>('form[data-knock]')
  if (!form) return
  let isForLanguage = false
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.addEventListener('click', () => (isForLanguage = true))
  }
  form.addEventListener('submit', (event) => {
    if (isForLanguage) return
    event.preventDefault()
    unlockSound()
    void knock(form, data, setUp)
  })
}

/** The room tells somebody whose browser cannot which link to open in another: this way in, not the room's own address. */
function keepWay(): void {
  try {
    sessionStorage.setItem('lianxi-door-path', location.pathname)
  } catch {
    // Storage is off: the room shows its own address.
  }
}

let isKnocking = false
/** Under way into the room: the line belongs to it. */
let isUnderWay = false
export const isGoing = (): boolean => isKnocking || isUnderWay

async function knock(form: HTMLFormElement, data: DoorData, setUp: () => void): Promise<void> {
  if (isKnocking) return
  isKnocking = true
  const button = byId('enter')
  const label = button?.textContent ?? ''
  button?.setAttribute('aria-disabled', 'true')
  if (button) button.textContent = data.texts.entering
  show('offline', false)
  try {
    const response = await fetch(form.action, {
      method: 'POST',
      headers: { 'x-lianxi-door': 'script' },
      body: new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)])),
    })
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    if (!isJson) {
      stopPreview()
      putPage(await response.text(), null)
      return setUp()
    }
    const { go } = (await response.json()) as { go: string }
    stopPreview()
    keepWay()
    if (go.startsWith('/rooms/')) {
      isUnderWay = true
      return location.assign(go)
    }
    putPage(await (await fetch(go, { cache: 'no-store' })).text(), go)
    setUp()
  } catch {
    show('offline')
    if (button) button.textContent = label
    button?.removeAttribute('aria-disabled')
  } finally {
    isKnocking = false
  }
}
