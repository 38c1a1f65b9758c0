// A machine without LiveKit: the house runs, says plainly what is missing, and everything but the picture works.
import { expect, openHouse, signIn, test } from '../support/story'
import { editorAt, enterRoom, expectSaved, newParagraph } from '../support/room-page'
import { words } from '../support/words'

const app = openHouse({ withLiveKit: false })
const rooms = words('zh-Hant', 'rooms')
const door = words('zh-Hant', 'door')

test('no LiveKit', async ({ come, request }) => {
  const ready = await request.get(`${app.http}/readyz`)
  expect(ready.status()).toBe(200)
  expect((await request.get(`${app.http}/readyz?require=livekit`)).status()).toBe(503)
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  await enterRoom(page, app)
  await expect(page.getByText(rooms('media.notInstalled.title')).first()).toBeVisible({ timeout: 60_000 })
  await newParagraph(page, 0)
  await page.keyboard.type('沒有畫面也能寫')
  await expectSaved(page)
  await page.reload()
  await expect(editorAt(page, 0)).toContainText('沒有畫面也能寫', { timeout: 30_000 })
  const { page: phone } = await come({ phone: true })
  await phone.goto(app.http + app.demo.links.join)
  await expect(phone.getByText(door('noVideo.title'))).toBeVisible()
  await expect(phone.getByText(door('noVideo.next'))).toBeVisible()
})
