// The line to LiveKit stands before the page is alive, by the token in the page's HTML: taken over as it is, with the
// microphone closed; done without where the script that opens it was lost; given back where the page never comes alive.
import { enterRoom } from '../support/room-page'
import { expect, openHouse, received, signIn, test, type Page } from '../support/story'
import { words } from '../support/words'

const app = openHouse()
const rooms = words('zh-Hant', 'rooms')
const door = words('zh-Hant', 'door')

/** What a page did, in its order: asked for a token, opened a line to LiveKit. */
function watchLines(page: Page) {
  const seen: ('asked' | 'line')[] = []
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).pathname.startsWith('/livekit/')) seen.push('line')
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"media:token"')) seen.push('asked')
    })
  })
  return seen
}

/** The pictures of others in their tiles; what stands in their place until there are tiles is none of them. */
const pictures = (page: Page) => page.locator('.tile video:not(.tile-video-mirror)')

async function expectPicture(page: Page): Promise<void> {
  const width = () =>
    pictures(page)
      .first()
      .evaluate((video: HTMLVideoElement) => video.videoWidth)
  await expect(pictures(page).first()).toBeVisible({ timeout: 45_000 })
  await expect.poll(width, { timeout: 45_000 }).toBeGreaterThan(0)
}

test('the first picture', async ({ come, watch }) => {
  test.setTimeout(240_000)
  watch.expectErrors(/ERR_FAILED/)
  const { page: secretary } = await come({ phone: false })
  await signIn(secretary, app.http + app.demo.links.secretary)
  await enterRoom(secretary, app)
  await secretary.getByRole('button', { name: rooms('controls.cameraOff') }).click()
  await expect(secretary.getByRole('button', { name: rooms('controls.cameraOn') })).toBeVisible({ timeout: 45_000 })
  await secretary.getByRole('button', { name: rooms('controls.microphoneOff') }).click()
  await expect(secretary.getByRole('button', { name: rooms('controls.microphoneOn') })).toBeVisible({ timeout: 45_000 })

  await test.step('the page takes over the line that stood before it, muted and without a question', async () => {
    const { page, context } = await come({ phone: true })
    const seen = watchLines(page)
    await page.goto(app.http + app.demo.links.parent)
    await page.getByRole('button', { name: door('enter') }).click()
    await expectPicture(page)
    await expect(page.getByRole('button', { name: rooms('controls.microphoneOff') })).toBeVisible()
    expect(seen).toEqual(['line'])
    // The place that was kept for the first picture is gone with the words that it covered.
    await expect(page.locator('[data-first-picture]')).toHaveCount(0)
    // No copy of the HTML is kept, and nobody else's page has such a token.
    const again = await page.request.get(page.url())
    expect(again.headers()['cache-control']).toContain('no-store')
    expect(await again.text()).toContain('data-room-line="{')
    const { page: stranger } = await come()
    expect(await (await stranger.request.get(page.url())).text()).not.toContain('data-room-line')
    await context.close()
  })

  const { page, context } = await come({ phone: false })
  const seen = watchLines(page)
  const openRoom = async () => {
    // The page before has left by then: nothing of it is counted.
    await page.goto(app.http)
    seen.length = 0
    await page.goto(`${app.http}/rooms/${app.demo.meetings.live}`)
  }
  await signIn(page, app.http + app.demo.links.convenor)

  await test.step('a page whose first script was lost fetches LiveKit’s client by itself', async () => {
    await context.route('**/door/*.js', (route) => route.abort())
    await openRoom()
    await expectPicture(page)
    expect(seen[0]).toBe('asked')
    await context.unroute('**/door/*.js')
  })

  await test.step('who wants sound alone has no early line, and not one frame of a picture comes', async () => {
    await page.evaluate(() => localStorage.setItem('lianxi.room.data', 'sound'))
    await openRoom()
    await expect(page.locator('.room[data-ready="true"] .tile').first()).toBeVisible({ timeout: 45_000 })
    expect(seen[0]).toBe('asked')
    await expect(pictures(page)).toHaveCount(0)
    // The line is up and subscribed when the secretary is heard.
    await expect.poll(async () => (await received(page)).audioBytes, { timeout: 30_000 }).toBeGreaterThan(0)
    expect(await received(page)).toMatchObject({ frames: 0, bytes: 0 })
    expect(seen).toEqual(['asked', 'line'])
    // Pictures come by the same line as soon as they are wanted.
    await page.locator('.data-chip').click()
    await page.getByRole('radio', { name: rooms('data.standard.name') }).click()
    await expectPicture(page)
    expect(seen).toEqual(['asked', 'line'])
    await page.evaluate(() => localStorage.removeItem('lianxi.room.data'))
  })

  await test.step('a page that was gone to within the browser has one line, though its first script comes after it', async () => {
    await page.goto(app.http)
    seen.length = 0
    // As a link of the hub does; in such a page no script is waited for.
    await page.evaluate(
      (address) =>
        (globalThis as unknown as { next: { router: { push(to: string): void } } }).next.router.push(address),
      `/rooms/${app.demo.meetings.live}`,
    )
    await expectPicture(page)
    const isThere = () => performance.getEntriesByType('resource').some(({ name }) => name.includes('/door/'))
    await expect.poll(() => page.evaluate(isThere), { timeout: 30_000 }).toBe(true)
    await expect(page.locator('.room[data-ready="true"]')).toBeVisible()
    expect(seen).toEqual(['asked', 'line'])
  })

  await test.step('a page that never comes alive gives its place in the room back', async () => {
    await context.route('**/_next/static/**/*.js', (route) => route.abort())
    await openRoom()
    const states = () =>
      page.evaluate(() =>
        (globalThis as { storyConnections?: RTCPeerConnection[] }).storyConnections?.map(
          (each) => each.connectionState,
        ),
      )
    await expect.poll(states, { timeout: 20_000 }).toContain('connected')
    await expect.poll(states, { timeout: 60_000 }).not.toContain('connected')
  })
})
