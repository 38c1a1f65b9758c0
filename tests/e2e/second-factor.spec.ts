// Two-step sign-in: set up in one's settings, asked at the door, lost and reset, and required by the county.
import { codeAt } from '@/server/security/totp'
import { hashPassword } from '@/server/people/password'
import { isClean } from '../support/axe'
import { expect, openHouse, test, type Page } from '../support/story'
import { words } from '../support/words'

const app = openHouse()
const settings = words('zh-Hant', 'settings')
const door = words('zh-Hant', 'sign-in')
const errors = words('zh-Hant', 'errors')
const people = words('zh-Hant', 'people')
const password = '校門口的老槐樹開花了'

test.beforeAll(async () => {
  const hash = await hashPassword(password)
  await app.sql(
    "update people set password_hash = $1, admin_roles = '{system,security}' where user_name = 'demo.administrator'",
    [hash],
  )
  await app.sql("update people set password_hash = $1 where user_name in ('demo.secretary', 'demo.convenor')", [hash])
})

async function enter(page: Page, login: string) {
  await page.goto(`${app.http}/sign-in`)
  await page.getByLabel(door('login')).fill(login)
  await page.getByLabel(door('password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: door('submit') }).click()
}
const isHome = (page: Page) => expect(page).toHaveURL((address) => address.pathname === '/')
const secretOn = async (page: Page) => (await page.locator('.factor-secret').innerText()).replace(/\s/g, '')
/** The clock is the machine's: a code of the step after is taken too, and was surely not used before. */
const next = (secret: string) => codeAt(secret, new Date(Date.now() + 30_000))

test('set up in settings, then asked at the door; a used code and a stranger’s are refused', async ({
  come,
  watch,
}) => {
  watch.expectErrors(/status of 4\d\d/)
  const { page } = await come({ lang: 'zh-Hant' })
  await enter(page, 'demo.secretary')
  await isHome(page)
  await page.goto(`${app.http}/settings`)
  await page.getByRole('button', { name: settings('factor.start') }).click()
  await expect(page.getByText(errors('fields.required'))).toBeVisible()
  await page.getByLabel(settings('factor.startPassword')).fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('img', { name: settings('factor.qr') })).toBeVisible()
  const secret = await secretOn(page)
  await page.getByLabel(settings('factor.code')).fill('000000')
  await page.keyboard.press('Enter')
  await expect(page.getByText(errors('fields.codeWrong'))).toBeVisible()
  await isClean(page)
  const used = codeAt(secret, new Date())
  await page.getByLabel(settings('factor.code')).fill(used)
  await page.keyboard.press('Enter')
  const codes = page.getByRole('list', { name: settings('factor.codesLabel') }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  const recovery = await codes.allInnerTexts()
  await isClean(page)

  const { page: other } = await come({ lang: 'zh-Hant', phone: true })
  await enter(other, 'demo.secretary')
  await expect(other.getByRole('heading', { name: door('code.title') })).toBeVisible()
  // Half in is not in.
  await other.goto(`${app.http}/people`)
  await expect(other).toHaveURL(/\/sign-in\/code\?callbackUrl=%2Fpeople$/)
  await other.getByLabel(settings('factor.code')).fill(used)
  await other.keyboard.press('Enter')
  await expect(other.getByText(errors('fields.codeWrong'))).toBeVisible()
  await isClean(other)
  await other.getByLabel(settings('factor.code')).fill(recovery[0]!)
  await other.keyboard.press('Enter')
  await expect(other).toHaveURL(/\/people$/)
  await page.goto(`${app.http}/settings`)
  await expect(page.getByText(/9 個恢復碼/)).toBeVisible()

  // The other browser is put out from here.
  await page.getByRole('button', { name: settings('endOthers') }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: settings('endOthers') })
    .click()
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await other.reload()
  await expect(other).toHaveURL(/\/sign-in/)
})

test('lost: the security administrator resets it; required: nobody of staff is in without', async ({ come, watch }) => {
  watch.expectErrors(/status of 4\d\d/)
  const { page } = await come({ lang: 'zh-Hant' })
  await enter(page, 'demo.administrator')
  await isHome(page)
  await page.goto(`${app.http}/people`)
  const name = '林曉雯'
  await page.getByRole('button', { name: people('factor.resetOf', { name }) }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: people('factor.reset') })
    .click()
  await expect(page.getByRole('button', { name: people('factor.resetOf', { name }) })).toHaveCount(0)

  await page.goto(`${app.http}/settings/security`)
  await page.getByLabel(settings('security.factor')).check()
  await page.getByLabel(settings('security.idle')).selectOption('30')
  await page.getByRole('button', { name: settings('security.submit') }).click()
  await expect(page.getByText(settings('security.saved'))).toBeVisible()
  await page.reload()
  await expect(page.getByLabel(settings('security.factor'))).toBeChecked()
  await expect(page.getByLabel(settings('security.idle'))).toHaveValue('30')

  const { page: hers } = await come({ lang: 'zh-Hant', phone: true })
  await enter(hers, 'demo.secretary')
  await expect(hers.getByRole('heading', { name: door('enrol.title') })).toBeVisible()
  await hers.goto(`${app.http}/meetings`)
  await expect(hers).toHaveURL(/\/sign-in\/enrol/)
  await isClean(hers)
  const secret = await secretOn(hers)
  await hers.getByLabel(settings('factor.code')).fill(next(secret))
  await hers.keyboard.press('Enter')
  await expect(hers.getByRole('list', { name: settings('factor.codesLabel') }).getByRole('listitem')).toHaveCount(10)
  await hers.getByRole('link', { name: door('enrol.go') }).click()
  await expect(hers).toHaveURL(/\/meetings$/)
  await hers.goto(`${app.http}/settings`)
  await hers.getByText(settings('factor.manage')).click()
  await expect(hers.getByText(settings('factor.required'))).toBeVisible()
})
