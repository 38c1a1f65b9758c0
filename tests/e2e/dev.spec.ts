// `npm run dev`: pages and the room come alive there too, under the same strict policy.
import { editorAt } from '../support/room-page'
import { expect, openHouse, signIn, test } from '../support/story'
import { pattern, words } from '../support/words'

const app = openHouse({ isDev: true })
const shell = words('en', 'shell')
const rooms = words('en', 'rooms')

test('a page of the development server answers a press', async ({ come }) => {
  const { page } = await come({ lang: 'en' })
  await page.goto(`${app.http}/setup`)
  let loads = 0
  page.on('framenavigated', () => loads++)
  const theme = page.getByRole('group', { name: shell('switches.theme') })
  await expect(async () => {
    loads = 0
    for (const name of ['light', 'dark'] as const) {
      await theme.getByRole('button', { name: shell(`switches.${name}`) }).click()
      await expect(page.locator('html')).toHaveAttribute('data-theme', name, { timeout: 3_000 })
    }
    // Without scripts the switch is a form, which loads the page anew.
    expect(loads).toBe(0)
  }).toPass({ timeout: 60_000 })
})

test('the room of the development server has its minutes, its signals and its media', async ({ come }) => {
  test.setTimeout(300_000)
  const { page } = await come({ lang: 'en' })
  await signIn(page, app.http + app.demo.links.liaison, 'en')
  await page.goto(`${app.http}/rooms/${app.demo.meetings.live}`)
  // It is compiled first.
  await expect(editorAt(page, 0, 'en')).toBeVisible({ timeout: 120_000 })
  const camera = page.getByRole('button', { name: rooms('controls.cameraOff') })
  await camera.click({ timeout: 60_000 })
  await expect(page.getByRole('button', { name: rooms('controls.cameraOn') })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: rooms('controls.askFloor') }).click()
  await expect(page.getByRole('button', { name: pattern(rooms('controls.handUp')) })).toBeVisible({ timeout: 30_000 })
})
