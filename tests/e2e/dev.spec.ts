// `npm run dev`: pages come alive there too, under the same strict policy.
import { expect, openHouse, test } from '../support/story'
import { words } from '../support/words'

const app = openHouse({ withDemo: false, withLiveKit: false, isDev: true })
const shell = words('en', 'shell')

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
