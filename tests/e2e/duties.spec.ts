// Who leads what: the matrix by keyboard alone, two editors at once, the way from an item to its duty, and a phone.
import AxeBuilder from '@axe-core/playwright'
import { CountyId, PersonId } from '@/server/ids'
import { makeAccountLink } from '@/server/people/make-account-link'
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { pattern, words } from '../support/words'

const app = openHouse()
const t = words('zh-Hant', 'duties')
const errors = words('zh-Hant', 'errors')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const matrixAt = () => `${app.http}/bodies/${app.demo.bodies[0]!.id}/duties`
const partsOf = async (title: string) => {
  const [row] = await app.sql(
    `select d.id::text, l.name as lead, d.version,
      (select string_agg(u.name, ' ' order by u.name) from duty_units a join units u on u.id = a.unit_id where a.duty_id = d.id) as assisting
     from duties d join units l on l.id = d.lead_unit_id where d.title = $1`,
    [title],
  )
  return row as { id: string; lead: string; version: number; assisting: string }
}
const expectClean = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`)).toEqual([])
}

test('the lead moves by keyboard, two editors do not overwrite each other, an item shows its duty', async ({
  come,
}) => {
  const { page, context } = await come({ phone: false })
  await signIn(page, app.http + app.demo.links.secretary)
  const [gates] = await app.sql('select title from duties where version = 2')
  const title = String(gates!.title)
  const before = await partsOf(title)

  await page.goto(matrixAt())
  const grid = page.getByRole('grid')
  await expect(grid).toBeVisible()
  // One stop for Tab: the first cell. Arrows walk from there.
  const cells = grid.locator('[data-cell]')
  await expect(cells.and(page.locator('[tabindex="0"]'))).toHaveCount(1)
  const health = (await app.sql('select id::text, name from units where id = $1', [app.demo.units.health!]))[0]!
  const cell = (unit: string) =>
    grid.getByRole('button', { name: pattern(t('cell', { unit, duty: title, part: '{part}' })) })
  const target = cell(String(health.name))
  const [row, column] = (await target.getAttribute('data-cell'))!.split(' ').map(Number) as [number, number]
  await cells.first().focus()
  for (let i = 0; i < row; i++) await page.keyboard.press('ArrowDown')
  for (let i = 0; i < column; i++) await page.keyboard.press('ArrowRight')
  await expect(target).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(target).toHaveAccessibleName(
    t('cell', { unit: String(health.name), duty: title, part: t('parts.assisting') }),
  )
  await page.keyboard.press('Delete')
  await expect(target).toHaveAccessibleName(
    t('cell', { unit: String(health.name), duty: title, part: t('parts.none') }),
  )
  await page.keyboard.press('Enter')
  await expect(target).toHaveAccessibleName(
    t('cell', { unit: String(health.name), duty: title, part: t('parts.assisting') }),
  )
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(before.lead)
  await expectClean(page)
  await dialog.getByRole('button', { name: t('ask.lead', { unit: String(health.name) }) }).focus()
  await page.keyboard.press('Enter')
  await expect(target).toHaveAccessibleName(
    t('cell', { unit: String(health.name), duty: title, part: t('parts.lead') }),
  )
  const after = await partsOf(title)
  expect(after.lead).toBe(health.name)
  expect(after.assisting.split(' ')).toContain(before.lead)

  // Two windows on one duty: the second is told, keeps what was typed, and sees what is there now.
  const other = await context.newPage()
  await page.goto(`${matrixAt()}/${after.id}`)
  await other.goto(`${matrixAt()}/${after.id}`)
  await expect(page.getByText(t('history.lead', { was: before.lead, now: after.lead }))).toBeVisible()
  await page.getByLabel(t('form.content')).fill('由第一位改寫')
  await page.getByRole('button', { name: t('form.save') }).click()
  await expect(page.getByText(t('form.done'))).toBeVisible()
  await other.getByLabel(t('form.content')).fill('由第二位改寫')
  await other.getByRole('button', { name: t('form.save') }).click()
  await expect(other.getByText(errors('conflict.title'))).toBeVisible()
  await expect(other.getByLabel(t('form.content'))).toHaveValue('由第二位改寫')
  await expect(other.getByText(t('form.now', { value: '由第一位改寫' }))).toBeVisible()
  await expectClean(other)
  await other.getByRole('button', { name: t('form.save') }).click()
  await expect(other.getByText(t('form.done'))).toBeVisible()
  const [stored] = await app.sql('select content from duties where id = $1', [after.id])
  expect(stored!.content).toBe('由第二位改寫')

  // From the duty to its item, and there to another duty.
  await page.reload()
  await page
    .getByRole('region', { name: pattern(t('items.title')) })
    .getByRole('link')
    .first()
    .click()
  await expect(page).toHaveURL(/\/action-items\//)
  const choose = page.getByLabel(t('ofItem.choose'))
  await choose.selectOption({ index: 1 })
  await page.getByRole('button', { name: t('ofItem.set') }).click()
  await expect(page.getByRole('link', { name: (await choose.locator('option').nth(1).textContent())! })).toBeVisible()

  // Order by keyboard, and the end of a duty with its reason.
  await page.goto(matrixAt())
  const [first] = await app.sql('select title from duties where position = 1')
  const down = grid.getByRole('button', { name: t('order.down', { title: String(first!.title) }) })
  await down.focus()
  await page.keyboard.press('Enter')
  await expect
    .poll(
      async () => (await app.sql('select position from duties where title = $1', [String(first!.title)]))[0]!.position,
    )
    .toBe(2)
  await expect(down).toBeFocused()
  await page.goto(`${matrixAt()}/${after.id}`)
  await page.getByLabel(t('end.reason')).fill('併入另一項')
  await page.getByRole('button', { name: t('end.submit') }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('end.submit') })
    .click()
  await expect(page.getByText('併入另一項').first()).toBeVisible()
  await expect(page.getByLabel(t('form.content'))).toHaveCount(0)

  // What leaves the house.
  const csv = await context.request.get(`${app.http}/api/export/duties?bodyId=${app.demo.bodies[0]!.id}&format=csv`)
  expect([csv.status(), (await csv.text()).includes(String(first!.title))]).toEqual([200, true])
  const stranger = await come({ phone: false })
  const refused = await stranger.context.request.get(
    `${app.http}/api/export/duties?bodyId=${app.demo.bodies[0]!.id}&format=csv`,
  )
  expect(refused.status()).toBe(401)
})

test('presses that come faster than the answers are all taken, in their order', async ({ come }) => {
  const { page } = await come({ phone: false })
  const [countyId, person] = [CountyId.parse(app.demo.county.id), PersonId.parse(app.demo.people.secretary)]
  const link = await app.withDb((db) =>
    makeAccountLink(db, { kind: 'operator' }, countyId, person, 'sign-in', new Date()),
  )
  await signIn(page, app.http + link.path)
  await page.goto(matrixAt())
  const grid = page.getByRole('grid')
  const [duty] = await app.sql(
    'select id::text, title, version from duties where ended_at is null order by position limit 1',
  )
  const title = String(duty!.title)
  const free = await app.sql(
    `select u.name from units u where u.county_id = (select county_id from duties where id = $1)
      and not exists (select 1 from duties d where d.id = $1 and d.lead_unit_id = u.id)
      and not exists (select 1 from duty_units a where a.duty_id = $1 and a.unit_id = u.id)
      and exists (select 1 from body_units b where b.unit_id = u.id and b.body_id = $2) order by u.name limit 3`,
    [String(duty!.id), app.demo.bodies[0]!.id],
  )
  expect(free).toHaveLength(3)
  const cell = (unit: unknown, part: 'assisting' | 'none') =>
    grid.getByRole('button', { name: t('cell', { unit: String(unit), duty: title, part: t(`parts.${part}`) }) })

  // The first is answered only when all have been pressed.
  let sent = 0
  let letGo = () => {}
  const held = new Promise<void>((done) => (letGo = done))
  await page.route(matrixAt(), async (route) => {
    if (route.request().method() === 'POST' && ++sent === 1) await held
    await route.fallback()
  })
  for (const { name } of free) {
    await cell(name, 'none').click()
    await expect(cell(name, 'assisting')).toBeVisible()
  }
  // Taken back again before any of them is known.
  await cell(free[1]!.name, 'assisting').press('Delete')
  const down = grid.getByRole('button', { name: t('order.down', { title }), exact: true })
  await down.press('Enter')
  await expect(down).toBeFocused()
  await down.press('Enter')
  await expect(down).toBeFocused()
  expect(sent).toBe(1)
  letGo()
  await expect(grid).not.toHaveAttribute('aria-busy', 'true')
  expect(sent).toBe(6)
  for (const [at, part] of (['assisting', 'none', 'assisting'] as const).entries())
    await expect(cell(free[at]!.name, part)).toBeVisible()
  const now = async () =>
    (
      await app.sql(
        `select d.version, d.position, (select string_agg(u.name, ' ' order by u.name) from duty_units a
          join units u on u.id = a.unit_id where a.duty_id = d.id) as assisting from duties d where d.id = $1`,
        [String(duty!.id)],
      )
    )[0]!
  const after = await now()
  expect([after.version, after.position]).toEqual([Number(duty!.version) + 4, 3])
  expect(String(after.assisting).split(' ')).toEqual(expect.arrayContaining([free[0]!.name, free[2]!.name]))
  expect(String(after.assisting).split(' ')).not.toContain(free[1]!.name)
})

test('on a phone it is a list, and a member only reads', async ({ come }) => {
  const { page } = await come({ phone: true })
  await signIn(page, app.http + app.demo.links.liaison)
  await page.goto(`${app.http}/bodies/${app.demo.bodies[0]!.id}`)
  await page.getByRole('link', { name: t('open') }).click()
  await expect(page.getByRole('heading', { level: 1, name: t('title') })).toBeVisible()
  await expect(page.getByRole('table')).toHaveCount(0)
  const cards = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ hasText: t('parts.lead') })
  await expect(cards).toHaveCount(14)
  await expect(page.getByRole('button', { name: pattern(t('order.up')) })).toHaveCount(0)
  await expectClean(page)
  await cards.first().getByRole('link').first().click()
  await expect(page.getByText(pattern(t('history.created')))).toBeVisible()
  await expect(page.getByRole('button', { name: t('form.save') })).toHaveCount(0)
})

test('an empty matrix is filled from the law, each duty with a lead that was chosen', async ({ come }) => {
  await app.sql('update action_items set duty_id = null, duty_body_id = null')
  await app.sql('delete from duty_units')
  await app.sql('delete from duty_changes')
  await app.sql('delete from duties')
  const { page } = await come({ phone: false })
  await signIn(page, app.http + app.demo.links.convenor)
  await page.goto(matrixAt())
  await page.getByRole('link', { name: t('empty.starter') }).click()
  const leads = page.getByRole('combobox')
  await expect(leads).toHaveCount(13)
  // Offered by kind and name; one is changed, one left out.
  await expect(leads.nth(0)).toHaveValue(app.demo.units.government!)
  await leads.nth(0).selectOption(app.demo.units.town!)
  await leads.nth(12).selectOption('')
  await expectClean(page)
  await page.getByRole('button', { name: t('starter.submit', { count: 12 }) }).click()
  await expect(page.getByRole('grid')).toBeVisible()
  const rows = await app.sql('select lead_unit_id::text as lead from duties order by position')
  expect(rows).toHaveLength(12)
  expect(rows[0]!.lead).toBe(app.demo.units.town)
})
