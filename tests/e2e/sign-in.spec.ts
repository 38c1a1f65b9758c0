// Signing in by any of three names, being refused, and being out at once everywhere when a session ends.
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { editorAt, enterRoom } from '../support/room-page'
import { hashPassword } from '@/server/people/password'
import { words } from '../support/words'

const app = openHouse()
const t = words('zh-Hant', 'sign-in')
const errors = words('zh-Hant', 'errors')
const shell = words('zh-Hant', 'shell')
const minutes = words('zh-Hant', 'minutes')
const password = '校門口的老槐樹開花了'

test.beforeAll(async () => {
  await app.sql('update people set password_hash = $1, email = $2, phone = $3 where id = $4', [
    await hashPassword(password),
    'secretary@county.example',
    '13800138000',
    app.demo.people.secretary!,
  ])
})

async function tryIn(page: Page, login: string, word: string) {
  await page.goto(`${app.http}/sign-in`)
  await page.getByLabel(t('login')).fill(login)
  await page.getByLabel(t('password'), { exact: true }).fill(word)
  await page.getByRole('button', { name: t('submit') }).click()
}

for (const [what, login] of [
  ['user name', 'demo.secretary'],
  ['e-mail', 'Secretary@County.example'],
  ['phone number', '138 0013 8000'],
] as const)
  test(`by ${what}`, async ({ come }) => {
    const { page } = await come()
    await tryIn(page, login, password)
    await expect(page).toHaveURL((address) => address.pathname === '/')
    await expect(page.getByRole('navigation', { name: shell('nav.label') }).first()).toBeVisible()
  })

test('a wrong password: refused without saying which was wrong, the name stays', async ({ come, watch }) => {
  watch.expectErrors(/status of 401/)
  const { page } = await come()
  await tryIn(page, 'demo.secretary', 'not this one')
  await expect(page.getByText(errors('wrong_credentials.text'))).toBeVisible()
  await expect(page.getByLabel(t('login'))).toHaveValue('demo.secretary')
  await tryIn(page, 'nobody.at.all', 'not this one')
  await expect(page.getByText(errors('wrong_credentials.text'))).toBeVisible()
})

test('a sign-in link works once', async ({ come, watch }) => {
  watch.expectErrors(/status of 4\d\d/)
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.liaison)
  const { page: other } = await come()
  await other.goto(app.http + app.demo.links.liaison)
  await expect(other.getByRole('heading', { name: errors('link_used.title') })).toBeVisible()
})

test('a session that ends takes its sockets with it', async ({ come, watch }) => {
  watch.expectErrors(/status of 4\d\d|WebSocket/)
  const { page, context } = await come()
  await tryIn(page, 'demo.secretary', password)
  await expect(page).toHaveURL((address) => address.pathname === '/')
  await enterRoom(page, app)
  await expect(editorAt(page, 0)).toHaveAttribute('contenteditable', 'true', { timeout: 20_000 })
  // Signed out in another tab of the same browser.
  const other = await context.newPage()
  await other.goto(app.http)
  await other.getByRole('button', { name: new RegExp(shell('who.menu', { name: '.*' })) }).click()
  await other.getByRole('menuitem', { name: shell('who.signOut') }).click()
  await expect(other).toHaveURL(/\/sign-in/, { timeout: 20_000 })
  const out = page.getByText(minutes('closed.notSignedIn')).or(page.getByText(errors('not_signed_in.title')))
  await expect(out.first()).toBeVisible({ timeout: 15_000 })
  await expect(page.locator('.min-text[contenteditable="true"]')).toHaveCount(0)
})
