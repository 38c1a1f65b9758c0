// The door's script, run on each page of the door: everything it adds, the page can do without.
import { fetchOne, mayFetchAhead } from './ahead'
import { isGoing, keepName, knockByScript } from './knock'
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

/** The room's code, while the person reads. */
function fetchAhead({ prefetch }: DoorData): void {
  if (isFetched || !mayFetchAhead()) return
  isFetched = true
  const idle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 2000))
  idle(() => void fetchInTurn(prefetch))
}

/**
 * The first script of the room alone, since the picture waits for it and for nothing else, then a few at a time: all at
 * once they took every connection that a browser opens to one server, and the tap waited behind them.
 */
async function fetchInTurn([first, ...rest]: string[]): Promise<void> {
  if (first) await (window.lianxiAhead ?? fetchOne(first))
  const lane = async () => {
    for (let path = rest.shift(); path !== undefined && !isGoing(); path = rest.shift()) await fetchOne(path)
  }
  for (let count = 0; count < 3; count++) void lane()
}

// Leaving without our script (a language button, going back) must not keep the camera's light on.
window.addEventListener('pagehide', stopPreview)
setUp()
