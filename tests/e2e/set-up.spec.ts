// The first minute: an empty house, a code from the terminal, a county of one's own. A wrong code is counted.
import { expect, openHouse, test, type Page } from '../support/story'
import { words } from '../support/words'

const app = openHouse({ withDemo: false })
const setup = words('zh-Hant', 'setup')
const errors = words('zh-Hant', 'errors')
const shell = words('zh-Hant', 'shell')

const password = '校門口的老槐樹開花了'
const codeOf = () => /Set-up code (\S+)/.exec(app.said())![1]!

const countyForm = (page: Page) =>
  page.locator('form').filter({ has: page.getByRole('button', { name: setup('county.submit') }) })

async function fill(page: Page, code: string) {
  const form = countyForm(page)
  await form.getByLabel(setup('code')).fill(code)
  await form.getByLabel(setup('county.password'), { exact: true }).fill(password)
  await form.getByLabel(setup('county.passwordAgain')).fill(password)
}

/** Sends the form and waits for the answer to this very try: only that empties the code, the words of the last one still stand. */
async function refused(page: Page) {
  const form = countyForm(page)
  await form.getByRole('button', { name: setup('county.submit') }).click()
  await expect(form.getByLabel(setup('code'))).toHaveValue('')
}

test('five wrong codes, a new one, a county', async ({ come, watch }) => {
  watch.expectErrors(/status of 4\d\d/)
  const { page } = await come()
  await page.goto(app.http)
  await expect(page).toHaveURL(/\/setup$/)
  await expect(page.getByRole('heading', { name: setup('county.title') })).toBeVisible()
  const form = countyForm(page)
  await form.getByLabel(setup('county.name')).fill('青石縣')
  await form.getByLabel(setup('county.personName')).fill('林曉雯')
  await form.getByLabel(setup('county.userName')).fill('lin.xw')
  await form.getByLabel(setup('county.bodyName')).fill('青石縣家校社協同育人教聯體')
  await form.getByLabel(setup('county.leadUnitName')).fill('青石縣教育局')
  const right = codeOf()
  for (let i = 0; i < 5; i++) {
    await fill(page, 'WRNG-WRNG')
    await refused(page)
    await expect(page.getByText(errors('setup_code_wrong.title')).first()).toBeVisible()
    await expect(form.getByLabel(setup('county.name'))).toHaveValue('青石縣')
  }
  // The right one comes too late: five tries are spent.
  await fill(page, right)
  await refused(page)
  await expect(
    page.getByText(new RegExp(`${errors('setup_code_wrong.title')}|${errors('too_many_tries.title')}`)).first(),
  ).toBeVisible()
  await expect(form.getByLabel(setup('county.personName'))).toHaveValue('林曉雯')
  const { code } = await app.hub<{ code: string }>('admin', 'setup-code')
  await fill(page, code.toLowerCase())
  await form.getByRole('button', { name: setup('county.submit') }).click()
  await expect(page).toHaveURL((address) => address.pathname === '/', { timeout: 30_000 })
  await expect(page.getByRole('navigation', { name: shell('nav.label') }).first()).toBeVisible()
  // The house is taken: neither the page nor the code opens it again.
  await page.goto(`${app.http}/setup`)
  await expect(countyForm(page)).toHaveCount(0)
  const counties = await app.sql('select name from counties')
  expect(counties).toEqual([{ name: '青石縣' }])
})
