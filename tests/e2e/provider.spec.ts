// Sign-in by the county's own OpenID Connect provider, a real one on loopback: bound in the settings, used, let go; and the
// sentences for whoever is nobody here, cancelled, or comes back twice.
import { hashPassword } from '@/server/people/password'
import { freePort } from '../support/app'
import { clientId, clientSecret, startProvider, type TestProvider } from '../support/oidc'
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { words } from '../support/words'

const t = words('zh-Hant', 'identities')
const errors = words('zh-Hant', 'errors')
const name = '縣政務認證'
const password = '校門口的老槐樹開花了'
const accounts = {
  secretary: {},
  liaison: { email: 'Liaison@County.example', email_verified: true },
  stranger: { email: 'stranger@county.example', email_verified: true },
  unverified: { email: 'liaison@county.example', email_verified: false },
}
const env: Record<string, string> = {}
let port = 0
let provider: TestProvider

// Each must know the other's address: the house is told where the provider will be, and asks it first at a sign-in.
test.beforeAll(async () => {
  port = await freePort()
  const issuer = `http://localhost:${port}`
  Object.assign(env, {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_NAME: name,
  })
})
const app = openHouse({ env })
test.beforeAll(async () => {
  provider = await startProvider([`${app.http}/api/oidc/callback`], accounts, port)
  await app.sql('update people set password_hash = $1 where id = $2', [
    await hashPassword(password),
    app.demo.people.secretary!,
  ])
  await app.sql('update people set email = $1 where id = $2', ['liaison@county.example', app.demo.people.liaison!])
})
test.afterAll(() => provider?.stop())

async function goAs(page: Page, account: string | null) {
  await page.goto(`${app.http}/sign-in`)
  await page.getByRole('link', { name: t('signIn', { name }) }).click()
  await page.getByRole('button', { name: account ?? 'No', exact: true }).click()
}
const isHome = (page: Page) => expect(page).toHaveURL((address) => address.pathname === '/')

test('bound in the settings, used to sign in, and let go', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  await page.goto(`${app.http}/settings`)
  await page.locator('#identity').getByLabel(t('password')).fill('not this one')
  await page.getByRole('button', { name: t('bind', { name }) }).click()
  await expect(page.getByText(errors('fields.invalid'))).toBeVisible()
  await page.locator('#identity').getByLabel(t('password')).fill(password)
  await page.getByRole('button', { name: t('bind', { name }) }).click()
  await page.getByRole('link', { name: t('go', { name }) }).click()
  await page.getByRole('button', { name: 'secretary' }).click()
  await expect(page.getByText(t('bound', { name }))).toBeVisible()

  const { page: other } = await come()
  await goAs(other, 'secretary')
  await isHome(other)

  await page.getByRole('button', { name: t('unbind') }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('unbind') })
    .click()
  await expect(page.getByRole('button', { name: t('bind', { name }) })).toBeVisible()
  const { page: third } = await come()
  await goAs(third, 'secretary')
  await expect(third.getByText(errors('identity_unknown.title'))).toBeVisible()
})

test('the first time by a verified address, without scripts as with them', async ({ come }) => {
  const { page } = await come({ javaScriptEnabled: false })
  await goAs(page, 'liaison')
  await isHome(page)
})

test('a sentence for whoever is nobody here, is not verified, said no, or comes back twice', async ({ come }) => {
  const { page } = await come()
  await goAs(page, 'stranger')
  await expect(page.getByText(errors('identity_unknown.title'))).toBeVisible()
  const { page: second } = await come()
  await goAs(second, 'unverified')
  await expect(second.getByText(errors('identity_unverified.title'))).toBeVisible()
  const { page: third } = await come()
  await goAs(third, null)
  await expect(third.getByText(errors('provider_refused.title'))).toBeVisible()
  const { page: fourth } = await come()
  const [back] = await Promise.all([
    fourth.waitForRequest((request) => request.url().includes('/api/oidc/callback')),
    goAs(fourth, 'liaison'),
  ])
  await isHome(fourth)
  await fourth.context().clearCookies({ name: /session/ })
  await fourth.goto(back.url())
  await expect(fourth.getByText(errors('provider_expired.title'))).toBeVisible()
})
