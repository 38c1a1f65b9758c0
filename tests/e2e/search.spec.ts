// Looking for something: `/` from any page, one character, the other script, marked, by keyboard alone; and on a phone.
import { expect, openHouse, signIn, test } from '../support/story'
import { words } from '../support/words'

const app = openHouse()
const t = words('zh-Hant', 'search')

test.beforeAll(async () => {
  const [topic] = await app.sql('select county_id, body_id from topics limit 1')
  await app.sql(
    `insert into topics (county_id, id, body_id, title, problem, created_at)
     values ($1, gen_random_uuid(), $2, '校門口臨時停車', '早高峰時段擁堵', now())`,
    [String(topic!.county_id), String(topic!.body_id)],
  )
  await expect
    .poll(async () => (await app.sql('select count(*)::int as n from search_marks'))[0]!.n, { timeout: 20_000 })
    .toBe(0)
})

test('by keyboard, in simplified characters, a traditional text is found and marked', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  // A key is nobody's until the page's script is there.
  await expect(async () => {
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('searchbox', { name: t('field') })).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.type('临时停车')
  await page.keyboard.press('Enter')
  const found = page.getByRole('list', { name: t('found', { q: '临时停车' }) })
  await expect(found.getByRole('listitem').first().getByRole('link')).toHaveText('校門口臨時停車')
  await expect(found.locator('mark').first()).toHaveText('臨時停車')
  await found.getByRole('link').first().press('Enter')
  await expect(page.getByRole('heading', { name: '校門口臨時停車' })).toBeVisible()
})

test('one character, one kind, nothing', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.liaison)
  await page.goto(`${app.http}/search?q=${encodeURIComponent('校')}`)
  await page
    .getByRole('navigation', { name: t('kinds') })
    .getByRole('link', { name: t('kind.topic') })
    .click()
  await expect(
    page
      .getByRole('list', { name: t('found', { q: '校' }) })
      .getByRole('listitem')
      .first(),
  ).toBeVisible()
  const box = page.getByRole('searchbox', { name: t('label') })
  await box.fill('沒有這樣的詞')
  await box.press('Enter')
  await expect(page.getByText(t('none', { q: '沒有這樣的詞' }))).toBeVisible()
})
