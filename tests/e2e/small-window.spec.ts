// The big picture in a window of its own: the tile where the browser takes a document, the video alone where it takes only
// that, no button where it takes neither.
import { enterRoom } from '../support/room-page'
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { words } from '../support/words'

const rooms = words('zh-Hant', 'rooms')
const app = openHouse()

const menu = (page: Page) =>
  page
    .getByRole('toolbar', { name: rooms('controls.label') })
    .getByRole('button', { name: rooms('controls.more') })
    .click()
const item = (page: Page) => page.getByRole('menuitem', { name: rooms('smallWindow.open') })
const note = (page: Page) => page.getByRole('status').filter({ hasText: rooms('smallWindow.title') })

/** Seconds that the picture outside has played, with the words beside it; null while nothing is outside. */
const outside = (page: Page) =>
  page.evaluate(() => {
    const its = (window as { documentPictureInPicture?: { window: Window | null } }).documentPictureInPicture?.window
    const video = its ? its.document.querySelector('video') : (document.pictureInPictureElement as HTMLVideoElement)
    return video ? { seconds: video.currentTime, said: its?.document.body.innerText ?? '' } : null
  })

async function expectMoving(page: Page) {
  const before = (await outside(page))?.seconds ?? 0
  await expect.poll(async () => (await outside(page))?.seconds ?? 0).toBeGreaterThan(before + 0.5)
}

test('goes out, follows on, comes back, and ends with the room', async ({ come }) => {
  test.setTimeout(240_000)
  const secretary = (await come()).page
  await signIn(secretary, app.http + app.demo.links.secretary)
  await enterRoom(secretary, app)
  await secretary.getByRole('button', { name: rooms('controls.cameraOff') }).click()
  const own = secretary.locator('.tile[data-seat] video')
  await expect(own.first()).toBeVisible({ timeout: 30_000 })
  const seat = (await secretary.locator('.tile[data-seat]').first().getAttribute('data-seat'))!
  const [{ name } = { name: '' }] = await app.sql('select name from seats where id = $1', [seat])

  const convenor = await come()
  const { page } = convenor
  await signIn(page, app.http + app.demo.links.convenor)
  await enterRoom(page, app)

  await test.step('the whole tile, where the browser takes a document', async () => {
    await expect(page.locator('.tile-big video')).toBeVisible({ timeout: 30_000 })
    await menu(page)
    await item(page).click()
    await expect(note(page)).toBeVisible()
    await expectMoving(page)
    expect((await outside(page))!.said).toContain(String(name))
    await expect(page.locator('.tile-big video')).toHaveCount(0)
    await note(page)
      .getByRole('button', { name: rooms('smallWindow.back') })
      .click()
    await expect(page.locator('.tile-big video')).toBeVisible()
    await expect.poll(() => outside(page)).toBe(null)
    // By the key too; closed by its own button, it is back on the stage.
    await page.keyboard.press('Alt+KeyP')
    await expect(note(page)).toBeVisible()
    await page.evaluate(() =>
      (window as { documentPictureInPicture?: { window: Window } }).documentPictureInPicture!.window.close(),
    )
    await expect(note(page)).toHaveCount(0)
    await page.keyboard.press('Alt+KeyP')
    await expect(note(page)).toBeVisible()
    await page.getByRole('button', { name: rooms('controls.leave'), exact: true }).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: rooms('leaving.leave'), exact: true })
      .click()
    await expect(page.getByRole('heading', { name: rooms('over.left.title') })).toBeVisible()
    await expect.poll(() => outside(page)).toBe(null)
  })

  await test.step('the video alone, where it takes no document', async () => {
    await convenor.context.addInitScript(() =>
      Object.defineProperty(window, 'documentPictureInPicture', { value: undefined }),
    )
    await enterRoom(page, app)
    await expect(page.locator('.tile-big video')).toBeVisible({ timeout: 30_000 })
    await menu(page)
    await item(page).click()
    await expectMoving(page)
    await expect(note(page)).toBeVisible()
    await page.evaluate(() => document.exitPictureInPicture())
    await expect(note(page)).toHaveCount(0)
  })

  await test.step('nothing, where it takes neither', async () => {
    await convenor.context.addInitScript(() =>
      Object.defineProperty(document, 'pictureInPictureEnabled', { value: false }),
    )
    await enterRoom(page, app)
    await expect(page.locator('.tile-big video')).toBeVisible({ timeout: 30_000 })
    await menu(page)
    await expect(page.getByRole('menuitem', { name: rooms('more.devices') })).toBeVisible()
    await expect(item(page)).toHaveCount(0)
  })
})
