// The door under bad conditions: each is met by a clear sentence with the next step, and what was typed stays.
import { tab } from '../support/room-page'
import { expect, openHouse, test, type Page } from '../support/story'
import { words } from '../support/words'

const door = words('zh-Hant', 'door')
const capability = words('zh-Hant', 'capability')
const errors = words('zh-Hant', 'errors')
const app = openHouse()

const name = '李女士（家長）'
const nameField = (page: Page) => page.getByLabel(door('form.name'))
const enter = (page: Page) => page.getByRole('button', { name: door('enter') })
const secretOf = (link: string) => link.split('/').at(-1)!

test('a link nobody sent, an expired one and a revoked one say what to do next', async ({ come, watch }) => {
  watch.expectErrors(/status of 4(04|10)/)
  const { page } = await come()
  const refused = async (url: string, code: string) => {
    await page.goto(app.http + url)
    await expect(page.getByRole('heading', { name: errors(`${code}.title`) })).toBeVisible()
    await expect(page.getByText(errors(`${code}.next`))).toBeVisible()
  }
  await refused('/join/abcdefghjk', 'link_unknown')
  await expect(page.getByLabel(door('form.code'))).toHaveValue('abcdefghjk')
  await refused('/l/0123456789abcdefghijklmnopqrstuv', 'link_unknown')
  const parent = app.demo.links.parent
  expect(secretOf(parent).length).toBeGreaterThanOrEqual(22)
  const seat = app.demo.guestSeat
  const kept = await app.sql(
    'select expires_at::text from seat_links where seat_id = $1 order by created_at desc limit 1',
    [seat],
  )
  await app.sql("update seat_links set expires_at = now() - interval '1 minute' where seat_id = $1", [seat])
  await refused(parent, 'link_expired')
  await app.sql('update seat_links set expires_at = $2::timestamptz, revoked_at = now() where seat_id = $1', [
    seat,
    String(kept[0]!.expires_at),
  ])
  await refused(parent, 'link_revoked')
  await app.sql('update seat_links set revoked_at = null where seat_id = $1', [seat])
})

test('a link that chat programs preview is not used up by that', async ({ come, request }) => {
  const parent = app.http + app.demo.links.parent
  for (const agent of ['MicroMessenger', 'WhatsApp/2.0', 'facebookexternalhit/1.1', 'curl/8']) {
    const answer = await request.get(parent, { headers: { 'user-agent': agent } })
    expect(answer.status()).toBe(200)
    expect(answer.headers()['set-cookie'] ?? '').not.toMatch(/device/)
    await request.head(parent)
  }
  const devices = await app.sql('select 1 from seat_devices where seat_id = $1', [app.demo.guestSeat])
  expect(devices).toEqual([])
  const { page } = await come()
  await page.goto(parent)
  await enter(page).click()
  await expect(page).toHaveURL(new RegExp(`/rooms/${app.demo.meetings.live}`), { timeout: 30_000 })
})

