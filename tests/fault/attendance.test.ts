// Attendance against a script: bots and browsers in one room that come, go, die and come back for as long as the form says, a
// LiveKit that is killed in the middle, a third of its webhooks lost. Each stay that was written is the script's within two seconds.
import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { chromium, type Browser, type Page } from '@playwright/test'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { meetings } from '@/db/schema/meetings'
import type { SeatActor } from '@/server/access'
import { readPresence } from '@/server/attendance/gather'
import { clock } from '@/server/clock'
import { admit } from '@/server/rooms/admit'
import { findChromium } from '@/tests/support/obtain.mjs'
import { createTestDatabase } from '@/tests/support/postgres'
import { openMediaHouse, tokenOf, type MediaHouse } from '@/tests/support/room-bots'
import { makeTestRoom } from '@/tests/support/room'
import { figure, form, pause, random } from './form'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let house: MediaHouse
const crowds: Crowd[] = []
beforeAll(async () => {
  test = await createTestDatabase()
  house = await openMediaHouse(test, (n) => n % 3 === 2)
}, 120_000)
afterAll(async () => {
  for (const crowd of crowds) crowd.kill()
  await house.close()
  await test.drop()
})

/** Bots of one process. */
class Crowd {
  #child: ChildProcess | null = null
  readonly #waiting = new Map<string, { resolve: () => void; reject: (error: Error) => void }>()

  async tell(told: { id: string } & Record<string, unknown>): Promise<void> {
    await this.#start()
    return this.#answered(told.id, () => this.#child!.send(told))
  }

  #answered(id: string, begin: () => unknown) {
    return new Promise<void>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      begin()
    })
  }

  #starting: Promise<void> | null = null
  #start() {
    this.#starting ??= this.#answered('ready', () => {
      const child = fork('tests/support/bots-process.mjs', { stdio: 'ignore' })
      this.#child = child
      child.on('message', ({ id, error }: { id: string; error?: string }) => {
        const waiting = this.#waiting.get(id)
        if (error) waiting?.reject(new Error(error))
        else waiting?.resolve()
      })
    })
    return this.#starting
  }

  /** As a machine dies. */
  kill() {
    this.#child?.kill('SIGKILL')
    this.#child = null
    this.#starting = null
  }
}

/** Milliseconds that a stay may begin or end beside the script's (QUALITY.md: ± 2 s). */
const tolerance = 2_000

type Visitor = { seat: SeatActor; crowd: Crowd | null; come: () => Promise<void>; go: () => Promise<void> }

/** A tab with LiveKit's own client, fake camera and microphone on, and everybody's media subscribed. */
async function openTab(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] })
  const page = await context.newPage()
  await page.goto(house.url.replace(/^ws/, 'http').replace('/livekit', '/page'))
  await page.addScriptTag({ path: 'node_modules/livekit-client/dist/livekit-client.umd.js' })
  return page
}

type Tab = {
  LivekitClient: typeof import('livekit-client')
  room: import('livekit-client').Room | undefined
}
const comeByTab = (page: Page, token: string) =>
  page.evaluate(
    async ([url, value]) => {
      const tab = window as unknown as Tab
      tab.room = new tab.LivekitClient.Room({ reconnectPolicy: { nextRetryDelayInMs: () => null } })
      await tab.room.connect(url!, value!)
      await tab.room.localParticipant.enableCameraAndMicrophone()
    },
    [house.url, token],
  )
const goByTab = (page: Page) => page.evaluate(() => (window as unknown as Tab).room?.disconnect())

/** Seconds of processor and megabytes of a process. */
function usageOf(pid: number) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { seconds: (Number(fields[11]) + Number(fields[12])) / 100, megabytes: (Number(fields[21]) * 4096) / 1e6 }
}

/** Of the house (with this script) and of LiveKit over both of its lives. */
class Meter {
  readonly #began = performance.now()
  readonly #own = process.cpuUsage()
  readonly #lives = new Map<number, { first: number; last: number }>()
  #most = { house: 0, livekit: 0 }
  #timer = setInterval(() => this.look(), 1_000)

  look() {
    const pid = house.liveKitPid()
    try {
      const { seconds, megabytes } = usageOf(pid)
      this.#lives.set(pid, { first: this.#lives.get(pid)?.first ?? seconds, last: seconds })
      this.#most.livekit = Math.max(this.#most.livekit, megabytes)
    } catch {
      // Between two lives.
    }
    this.#most.house = Math.max(this.#most.house, process.memoryUsage.rss() / 1e6)
  }

