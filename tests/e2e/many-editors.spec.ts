// Many on one sitting's minutes at once: two real browsers among stock clients that all type. What a key takes until it is on
// the screen, nothing lost, and memory. Few and short here; EDITORS=30 EDIT_SECONDS=300 is the long form.
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { MeetingId } from '@/server/ids'
import { makeSeatToken } from '@/server/rooms/make-seat-token'
import { figure, form, pause, random } from '../fault/form'
import { until } from '../support/app'
import { editorAt, enterRoom, newParagraph, tab } from '../support/room-page'
import { expect, openHouse, signIn, test, type Page } from '../support/story'

// Media would be decoded here for everybody, which on their own devices each does alone.
const app = openHouse({ withLiveKit: false })
const sentence = '會議聽取各單位匯報放學時段交通疏導錯時放學志願崗家長護校與社區配合情況'
/** Milliseconds a key may take on a machine that also runs everybody else; beyond it Interaction to Next Paint counts as poor. */
const slowest = 500

/** Milliseconds from each key as the browser got it to the frame that shows what it did. */
async function watchKeys(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const took: number[] = []
    Object.assign(window, { took })
    addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          const painted = new MessageChannel()
          painted.port1.onmessage = () => took.push(performance.now() - timeStamp)
          painted.port2.postMessage(0)
        }),
      true,
    )
  })
  return () => page.evaluate(() => (window as unknown as { took: number[] }).took)
}

const at = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!)

/** Of the server's own process, as it tells whoever watches it. */
async function usage(): Promise<{ cpuSeconds: number; residentBytes: number }> {
  const is = await app.metrics('lianxi_cpu_seconds_total', 'lianxi_resident_bytes')
  return { cpuSeconds: is.lianxi_cpu_seconds_total, residentBytes: is.lianxi_resident_bytes }
}

async function join(number: number, documentId: string) {
  const { token } = await app.withDb((db) =>
    makeSeatToken(
      db,
      { kind: 'operator' },
      {
        meetingId: MeetingId.parse(app.demo.meetings.live),
        name: `編輯${number}`,
        unitId: null,
        role: 'speaker',
        mayWrite: true,
        ttlMs: 3_600_000,
      },
      new Date(),
    ),
  )
  class WithBearer extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols, { headers: { authorization: `Bearer ${token}` } })
    }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(app.http.replace('http', 'ws') + '/collab', documentId, doc, {
    WebSocketPolyfill: WithBearer as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  await until(`editor ${number} in sync`, async () => provider.synced)
  return { doc, provider }
}

/** Types into paragraphs of its own, and now and then a letter into one that all share. @returns what it wrote in its own */
async function typeFor(doc: Y.Doc, own: string, letter: string, untilMs: number, next: () => number) {
  const name = [...doc.share.keys()].find((key) => key.startsWith('item'))!
  const item = doc.getXmlFragment(name)
  const shared = item.toArray().find((each) => each.toString().includes('【共】')) as Y.XmlElement
  const sharedText = shared.get(0) as Y.XmlText
  const written: string[] = []
  let letters = 0
  let text: Y.XmlText | null = null
  while (Date.now() < untilMs) {
    if (!text || text.length > 80) {
      text = new Y.XmlText(own)
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [text])
      item.insert(Math.floor(next() * (item.length + 1)), [paragraph])
      written.push(own)
    } else if (next() < 0.1) {
      // Behind the mark, which has three characters.
      sharedText.insert(3 + Math.floor(next() * (sharedText.length - 2)), letter)
      letters += 1
    } else {
      const word = sentence[Math.floor(next() * sentence.length)]!
      text.insert(text.length, word)
      written[written.length - 1] += word
    }
    await pause(150 + next() * 500)
  }
  return { written, letters }
}

