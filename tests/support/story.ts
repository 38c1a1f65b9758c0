// What every story has: people with browsers of their own, and a watch over them. A console error, a page error or a request
// that leaves this machine fails the story.
import {
  expect,
  test as base,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test'
import { devices } from '@playwright/test'
import { startApp, type App, type Options } from './app'
import { words, type Locale } from './words'

export { expect }

type Person = { page: Page; context: BrowserContext }
type Come = BrowserContextOptions & {
  phone?: boolean
  lang?: Locale
  /** Runs before any page's own script. */
  before?: string | (() => void)
  withMedia?: boolean
  /** Another browser than the story's own, for example one in another network. */
  from?: Browser
}

export type Watch = {
  /** Console errors that a story brings about on purpose. */
  expectErrors(pattern: RegExp): void
  /** The same, for what happens while `work` runs: before and after it, the line is a fault again. */
  expectErrorsDuring(pattern: RegExp, work: () => Promise<void>): Promise<void>
}

const isHere = (url: string) => {
  if (/^(data|blob|about|chrome-extension|devtools):/.test(url)) return true
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname) || allowedHosts.has(hostname)
}
/** Addresses of this machine itself, for stories that come in by the local network. */
export const allowedHosts = new Set<string>()

/**
 * Hunting races: STORY_LAG=1200 makes every answer of the house so many milliseconds late (but scripts, sockets and media),
 * STORY_SLOW_CPU=4 makes a page's own work take four times as long.
 */
const lag = Number(process.env.STORY_LAG ?? 0)
const slowness = Number(process.env.STORY_SLOW_CPU ?? 1)
async function slowDown(context: BrowserContext): Promise<void> {
  if (slowness > 1)
    context.on('page', (page) => {
      const throttle = async () => {
        const session = await context.newCDPSession(page)
        await session.send('Emulation.setCPUThrottlingRate', { rate: slowness })
      }
      // A page that is closed at once needs no slowing.
      throttle().catch(() => {})
    })
  if (lag > 0)
    await context.route(/^(?!.*\/(_next\/static|livekit)\/)/, async (route) => {
      await new Promise((done) => setTimeout(done, lag))
      // Its page may be gone by now.
      await route.continue().catch(() => {})
    })
}

/** Keeps every RTCPeerConnection in reach of the story; nothing of it is in the product. */
const keepConnections = () => {
  const kept: RTCPeerConnection[] = []
  ;(globalThis as { storyConnections?: RTCPeerConnection[] }).storyConnections = kept
  const Real = globalThis.RTCPeerConnection as typeof RTCPeerConnection | undefined
  if (!Real) return
  globalThis.RTCPeerConnection = new Proxy(Real, {
    construct(target, args: [RTCConfiguration?]) {
      const made = new target(...args)
      kept.push(made)
      return made
    },
  })
}

