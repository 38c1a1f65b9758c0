// Following up: find an item, take the next step with a remark, see it in the history, go back to its paragraph.
import { readFileSync } from 'node:fs'
import { CountyId, PersonId } from '@/server/ids'
import { makeAccountLink } from '@/server/people/make-account-link'
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
  // The list before it has the same item: a click there would be overtaken by the page that is on its way.
  await expect(page).toHaveURL(/q=[^&]/)
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

const l = words('zh-Hant', 'ledger')
const tagged = (tag: string) => app.sql('select id::text from action_items where $1 = any(tags) order by id', [tag])

test('several at once by keyboard, put back, told of what somebody changed meanwhile; and views, at 360 px', async ({
  come,
}) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.convenor)
  await page.goto(`${app.http}/action-items`)
  const boxes = page.locator('input[name="item"]:visible')
  await expect(page.getByLabel(l('several.all'))).toBeVisible()
  const field = page.getByRole('search', { name: t('filters.label') }).getByLabel(t('filters.q'))
  // A key is nobody's until the page's script is there.
  await expect(async () => {
    await page.getByLabel(l('several.all')).focus()
    await page.keyboard.press('/')
    await expect(field).toBeFocused({ timeout: 500 })
  }).toPass()
  await page
    .getByRole('heading', { name: t('title') })
    .first()
    .click()
  await page.keyboard.press('/')
  await expect(field).not.toBeFocused()

  // Two rows by keys alone; then a tag for both. A letter means nothing before one is in the list.
  await page.keyboard.press('j')
  await expect(page.locator('.item-link:focus')).toHaveCount(0)
  await page.getByLabel(l('several.all')).focus()
  await page.keyboard.press('j')
  await expect(page.locator(':focus')).toHaveClass(/item-link/)
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+X')
  await expect(boxes.nth(0)).toBeChecked()
  await expect(boxes.nth(1)).toBeChecked()
  const ids = [await boxes.nth(0).inputValue(), await boxes.nth(1).inputValue()].map((value) => value.slice(0, 36))
  const bar = page.getByRole('group', { name: l('several.bar') })
  await bar.getByLabel(l('several.addTags')).fill('開學前')
  await bar.getByRole('button', { name: l('several.submit') }).click()
  await expect(page.locator('.toasts').getByRole('button', { name: l('several.takeBack') })).toBeVisible()
  expect((await tagged('開學前')).map((row) => row.id)).toEqual(ids.toSorted())
  await page
    .locator('.toasts')
    .getByRole('button', { name: l('several.takeBack') })
    .click()
  await expect.poll(() => tagged('開學前')).toEqual([])

  // A reason is missing: what was ticked and typed stays. Then one of the two has changed since.
  await expect(bar).toBeHidden()
  await boxes.nth(0).check()
  await boxes.nth(1).click({ modifiers: ['Shift'] })
  await bar.getByLabel(l('several.verb')).selectOption('chase')
  await bar.getByRole('button', { name: l('several.submit') }).click()
  await expect(bar.getByLabel(l('several.reason'))).toHaveAttribute('aria-invalid', 'true')
  await expect(boxes.nth(1)).toBeChecked()
  await app.sql('update action_items set last_seq = last_seq + 1 where id = $1', [ids[0]!])
  await bar.getByLabel(l('several.verb')).selectOption('label')
  await bar.getByLabel(l('several.addTags')).fill('開學後')
  await bar.getByRole('button', { name: l('several.submit') }).click()
  await expect(page.getByText(l('several.results.conflict'))).toBeVisible()
  expect(await tagged('開學後')).toEqual([{ id: ids[1] }])

  // A view is kept, named anew, removed and put back; all of it at the width of a small phone.
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(`${app.http}/action-items?view=late`)
  await page.getByText(l('views.manage')).click()
  await page.getByLabel(l('views.name')).fill('逾期的')
  await page.getByRole('button', { name: l('views.keep'), exact: true }).click()
  const views = page.getByRole('navigation', { name: l('views.label') })
  await expect(views.getByRole('link', { name: '逾期的' })).toHaveAttribute('aria-current', 'true')
  await page.goto(`${app.http}/action-items?view=all`)
  await views.getByRole('link', { name: '逾期的' }).click()
  await expect(page).toHaveURL(/view=late/)
  await page.getByText(l('views.manage')).click()
  await page.getByLabel(l('views.newName', { name: '逾期的' })).fill('紅色的')
  await page.getByRole('button', { name: l('views.rename') }).click()
  await expect(views.getByRole('link', { name: '紅色的' })).toBeVisible()
  await page.getByRole('button', { name: l('views.removeOf', { name: '紅色的' }) }).click()
  await expect(views).toHaveCount(0)
  await page
    .locator('.toasts')
    .getByRole('button', { name: l('views.putBack') })
    .click()
  await expect(views.getByRole('link', { name: '紅色的' })).toBeVisible()

  await page.goto(`${app.http}/action-items?view=all`)
  const box = page.locator('input[name="item"]:visible').first()
  await box.check()
  await expect(page.getByRole('group', { name: l('several.bar') })).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})

test('the ledger as a workbook, with how far it is; a paper that would be too long is refused in words', async ({
  come,
}) => {
  const { page } = await come()
  // The link of the first story is used up.
  const [county, secretary] = [CountyId.parse(app.demo.county.id), PersonId.parse(app.demo.people.secretary)]
  const link = await app.withDb((db) =>
    makeAccountLink(db, { kind: 'operator' }, county, secretary, 'sign-in', new Date()),
  )
  await signIn(page, app.http + link.path)
  await page.goto(`${app.http}/action-items?view=all`)
  await page.getByText(t('take.title'), { exact: true }).click()
  const menu = page.getByRole('group', { name: t('take.label') })
  const coming = page.waitForEvent('download')
  await menu.getByRole('link', { name: t('take.xlsx') }).click()
  const taken = await coming
  expect(taken.suggestedFilename()).toMatch(/^ledger-\d{4}-\d\d-\d\d\.xlsx$/)
  expect(
    readFileSync(await taken.path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
  await expect(menu.getByText(t('take.taken', { file: taken.suggestedFilename() }))).toBeVisible()
  await app.sql(`insert into action_items (county_id, id, document_id, local_id, meeting_id, number, title, created_at, changed_at)
    select county_id, gen_random_uuid(), document_id, 'more' || n, meeting_id, 20000 + n, title, created_at, changed_at
    from (select * from action_items where origin = 'minutes' and withdrawn_at is null limit 1) as one, generate_series(1, 3001) n`)
  await menu.getByRole('link', { name: t('take.pdf') }).click()
  await expect(menu.getByText(words('zh-Hant', 'errors')('too_large.title'))).toBeVisible()
  // A workbook has no such end, and shows how far it is.
  const seen = page.evaluate(
    () =>
      new Promise<number>((done) => {
        const look = () => {
          const bar = document.querySelector('progress')
          if (bar && bar.value > 0) done(bar.value)
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
  const larger = page.waitForEvent('download')
  await menu.getByRole('link', { name: t('take.xlsx') }).click()
  expect(await seen).toBeGreaterThanOrEqual(1000)
  expect(readFileSync(await (await larger).path()).byteLength).toBeGreaterThan(50_000)
})
