// Following up: find an item, take the next step with a remark, see it in the history, go back to its paragraph.
import { expect, openHouse, signIn, test } from '../support/story'
import { words } from '../support/words'

const app = openHouse()
const t = words('zh-Hant', 'action-items')

test('filter, report, and the way back to the minutes', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  await page.goto(`${app.http}/action-items?view=all`)
  await expect(page.getByRole('heading', { name: t('title') }).first()).toBeVisible()
  const search = page.getByRole('search', { name: t('filters.label') })
  await search.getByLabel(t('filters.state')).selectOption('doing')
  await search.getByRole('button', { name: t('filters.apply') }).click()
  await expect(page).toHaveURL(/state=doing/)
  const [row] = await app.sql(
    "select id::text, title from action_items where state = 'doing' and lead_unit_id is not null order by due_on limit 1",
  )
  await search.getByLabel(t('filters.q')).fill(String(row!.title).slice(0, 6))
  await search.getByRole('button', { name: t('filters.apply') }).click()
  await page
    .getByRole('link', { name: String(row!.title) })
    .first()
    .click()
  await expect(page).toHaveURL(new RegExp(String(row!.id)))
  const item = page
    .getByRole('dialog')
    .or(page.getByRole('main'))
    .filter({ hasText: t('detail.history') })
    .last()
  const remark = '兩所學校已經試行，照片在附件。'
  await item.getByLabel(t('detail.remark')).fill(remark)
  await item.getByRole('button', { name: t('steps.doingToVerify') }).click()
  await expect(item.getByText(remark)).toBeVisible()
  const [now] = await app.sql('select state from action_items where id = $1', [String(row!.id)])
  expect(now!.state).toBe('toVerify')
  // A step that needs a reason keeps what was typed and says so.
  await page.reload()
  await expect(page.getByText(remark).first()).toBeVisible()
  const source = page.locator('.item-detail a').first()
  await source.click()
  await expect(page).toHaveURL(/\/(meetings|rooms)\//)
  await expect(page.getByText(String(row!.title)).first()).toBeVisible({ timeout: 20_000 })
})