test('many type at once, and a key stays quick', async ({ come, watch }) => {
  const { editors, editSeconds } = form
  // Without a media server the room says so, in the console too.
  watch.expectErrors(/status of 503/)
  test.setTimeout(180_000 + editSeconds * 1_000 + editors * 3_000)
  const desk = await come({ phone: false })
  await signIn(desk.page, app.http + app.demo.links.secretary)
  await enterRoom(desk.page, app)
  const storageState = await desk.context.storageState()
  const phone = await come({ phone: true, storageState })
  await phone.page.goto(`${app.http}/rooms/${app.demo.meetings.live}`)
  await tab(phone.page, 'minutes').click({ timeout: 30_000 })
  await expect(editorAt(phone.page, 1)).toBeVisible({ timeout: 30_000 })
  await newParagraph(desk.page, 0)
  await desk.page.keyboard.insertText('【共】')
  await expect(editorAt(phone.page, 0)).toContainText('【共】')

  const [row] = await app.sql('select id::text from documents where meeting_id = $1', [app.demo.meetings.live])
  const documentId = String(row!.id)
  const others = []
  for (let number = 0; number < editors - 2; number++) others.push(await join(number, documentId))
  const people = [
    { page: desk.page, mark: '〔桌〕' },
    { page: phone.page, mark: '〔機〕' },
  ]
  const keys = []
  for (const { page, mark } of people) {
    await newParagraph(page, 1)
    await page.keyboard.insertText(mark)
    keys.push(await watchKeys(page))
  }
  const load = await usage()
  const end = Date.now() + editSeconds * 1_000
  const typing = others.map(({ doc }, number) => {
    const letter = String.fromCharCode(0x410 + number)
    return typeFor(doc, `〔${number}〕`, letter, end, random(form.seed + number))
  })
  const typed = people.map(async ({ page }) => {
    let count = 0
    for (; Date.now() < end; count++) {
      await page.keyboard.press(String.fromCharCode(97 + (count % 26)))
      await pause(120)
    }
    return count
  })
  const [wrote, counts] = [await Promise.all(typing), await Promise.all(typed)]
  const used = await usage()

  const alphabet = (count: number) =>
    Array.from({ length: count }, (_, i) => String.fromCharCode(97 + (i % 26))).join('')
  const missingIn = (text: string) => [
    ...wrote.flatMap(({ written }) => written.filter((each) => !text.includes(each))),
    ...people.flatMap(({ mark }, i) => (text.includes(mark + alphabet(counts[i]!)) ? [] : [mark])),
    ...wrote.flatMap(({ letters }, number) => {
      const letter = String.fromCharCode(0x410 + number)
      return text.split(letter).length - 1 === letters ? [] : [`${letter}: ${letters} typed`]
    }),
  ]
  const shown = (page: Page) =>
    page.locator('.min-body').evaluate((body) => {
      const copy = body.cloneNode(true) as HTMLElement
      for (const caret of copy.querySelectorAll('.caret')) caret.remove()
      return copy.textContent ?? ''
    })
  for (const { page } of people)
    await expect.poll(async () => missingIn(await shown(page)), { timeout: 30_000 }).toEqual([])
  await expect
    .poll(async () => missingIn(await app.hubText('document', 'show', documentId, '--format', 'text')), {
      timeout: 30_000,
    })
    .toEqual([])

  for (const [i, { page, mark }] of people.entries()) {
    const took = (await keys[i]!()).sort((a, b) => a - b)
    expect(took.length).toBe(counts[i])
    const session = await page.context().newCDPSession(page)
    await session.send('HeapProfiler.collectGarbage')
    const { metrics } = (await session
      .send('Performance.enable')
      .then(() => session.send('Performance.getMetrics'))) as {
      metrics: { name: string; value: number }[]
    }
    const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')!.value
    figure(`many editors ${mark}`, {
      editors,
      seconds: editSeconds,
      keys: took.length,
      p50Ms: at(took, 0.5),
      p99Ms: at(took, 0.99),
      longestMs: at(took, 1),
      heapMiB: Math.round(heap / 2 ** 20),
    })
    expect(at(took, 0.99), `p99 of a key at ${mark}`).toBeLessThan(slowest)
  }
  const edits = wrote.reduce((sum, { written, letters }) => sum + letters + written.join('').length, 0)
  figure('many editors server', {
    edits,
    lost: 0,
    cpuShare: Math.round(((used.cpuSeconds - load.cpuSeconds) / editSeconds) * 100) / 100,
    residentMiB: Math.round(used.residentBytes / 2 ** 20),
  })
  for (const { provider, doc } of others) {
    provider.destroy()
    doc.destroy()
  }
})