  end() {
    clearInterval(this.#timer)
    this.look()
    const seconds = (performance.now() - this.#began) / 1_000
    const { user, system } = process.cpuUsage(this.#own)
    const livekit = [...this.#lives.values()].reduce((sum, { first, last }) => sum + last - first, 0)
    const cores = (used: number) => Math.round((used / seconds) * 100) / 100
    return {
      seconds: Math.round(seconds),
      houseCores: cores((user + system) / 1e6),
      houseMegabytes: Math.round(this.#most.house),
      liveKitCores: cores(livekit),
      liveKitMegabytes: Math.round(this.#most.livekit),
    }
  }
}

it(
  'is the script’s within two seconds, though bots die, LiveKit is killed and a third of the webhooks never come',
  { timeout: 240_000 + form.attendanceSeconds * 2_000 },
  async () => {
    const room = await makeTestRoom(test.db)
    const { meetingId } = room
    const chair = await room.enter(room.convenor)
    const guestIn = async (name: string) => {
      const { seat } = await room.knock(name)
      await admit(test.db, chair, { meetingId, seatIds: [seat.seatId] }, clock.now())
      return room.seat(seat.seatId)
    }
    const executablePath = await findChromium()
    const media = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
    const args = ['--no-sandbox', '--disable-gpu', ...media]
    const browser = await chromium.launch({ ...(executablePath && { executablePath }), args })
    const visitors: Visitor[] = []
    for (let n = 0; n < form.bots; n++) {
      const seat = await guestIn(`机器${n}`)
      const crowd = (crowds[Math.floor(n / 5)] ??= new Crowd())
      visitors.push({
        seat,
        crowd,
        come: async () =>
          crowd.tell({ id: seat.seatId, url: house.url, token: await tokenOf(seat), isSpeaking: n % 10 === 0 }),
        go: () => crowd.tell({ id: seat.seatId }),
      })
    }
    for (let n = 0; n < form.browsers; n++) {
      const seat = await guestIn(`浏览器${n}`)
      const page = await openTab(browser)
      const come = async () => comeByTab(page, await tokenOf(seat))
      visitors.push({ seat, crowd: null, come, go: async () => void (await goByTab(page)) })
    }

    // A client was somewhere between asking to join and having joined when LiveKit counted it.
    type Span = { asked: number; from: number; until: number }
    const script = new Map(visitors.map(({ seat }) => [seat.seatId, [] as Span[]]))
    const now = () => clock.now().getTime()
    const openSpan = ({ seat }: Visitor) => script.get(seat.seatId)!.find(({ until: end }) => end === Infinity)
    const come = async (visitor: Visitor) => {
      const asked = now()
      await visitor.come()
      script.get(visitor.seat.seatId)!.push({ asked, from: now(), until: Infinity })
    }
    const end = (visitor: Visitor) => {
      const span = openSpan(visitor)
      if (span) span.until = now()
    }
    const counts = { joins: 0, leaves: 0, dead: 0 }
    const comeBack = async (some: readonly Visitor[]) => {
      counts.joins += some.length
      await Promise.all(some.map(come))
    }

    const pick = random(form.seed)
    const meter = new Meter()
    const began = performance.now()
    const half = (form.attendanceSeconds * 1_000) / 2
    await comeBack(visitors)
    let isKilled = false
    try {
      while (performance.now() - began < form.attendanceSeconds * 1_000) {
        await pause(500 + pick() * 1_000)
        const isHere = (visitor: Visitor) => openSpan(visitor) !== undefined
        if (!isKilled && performance.now() - began > half) {
          isKilled = true
          const here = visitors.filter(isHere)
          for (const visitor of here) end(visitor)
          meter.look()
          await house.killLiveKit()
          await Promise.all(here.map((visitor) => visitor.go().catch(() => {})))
          await house.isReady()
          // Nobody is nowhere for a moment only: two stays are told apart.
          await pause(3_000)
          await comeBack(visitors)
          continue
        }
        const visitor = visitors[Math.floor(pick() * visitors.length)]!
        if (!isHere(visitor)) await comeBack([visitor])
        else if (visitor.crowd && pick() < 0.15) {
          const lost = visitors.filter((each) => each.crowd === visitor.crowd && isHere(each))
          visitor.crowd.kill()
          for (const each of lost) end(each)
          counts.dead += lost.length
        } else {
          end(visitor)
          await visitor.go()
          counts.leaves++
        }
        // Most are in at any time.
        const away = visitors.filter((each) => !isHere(each))
        if (away.length > visitors.length / 4) {
          await pause(2_500)
          await comeBack(away)
        }
      }
      for (const visitor of visitors.filter((each) => openSpan(each))) {
        end(visitor)
        await visitor.go()
      }
      await pause(3_000)
    } finally {
      await browser.close()
    }
    const used = meter.end()

    const [meeting] = await test.db.select().from(meetings).where(eq(meetings.id, meetingId))
    const presence = await readPresence(test.db, meeting!, clock.now())
    const off: number[] = []
    for (const [seatId, spans] of script) {
      const found = [...(presence.get(seatId) ?? [])]
      const told = JSON.stringify({ spans, found })
      for (const span of spans) {
        const apart = (from: number) => Math.max(0, span.asked - from, from - span.from)
        const at = found.findIndex(({ from }) => apart(from) < tolerance)
        const [stay] = at < 0 ? [] : found.splice(at, 1)
        if (stay) off.push(apart(stay.from), Math.abs(stay.until - span.until))
        // Who died as soon as they had come was seen by nobody where the webhook is lost: that is within the tolerance.
        else expect(span.until - span.from, `no stay of ${seatId}: ${told}`).toBeLessThan(tolerance)
      }
      expect(found, `stays of ${seatId} that are not in the script: ${told}`).toEqual([])
    }
    const { lost, webhooks } = house.counts
    figure('attendance', {
      bots: form.bots,
      browsers: form.browsers,
      ...counts,
      stays: off.length / 2,
      worstMs: Math.max(...off),
      medianMs: off.sort((a, b) => a - b)[Math.floor(off.length / 2)],
      lostWebhooks: `${lost} of ${webhooks}`,
      ...used,
      load: loadavg().map((each) => Math.round(each * 10) / 10),
      seed: form.seed,
    })
    expect(isKilled).toBe(true)
    expect(lost).toBeGreaterThan(0)
    expect(Math.max(...off)).toBeLessThan(tolerance)
  },
)
