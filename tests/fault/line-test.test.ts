// The test of a line, in a real browser against a real LiveKit: it finds the line good, and is no presence at the sitting.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from '@playwright/test'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { attendanceStays } from '@/db/schema/attendance'
import { clock } from '@/server/clock'
import { makeLivekitProxy } from '@/server/live/livekit-proxy'
import { doorAssets } from '@/server/rooms/door/assets'
import { handleDoor } from '@/server/rooms/door/handle'
import { buildDoor } from '@/server/rooms/door/bundle.mjs'
import { lineVerdict, type LineFindings } from '@/server/rooms/line-test/model'
import { refuse } from '@/server/rooms/refuse'
import { testLine } from '@/server/rooms/test-line'
import { findChromium } from '@/tests/support/obtain.mjs'
import { createTestDatabase } from '@/tests/support/postgres'
import { openMediaHouse, type MediaHouse } from '@/tests/support/room-bots'
import { makeTestRoom } from '@/tests/support/room'
import { words } from '@/tests/support/words'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let house: MediaHouse
beforeAll(async () => {
  test = await createTestDatabase()
  house = await openMediaHouse(test)
}, 120_000)
afterAll(async () => {
  await house.close()
  await test.drop()
})

const launch = async () => {
  const executablePath = await findChromium()
  return chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-gpu'] })
}

type Page = { lianxiRunLineTest(url: string, token: string, onStep: (step: string) => void): Promise<LineFindings> }

it(
  'somebody at the door tests the line and is not thereby in; a refused seat cannot',
  { timeout: 120_000 },
  async () => {
    const room = await makeTestRoom(test.db)
    const { seat } = await room.knock('家长')
    const access = await testLine(test.db, seat, clock.now())
    if (access.state !== 'ready') throw new Error(`no token: ${access.reason}`)
    const { line } = await buildDoor()
    const browser = await chromium.launch({
      ...((await findChromium()) && { executablePath: (await findChromium())! }),
      args: ['--no-sandbox', '--disable-gpu'],
    })
    try {
      const page = await browser.newPage()
      await page.goto(house.url.replace(/^ws/, 'http').replace('/livekit', '/page'))
      await page.addScriptTag({ content: line })
      const runAs = (token: string) =>
        page.evaluate(
          async ([url, value]) => {
            const steps: string[] = []
            const { lianxiRunLineTest } = window as unknown as Page
            return { ...(await lianxiRunLineTest(url!, value!, (step) => steps.push(step))), steps }
          },
          [house.url, token],
        )
      const found = await runAs(access.token)
      expect(found).toMatchObject({ hasSignal: true, hasMedia: true, steps: ['signal', 'media', 'quality'] })
      expect(found.rttMs).not.toBeNull()
      expect(found.upKbps).toBeGreaterThan(100)
      expect(found.loss).toBeLessThan(0.1)
      expect(['good', 'saving']).toContain(lineVerdict(found))
      expect(await test.db.select().from(attendanceStays).where(eq(attendanceStays.meetingId, room.meetingId))).toEqual(
        [],
      )
      await refuse(test.db, room.convenor, { meetingId: room.meetingId, seatId: seat.seatId, word: '' }, clock.now())
      expect(lineVerdict(await runAs(access.token))).toBe('noSignal')
    } finally {
      await browser.close()
    }
  },
)

it(
  'the waiting page says the verdict in words, and fetches what it needs by the press',
  { timeout: 120_000 },
  async () => {
    const room = await makeTestRoom(test.db)
    const proxy = makeLivekitProxy(test.db)
    let origin = ''
    const server = createServer((req, res) => {
      const url = new URL(req.url!, origin)
      if (url.pathname.startsWith('/livekit')) return void proxy.handleRequest(req, res, url)
      void handleDoor(req, res, { origin, secure: false, ip: '127.0.0.1', nonce: 'n0nce', db: test.db }).then(
        (isOurs) => {
          if (!isOurs) res.writeHead(404).end()
        },
      )
    }).on('upgrade', (req, socket, head) => void proxy.handleUpgrade(req, socket, head, new URL(req.url!, origin)))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const browser = await launch()
    try {
      const t = words('zh-Hans', 'line-test')
      const page = await browser.newPage({ locale: 'zh-CN' })
      const fetched = new Set<string>()
      page.on('request', (request) => fetched.add(new URL(request.url()).pathname))
      const { linePath } = await doorAssets()
      await page.goto(`${origin}/join/${room.joinCode}`)
      await page.getByLabel(words('zh-Hans', 'door')('form.name')).fill('李女士')
      await page.getByRole('button', { name: words('zh-Hans', 'door')('enter') }).click()
      const start = page.getByRole('button', { name: t('start') })
      await start.waitFor()
      expect(fetched).not.toContain(linePath)
      await start.click()
      const verdict = page.getByText(new RegExp(`^(${t('verdict.good.title')}|${t('verdict.saving.title')})$`))
      await verdict.waitFor({ timeout: 60_000 })
      expect(fetched).toContain(linePath)
    } finally {
      await browser.close()
      await proxy.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    }
  },
)
