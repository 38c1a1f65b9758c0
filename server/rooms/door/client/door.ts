// The door's script, run on each page of the door: everything it adds, the page can do without.
import { keepName, knockByScript } from './knock'
import { byId, readData, show, type DoorData } from './page'
import { startDoorPreview, stopPreview } from './preview'
import { ring, unlockSound } from './sound'
import { offerLineTest } from './line'
import { stopWaiting, waitAtDoor } from './wait'

function setUp(): void {
  const data = readData()
  stopWaiting()
  if (!data) return
  for (const element of document.querySelectorAll<HTMLElement>('[data-script]')) element.hidden = false
  keepName()
  knockByScript(data, setUp)
  startDoorPreview(data.texts, data.state === 'knock')
  byId('sound')?.addEventListener('click', () => {
    unlockSound()
    ring()
    show('sound-note')
  })
  if (data.state === 'wait') {
    waitAtDoor(data, setUp)
    offerLineTest(data)
  }
  fetchAhead(data)
}

let isFetched = false

/** The room's code, while the person reads; not when they asked to save data or are on a very thin line. */
function fetchAhead({ prefetch }: DoorData): void {
  const line = (navigator as { connection?: { saveData?: boolean; effectiveType?: string } }).connection
  if (isFetched || line?.saveData || /2g/.test(line?.effectiveType ?? '')) return
  isFetched = true
  const idle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 2000))
  idle(() => {
    for (const path of prefetch) {
      const link = document.createElement('link')
      link.rel = 'prefetch'
      link.as = path.endsWith('.css') ? 'style' : 'script'
      link.href = path
      document.head.append(link)
    }
  })
}

// Leaving without our script (a language button, going back) must not keep the camera's light on.
window.addEventListener('pagehide', stopPreview)
setUp()