test('a seat of one meeting opens no other', async ({ come, watch }) => {
  watch.expectErrors(/status of 40[134]/)
  const { page } = await come()
  await page.goto(app.http + app.demo.links.parent)
  await enter(page).click()
  await expect(page).toHaveURL(/\/rooms\//, { timeout: 30_000 })
  await page.goto(`${app.http}/rooms/${app.demo.meetings.planned}`)
  await expect(page.getByRole('heading', { name: words('zh-Hant', 'errors')('wrong_meeting.title') })).toBeVisible()
  await expect(page.getByText(words('zh-Hant', 'errors')('wrong_meeting.next'))).toBeVisible()
  await expect(page.locator('.min-text')).toHaveCount(0)
  // Whoever has an account as well can still sign in from here, and a device without a seat is asked to.
  await page.getByRole('link', { name: words('zh-Hant', 'shell')('errorView.signIn') }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  const { page: stranger } = await come()
  await stranger.goto(`${app.http}/rooms/${app.demo.meetings.planned}`)
  await expect(stranger.getByText(words('zh-Hant', 'sign-in')('guest'))).toBeVisible()
})

test('what the room runs on is fetched while the person reads', async ({ come }) => {
  const { page } = await come({ phone: true })
  await page.goto(app.http + app.demo.links.parent)
  const ahead = page.locator('link[rel=prefetch]')
  const wanted = await page.locator('#door-data').evaluate((data) => {
    return (JSON.parse(data.textContent!) as { prefetch: string[] }).prefetch
  })
  // One after the other, and first what the picture waits for.
  expect(wanted[0]).toMatch(/^\/door\//)
  await expect(ahead).toHaveCount(wanted.length, { timeout: 30_000 })
  const fetched = await ahead.evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href))
  await enter(page).click()
  await expect(page).toHaveURL(/\/rooms\//, { timeout: 30_000 })
  const html = await (await page.request.get(page.url())).text()
  const needed = [...html.matchAll(/<script ([^>]*\bsrc="([^"]+)"[^>]*)>/g)]
    .filter(([, all]) => !/nomodule/i.test(all!))
    .map(([, , src]) => new URL(src!, app.http).href)
  expect(needed.length).toBeGreaterThan(5)
  expect(needed.filter((src) => !fetched.includes(src))).toEqual([])
  // The tab of the minutes shows their text at once, and then the editor.
  await tab(page, 'minutes').click({ timeout: 30_000 })
  await expect(page.getByRole('textbox', { name: /（正文）$/ }).first()).toBeVisible({ timeout: 30_000 })
})

test('an empty name, one of 200 characters and one made of markup', async ({ come, watch }) => {
  watch.expectErrors(/status of 422/)
  const { page } = await come()
  await page.goto(app.http + app.demo.links.join)
  await enter(page).click()
  expect(await nameField(page).evaluate((field: HTMLInputElement) => field.validity.valueMissing)).toBe(true)
  // Blanks pass the browser; the server says it.
  await nameField(page).fill('   ')
  await enter(page).click()
  await expect(page.getByText(door('nameErrors.required'))).toBeVisible()
  const long = '長'.repeat(200)
  await nameField(page).fill(long)
  await enter(page).click()
  await expect(page.getByText(door('nameErrors.tooLong'))).toBeVisible()
  await expect(nameField(page)).toHaveValue(long)
  const markup = '<img src=x onerror=alert(1)><b>王</b>'
  let alerted = false
  page.on('dialog', (dialog) => {
    alerted = true
    void dialog.dismiss()
  })
  await nameField(page).fill(markup)
  await enter(page).click()
  await expect(page.getByRole('heading', { name: door('wait.title') })).toBeVisible()
  await expect(page.getByText(markup)).toBeVisible()
  expect(alerted).toBe(false)
})

const failing = (fault: string) => `
  if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('story', '${fault}'))
`

for (const [what, fault, key] of [
  ['denied', 'NotAllowedError', 'denied'],
  ['absent', 'NotFoundError', 'absent'],
  ['busy', 'NotReadableError', 'busy'],
] as const) {
  test(`a camera that is ${what}: a sentence, the name stays, the way in stays open`, async ({ come }) => {
    const { page } = await come({ before: failing(fault), withMedia: false })
    await page.goto(app.http + app.demo.links.join)
    await nameField(page).fill(name)
    await page.getByRole('button', { name: door('preview.start') }).click()
    const device = capability(key === 'absent' ? 'device.microphone' : 'device.both')
    const notice = page.getByRole('alert').filter({ hasText: capability(`trouble.${key}.title`, { device }) })
    await expect(notice).toContainText(capability(`trouble.${key}.next`, { device }))
    await expect(notice).toContainText(capability('still.listen'))
    await expect(notice.getByRole('button', { name: capability('remedy.retry') })).toBeVisible()
    await expect(nameField(page)).toHaveValue(name)
    await enter(page).click()
    await expect(page.getByRole('heading', { name: door('wait.title') })).toBeVisible()
  })
}

test('no WebRTC', async ({ come }) => {
  const { page } = await come({ before: 'delete globalThis.RTCPeerConnection' })
  await page.goto(app.http + app.demo.links.join)
  await expect(page.getByText(capability('trouble.noWebRtc.title'))).toBeVisible()
  await expect(page.getByText(capability('still.text'))).toBeVisible()
  await page.getByRole('button', { name: capability('remedy.browser') }).click()
  await expect(page.getByRole('button', { name: capability('copied') })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(app.http + app.demo.links.join)
  await nameField(page).fill(name)
  await enter(page).click()
  await expect(page.getByRole('heading', { name: door('wait.title') })).toBeVisible()
})

test('not a secure context', async ({ come }) => {
  const { page } = await come({ before: "Object.defineProperty(window, 'isSecureContext', { get: () => false })" })
  await page.goto(app.http + app.demo.links.join)
  const device = capability('device.both')
  await expect(page.getByText(capability('trouble.notSecure.title', { device }))).toBeVisible()
  await expect(page.getByText(capability('trouble.notSecure.next', { device }))).toBeVisible()
  await expect(enter(page)).toBeVisible()
})

test('a browser inside a chat program that keeps the devices back: the link to copy, the way in stays open', async ({
  come,
}) => {
  const { page } = await come({
    userAgent:
      'Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0',
    before: "Object.defineProperty(navigator, 'mediaDevices', { get: () => undefined })",
  })
  await page.goto(app.http + app.demo.links.join)
  const device = capability('device.both')
  await expect(page.getByText(capability('trouble.inApp.title', { device }))).toBeVisible()
  await page.getByRole('button', { name: capability('remedy.browser') }).click()
  await expect(page.getByRole('button', { name: capability('copied') })).toBeVisible()
  await nameField(page).fill(name)
  await enter(page).click()
  await expect(page.getByRole('heading', { name: door('wait.title') })).toBeVisible()
})

test('JavaScript is off: knock, be told, wait', async ({ come, watch }) => {
  watch.expectErrors(/status of 422/)
  const { page } = await come({ javaScriptEnabled: false })
  await page.goto(app.http + app.demo.links.join)
  await nameField(page).fill('長'.repeat(120))
  await enter(page).click()
  await expect(page.getByText(door('nameErrors.tooLong'))).toBeVisible()
  await expect(nameField(page)).toHaveValue('長'.repeat(120))
  await nameField(page).fill(name)
  // A change of language takes nothing away.
  await page.getByRole('button', { name: 'English' }).click()
  const en = words('en', 'door')
  await expect(page.getByLabel(en('form.name'))).toHaveValue(name)
  await page.getByRole('button', { name: en('enter') }).click()
  await expect(page.getByRole('heading', { name: en('wait.title') })).toBeVisible()
  await expect(page.getByText(name)).toBeVisible()
})

test('a line that is lost at the tap: said, and nothing typed is gone', async ({ come, watch }) => {
  watch.expectErrors(/ERR_INTERNET_DISCONNECTED|Failed to fetch/)
  const { page, context } = await come()
  await page.goto(app.http + app.demo.links.join)
  await nameField(page).fill(name)
  await context.setOffline(true)
  await enter(page).click()
  await expect(page.getByText(door('offline'))).toBeVisible()
  await expect(nameField(page)).toHaveValue(name)
  await context.setOffline(false)
  await page.reload()
  await expect(nameField(page)).toHaveValue(name)
})
