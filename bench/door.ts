// `npm run bench -- door`: a parent's phone comes by their link to a sitting under way: how much JavaScript before the tap, when
// the form is usable, when the first picture of somebody else is painted. Chromium as a Pixel 7 on 1.6 Mbit/s with 150 ms, its
// processor four times slower; the house as `npm start` has it, with its own LiveKit. Wants `npm run build` first.
import os from 'node:os'
import { chromium, devices, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { startApp, type App } from '@/tests/support/app'
import { findChromium } from '@/tests/support/obtain.mjs'
import { words } from '@/tests/support/words'

/** bits a second and milliseconds; media go by UDP, which the emulation leaves alone. */
const line = { down: 1.6e6, up: 750e3, latencyMs: 150 }
const slower = 4
/** Who taps at once, and who reads what stands there first, meanwhile the room's own code may come. */
const readingMs = [0, 5_000]
const targets = { kB: 60, usable: 1.2, first: 4.2 }
const meet = { kB: 342, usable: 3.8, first: 7.0 }
const say = (text: string) => process.stdout.write(`${text}\n`)

const door = words('zh-Hant', 'door')
const rooms = words('zh-Hant', 'rooms')
const signIn = words('zh-Hant', 'sign-in')

type Marks = { usableAt?: number; pictureAt?: number }

/** In every document of the phone: when something can be filled in or pressed, and when a picture of another is painted. */
function watch(): void {
  const marks = ((globalThis as { marks?: Marks }).marks = {} as Marks)
  const others = new Set<string>()
  const Real = globalThis.RTCPeerConnection
  globalThis.RTCPeerConnection = new Proxy(Real, {
    construct(target, args: [RTCConfiguration?]) {
      const made = new target(...args)
      made.addEventListener('track', ({ track }) => others.add(track.id))
      return made
    },
  })
  const watched = new WeakSet<Element>()
  const look = () => {
    // Who comes by a link of their own is asked no name: there is the button alone.
    const [button, field] = ['#enter', '#name'].map((each) => document.querySelector(each))
    if (button?.checkVisibility() && (field?.checkVisibility() ?? true)) marks.usableAt ??= Date.now()
    // The first picture stands in a shadow of its place until the page shows its own.
    const early = document.querySelector('[data-first-picture]')?.shadowRoot?.querySelectorAll('video') ?? []
    for (const video of [...document.querySelectorAll('video'), ...early]) {
      const track = (video.srcObject as MediaStream | null)?.getVideoTracks()[0]
      if (!track || !others.has(track.id) || watched.has(video)) continue
      watched.add(video)
      video.requestVideoFrameCallback(() => (marks.pictureAt ??= Date.now()))
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** Asked again and again, since the house's policy lets no page evaluate text; a page that is just being left has no answer. */
async function markOf(page: Page, name: keyof Marks): Promise<number> {
  const end = Date.now() + 60_000
  while (Date.now() < end) {
    const marks = await page.evaluate(() => (globalThis as { marks?: Marks }).marks).catch(() => undefined)
    if (marks?.[name] !== undefined) return marks[name]
    await new Promise((done) => setTimeout(done, 50))
  }
  const shown = await page.locator('body').innerText()
  throw new Error(`not within a minute: ${name}, at ${page.url()}: ${shown.slice(0, 300)}`)
}
const median = (all: readonly number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]!

async function sitInTheChair(browser: Browser, app: App): Promise<void> {
  const page = await newPage(browser, { viewport: { width: 1440, height: 900 } })
  await page.goto(app.http + app.demo.links.convenor)
  await page.getByRole('button', { name: signIn('takeUp.sign-in.submit') }).click()
  await page.waitForURL((address) => address.pathname === '/')
  await page.goto(`${app.http}/rooms/${app.demo.meetings.live}`)
  const camera = (name: string) => page.getByRole('toolbar').getByRole('button', { name, exact: true })
  await camera(rooms('controls.cameraOff')).click()
  await camera(rooms('controls.cameraOn')).waitFor({ timeout: 30_000 })
}

async function newPage(browser: Browser, look: BrowserContextOptions): Promise<Page> {
  const permissions = ['camera', 'microphone']
  const context = await browser.newContext({ ...look, permissions, locale: 'zh-Hant', timezoneId: 'Asia/Shanghai' })
  return context.newPage()
}

async function comeByPhone(browser: Browser, app: App, reading: number) {
  const { defaultBrowserType: _, ...look } = devices['Pixel 7']!
  const page = await newPage(browser, look)
  await page.addInitScript(watch)
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: line.latencyMs,
    downloadThroughput: line.down / 8,
    uploadThroughput: line.up / 8,
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
  const scripts = new Map<string, { url: string; isRun: boolean }>()
  const came: { url: string; isRun: boolean; at: number; kB: number }[] = []
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script' || /\.js($|\?)/.test(response.url)) {
      scripts.set(requestId, { url: response.url, isRun: type === 'Script' })
    }
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId)
    if (script) came.push({ ...script, at: Date.now(), kB: encodedDataLength / 1000 })
  })
  const from = Date.now()
  await page.goto(app.http + app.demo.links.parent, { waitUntil: 'commit' })
  const usableAt = await markOf(page, 'usableAt')
  const enter = page.getByRole('button', { name: door('enter') })
  await enter.waitFor()
  await new Promise((done) => setTimeout(done, reading))
  const tapAt = Date.now()
  await enter.click({ noWaitAfter: true })
  await page.waitForURL(/\/rooms\//, { timeout: 60_000, waitUntil: 'commit' })
  const roomAt = Date.now()
  const pictureAt = await markOf(page, 'pictureAt')
  await page.context().close()
  // What is fetched ahead for the room is run by nothing here, wherever it comes from.
  const isDoors = ({ url, isRun, at }: (typeof came)[number]) =>
    isRun && at < roomAt && new URL(url).pathname.startsWith('/door/')
  const sum = (some: typeof came) => some.reduce((all, { kB }) => all + kB, 0)
  return {
    // The door's own whenever it came, and whatever else was there by the time the form was.
    kB: sum(came.filter((each) => isDoors(each) || each.at <= usableAt)),
    aheadKB: sum(came.filter((each) => !isDoors(each) && each.at > usableAt && each.at <= tapAt)),
    allKB: sum(came),
    usable: (usableAt - from) / 1000,
    tap: (tapAt - from) / 1000,
    room: (roomAt - from) / 1000,
    first: (pictureAt - from) / 1000,
  }
}

export async function main({ passes }: { passes: number }): Promise<void> {
  const executablePath = await findChromium()
  const media = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
  const foreground = ['--disable-background-timer-throttling', '--disable-renderer-backgrounding']
  const args = ['--no-sandbox', '--disable-gpu', '--disable-backgrounding-occluded-windows', ...media, ...foreground]
  const launch = () => chromium.launch({ ...(executablePath && { executablePath }), args })
  const app = await startApp()
  const browsers = [await launch(), await launch()]
  try {
    await sitInTheChair(browsers[0]!, app)
    for (const reading of readingMs) {
      const runs: Awaited<ReturnType<typeof comeByPhone>>[] = []
      for (let pass = 0; pass < passes; pass++) {
        runs.push(await comeByPhone(browsers[1]!, app, reading))
        // The phone before is gone for LiveKit too: nobody comes while their seat is still in.
        await new Promise((done) => setTimeout(done, 3_000))
      }
      const of = (key: keyof (typeof runs)[number]) => {
        const all = runs.map((run) => run[key])
        return `${median(all).toFixed(1)} [${Math.min(...all).toFixed(1)}–${Math.max(...all).toFixed(1)}]`
      }
      say(reading === 0 ? '\nthe tap at once' : `\nthe tap after ${reading / 1000} s of reading`)
      say(`  JavaScript before: ${of('kB')} kB (at most ${targets.kB}; Meet ${meet.kB})`)
      say(`  usable after:      ${of('usable')} s (at most ${targets.usable}; Meet ${meet.usable})`)
      say(
        `  the tap:           ${of('tap')} s, by then ${of('aheadKB')} kB more ahead; the room’s address ${of('room')} s`,
      )
      say(
        `  first picture:     ${of('first')} s (at most ${targets.first}; Meet ${meet.first}), ${of('allKB')} kB in all`,
      )
    }
    say(
      `\n${passes} passes each, medians [lowest–highest]; load ${os
        .loadavg()
        .map((each) => each.toFixed(1))
        .join(', ')}.`,
    )
    say(
      'Meet: LiveKit’s own sample, measured elsewhere in the same emulation (tapped at once); it is not part of this run.',
    )
  } finally {
    for (const browser of browsers) await browser.close()
    await app.stop()
  }
}
