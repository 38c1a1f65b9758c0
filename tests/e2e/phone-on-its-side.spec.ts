// A phone on its side: no height for tabs, so stage and minutes stand side by side above one row of controls, everything in
// sight; upright again it has its tabs, and the picture went on all the while.
import { enterRoom, tab } from '../support/room-page'
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { words } from '../support/words'

const rooms = words('zh-Hant', 'rooms')
const app = openHouse()

/** What is cut, covered or out of the window, by name. */
const outOfSight = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((all) =>
    all
      .filter((one) => {
        const { left, top, right, bottom, width } = one.getBoundingClientRect()
        if (width === 0) return false
        const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
        return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight || !seen || !one.contains(seen)
      })
      .map((one) => one.textContent),
  )

test('turned on its side and back', async ({ come }) => {
  test.setTimeout(180_000)
  const secretary = (await come()).page
  await signIn(secretary, app.http + app.demo.links.secretary)
  await enterRoom(secretary, app)
  await secretary.getByRole('button', { name: rooms('controls.cameraOff') }).click()

  const { page } = await come({ phone: true })
  await signIn(page, app.http + app.demo.links.convenor)
  await page.goto(`${app.http}/rooms/${app.demo.meetings.live}`)
  const picture = page.locator('.tile-big video')
  await expect(picture).toBeVisible({ timeout: 45_000 })
  // A page that was opened without a press may have to be told to sound, whenever that is; it asks with the height of a button.
  const sound = page.locator('.start-audio').getByRole('button')
  await page.addLocatorHandler(sound, () => sound.click())
  await picture.evaluate((video) => video.setAttribute('data-first', ''))
  const stage = page.getByRole('main', { name: rooms('panes.stage') })
  const minutes = page.getByRole('region', { name: rooms('panes.minutes'), exact: true })
  const controls = page.getByRole('toolbar', { name: rooms('controls.label') })

  for (const [width, height] of [
    [568, 320],
    [640, 360],
    [667, 375],
    [740, 360],
  ] as const) {
    await test.step(`${width} × ${height}`, async () => {
      await page.setViewportSize({ width, height })
      await expect(controls).toBeVisible()
      await expect(tab(page, 'stage')).toHaveCount(0)
      await expect(minutes).toBeVisible()
      // The stage's size follows the window a moment later.
      await expect.poll(async () => (await stage.boundingBox())!.height).toBeGreaterThan(height * 0.6)
      await expect(sound).toHaveCount(0)
      await expect.poll(async () => (await picture.boundingBox())!.height).toBeGreaterThan(height * 0.4)
      expect(await outOfSight(page, '.room-dock button, .room-top button')).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    })
  }
  await page.setViewportSize({ width: 360, height: 740 })
  await expect(tab(page, 'minutes')).toBeVisible()
  await expect(controls).toHaveCount(0)
  await expect(page.locator('video[data-first]')).toBeVisible()
})