export const test = base.extend<{ come: (options?: Come) => Promise<Person>; watch: Watch }>({
  watch: async ({}, use) => {
    await use({ expectErrors: () => {}, expectErrorsDuring: async (_pattern, work) => work() })
  },
  come: async ({ browser, watch, locale }, use, info) => {
    const contexts: BrowserContext[] = []
    const faults: string[] = []
    const expected: RegExp[] = []
    watch.expectErrors = (pattern) => void expected.push(pattern)
    watch.expectErrorsDuring = async (pattern, work) => {
      const before = faults.length
      await work()
      const meanwhile = faults.splice(before)
      faults.push(...meanwhile.filter((fault) => !pattern.test(fault)))
    }
    await use(async (options = {}) => {
      const { phone = info.project.name === 'phone', lang, before, withMedia, from, ...rest } = options
      const device = phone ? devices['Pixel 7'] : { viewport: { width: 1440, height: 900 } }
      const { defaultBrowserType: _type, ...look } = device as (typeof devices)[string]
      const context = await (from ?? browser).newContext({
        ...look,
        locale: lang ?? locale,
        timezoneId: 'Asia/Shanghai',
        ignoreHTTPSErrors: true,
        permissions: withMedia === false ? [] : ['camera', 'microphone', 'clipboard-read', 'clipboard-write'],
        ...rest,
      })
      contexts.push(context)
      const who = `${phone ? 'phone' : 'desktop'} ${contexts.length}`
      const seen = (url: string) => {
        if (!isHere(url)) faults.push(`${who} asked ${url}, which is not this machine`)
      }
      context.on('request', (request) => seen(request.url()))
      context.on('page', (page) => {
        page.on('websocket', (socket) => seen(socket.url().replace(/^ws/, 'http')))
        page.on('pageerror', (error) => faults.push(`${who} at ${page.url()}: ${error.stack ?? error.message}`))
        page.on('console', (message) => {
          if (message.type() !== 'error') return
          const text = `${message.text()} (${message.location().url.split('?')[0]})`.slice(0, 600)
          if (!expected.some((pattern) => pattern.test(text))) faults.push(`${who} at ${page.url()}: console: ${text}`)
        })
      })
      await slowDown(context)
      await context.addInitScript(keepConnections)
      if (before) await context.addInitScript(before as () => void)
      return { page: await context.newPage(), context }
    })
    for (const context of contexts) await context.close()
    expect(faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)))).toEqual([])
  },
})

/** The house for one story file: started before its first test, stopped after its last. */
export function openHouse(options: Options = {}): App {
  let app: App | undefined
  test.beforeAll(async () => {
    test.setTimeout(300_000)
    app = await startApp(options)
  })
  test.afterAll(async () => {
    await app?.stop()
  })
  return new Proxy({} as App, {
    get: (_, key) => {
      if (!app) throw new Error('the house is not open yet')
      return app[key as keyof App]
    },
  })
}

/** Takes up a one-time sign-in link, as a person does: open it, press the one button. */
export async function signIn(page: Page, url: string, lang: Locale = 'zh-Hant'): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: words(lang, 'sign-in')('takeUp.sign-in.submit') }).click()
  await expect(page).toHaveURL((address) => address.pathname === '/')
}

export type Flow = { bytes: number; frames: number; audioBytes: number }

/** What this page has received from others by now, over all its connections. */
export const received = (page: Page): Promise<Flow> =>
  page.evaluate(async () => {
    const flow = { bytes: 0, frames: 0, audioBytes: 0 }
    const kept = (globalThis as { storyConnections?: RTCPeerConnection[] }).storyConnections ?? []
    for (const connection of kept) {
      if (connection.connectionState === 'closed') continue
      const stats = await connection.getStats()
      stats.forEach((one: { type: string; kind?: string; bytesReceived?: number; framesDecoded?: number }) => {
        if (one.type !== 'inbound-rtp') return
        if (one.kind === 'video') {
          flow.bytes += one.bytesReceived ?? 0
          flow.frames += one.framesDecoded ?? 0
        } else flow.audioBytes += one.bytesReceived ?? 0
      })
    }
    return flow
  })

/** Others' moving pictures: bytes arrive and are decoded, and a video element of the page goes on in time. */
export async function expectMovingPicture(page: Page, what: string): Promise<Flow> {
  await expect
    .poll(async () => (await received(page)).frames, { message: `${what}: frames decoded`, timeout: 45_000 })
    .toBeGreaterThan(5)
  // Counted anew when a connection is replaced: then the sum falls, and what was before says nothing.
  let before = await received(page)
  await expect
    .poll(
      async () => {
        const now = await received(page)
        const isMoving = now.frames > before.frames + 10 && now.bytes > before.bytes
        if (isMoving || now.frames < before.frames) before = now
        return isMoving
      },
      { message: `${what}: still moving`, timeout: 45_000 },
    )
    .toBe(true)
  return received(page)
}

export type { App, Browser, Page }
