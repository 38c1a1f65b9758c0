// While a form's answer is on its way nothing in it can be changed that the answer would take away, and it is sent once: by
// every kind of control, by mouse and by keyboard, with the focus where it was.
import { expect, openHouse, signIn, test } from '../support/story'
import { words } from '../support/words'

const app = openHouse()
const t = words('zh-Hant', 'meetings')
const errors = words('zh-Hant', 'errors')

test('a meeting on its way is neither changed nor planned twice', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  await page.goto(`${app.http}/meetings/new`)
  let sent = 0
  let letGo = () => {}
  const held = new Promise<void>((done) => (letGo = done))
  await page.route('**/meetings/new', async (route) => {
    if (route.request().method() === 'POST' && ++sent === 1) await held
    await route.fallback()
  })
  const name = page.getByLabel(t('form.name'))
  const series = page.getByRole('combobox', { name: t('form.series') })
  const day = page.getByLabel(t('form.day'))
  await name.fill('期末聯席會議')
  await day.fill('2027-01-15')
  // An end before its beginning: it comes back, and every field must be what was sent.
  await page.getByLabel(t('form.from')).fill('15:00')
  await page.getByLabel(t('form.until')).fill('14:00')
  await page.getByText(t('form.readers.none')).first().click()
  const ticks = page.getByRole('group', { name: t('form.readers.legend', { n: 1 }) }).getByRole('checkbox')
  await ticks.nth(1).check()
  const kind = await series.inputValue()

  await name.press('Enter')
  await expect(name).not.toBeEditable()
  // Enter again, in the same field and in another.
  await name.press('Enter')
  await day.press('Enter')
  // By force: to Playwright what says that it is switched off cannot be pressed, to a person it can.
  await page.getByRole('button', { name: t('form.add'), exact: true }).click({ force: true })
  await page.getByRole('button', { name: t('form.remove', { n: 1 }), exact: true }).press('Enter')
  await series.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  await expect(series).toBeFocused()
  await expect(series).toHaveValue(kind)
  await ticks.nth(0).click({ force: true })
  await ticks.nth(1).press('Space')
  await ticks.nth(2).locator('xpath=ancestor::label').click({ force: true })
  await expect(ticks.nth(2)).not.toBeChecked()
  await expect(day).not.toBeEditable()
  letGo()

  await expect(page.getByText(errors('invalid_input.title'))).toBeVisible()
  await expect(name).toHaveValue('期末聯席會議')
  await expect(day).toHaveValue('2027-01-15')
  await expect(series).toHaveValue(kind)
  expect(
    await ticks
      .evaluateAll((all) => all.map((tick) => (tick as HTMLInputElement).checked))
      .then((on) => on.slice(0, 3)),
  ).toEqual([false, true, false])
  expect(sent).toBe(1)

  // Answered, everything can be changed again.
  await ticks.nth(0).check()
  await expect(ticks.nth(0)).toBeChecked()
  await expect(name).toBeEditable()
})
