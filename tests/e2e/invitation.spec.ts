// From an invitation to an account: sent by mail through an outage, taken up once, sent again, taken back, and printed.
import { freePort } from '../support/app'
import { startMailServer } from '../support/mail-server'
import { isClean } from '../support/axe'
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { words } from '../support/words'

const port = await freePort()
const app = openHouse({ env: { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'hub@county.example' } })
const people = words('zh-Hant', 'people')
const door = words('zh-Hant', 'sign-in')
const errors = words('zh-Hant', 'errors')
const shell = words('zh-Hant', 'shell')

let mail: Awaited<ReturnType<typeof startMailServer>>
test.beforeAll(async () => {
  await app.sql("update people set admin_roles = '{security}' where id = $1", [app.demo.people.secretary!])
})
test.afterAll(() => mail?.stop())

const linkIn = (text: string) => `${app.http}/invite/${/\/invite\/([\w-]{32})/.exec(text)![1]}`
const rowOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })
async function takeUp(page: Page, password: string, again = password) {
  await page.getByLabel(door('newPassword')).fill(password)
  await page.getByLabel(door('passwordAgain')).fill(again)
  await page.getByRole('button', { name: door('takeUp.invitation.submit') }).click()
}

test('by mail, through an outage of the mail server, to an account', async ({ come, watch }) => {
  watch.expectErrors(/status of 4\d\d/)
  const { page } = await come({ lang: 'zh-Hant' })
  await signIn(page, app.http + app.demo.links.secretary)
  await page.goto(`${app.http}/people/invitations`)
  const name = '孫麗'
  await expect(rowOf(page, name)).toContainText(people('invitations.states.open'))
  await page.getByRole('button', { name: people('invitations.resendOf', { name }) }).press('Enter')
  await expect(page.getByText(people('made.title', { name }))).toBeVisible()
  const first = await page.getByRole('textbox', { name: people('made.title', { name }) }).inputValue()
  await expect
    .poll(async () => (await app.sql('select tries, problem from mails'))[0])
    .toEqual({ tries: 1, problem: 'ESOCKET' })
  await page.reload()
  await expect(rowOf(page, name)).toContainText(people('invitations.mail.retry', { tries: 1 }))
  await isClean(page)

  // The mail server comes back; nobody has to press anything.
  mail = await startMailServer(port)
  await app.sql("update mails set next_try_at = now() - interval '1 second' where next_try_at is not null")
  await expect.poll(() => mail.received.length, { timeout: 15_000 }).toBe(1)
  expect(mail.received[0]!.to).toBe('health@qingshi.example')
  const link = linkIn(mail.received[0]!.text)
  expect(link.split('/').at(-1)).toBe(first.split('/').at(-1))
  await page.reload()
  await expect(rowOf(page, name)).toContainText(people('invitations.mail.sent'))

  const { page: hers } = await come({ lang: 'zh-Hant' })
  await hers.goto(link.slice(0, -6))
  await expect(hers.getByRole('heading', { name: errors('link_cut.title') })).toBeVisible()
  // Opening uses nothing up, nor does a refused password.
  await hers.goto(link)
  await hers.goto(link)
  await takeUp(hers, 'Password123')
  await expect(hers.getByText(errors('fields.passwordCommon'))).toBeVisible()
  await isClean(hers)
  await takeUp(hers, '校門口的老槐樹開花了', '另外一句話是別的')
  await expect(hers.getByText(errors('fields.passwordsDiffer'))).toBeVisible()
  await takeUp(hers, '校門口的老槐樹開花了')
  await expect(hers.getByRole('navigation', { name: shell('nav.label') }).first()).toBeVisible()
  const { page: late } = await come({ lang: 'zh-Hant' })
  await late.goto(link)
  await expect(late.getByRole('heading', { name: errors('link_used.title') })).toBeVisible()
  await page.reload()
  await expect(rowOf(page, name)).toContainText(people('invitations.states.used'))
})

test('taken back by keyboard, and a sheet of new ones for the others', async ({ come, watch }) => {
  watch.expectErrors(/status of 4\d\d/)
  const { page } = await come({ lang: 'zh-Hant', phone: true })
  const [link] = await app.withDb(async (db) => {
    const { makeAccountLink } = await import('@/server/people/make-account-link')
    const made = await makeAccountLink(
      db,
      { kind: 'operator' },
      app.demo.county.id as never,
      app.demo.people.secretary as never,
      'sign-in',
      new Date(),
    )
    return [made.path]
  })
  await signIn(page, app.http + link!)
  await page.goto(`${app.http}/people/invitations`)
  const name = '謝安'
  await page.getByRole('button', { name: people('invitations.revokeOf', { name }) }).press('Enter')
  const asked = page.getByRole('alertdialog')
  await isClean(page)
  await asked.getByRole('button', { name: people('invitations.revoke') }).press('Enter')
  await expect(rowOf(page, name)).toContainText(people('invitations.states.revoked'))

  await page.getByRole('button', { name: people('sheet.make') }).click()
  await expect(page.getByText(people('sheet.none'))).toBeVisible()
  for (const each of [name, '鄭秀蘭']) await page.getByLabel(people('invitations.pick', { name: each })).check()
  await page.getByRole('button', { name: people('sheet.make') }).click()
  const sheet = page.getByRole('region', { name: people('sheet.title') })
  await expect(sheet.getByRole('listitem')).toHaveCount(2)
  await expect(sheet).toContainText('縣圖書館')
  await expect(sheet.getByRole('img', { name: people('sheet.qr', { name }) })).toBeVisible()
  await isClean(page)
  // On paper there is the sheet and nothing else.
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button', { name: people('sheet.make') })).toBeHidden()
  await expect(page.getByRole('img', { name: people('sheet.qr', { name }) })).toBeVisible()
})

test('a sign-in link asked for by mail: one answer for everybody, one sign-in for who is known', async ({
  come,
  watch,
}) => {
  watch.expectErrors(/status of 4\d\d/)
  mail ??= await startMailServer(port)
  const before = mail.received.length
  const { page } = await come({ lang: 'zh-Hant' })
  const ask = async (email: string) => {
    await page.goto(`${app.http}/sign-in`)
    await page.getByRole('link', { name: door('ask.byMail') }).click()
    await page.getByLabel(door('ask.email'), { exact: true }).fill(email)
    await page.getByRole('button', { name: door('ask.sign-in.submit') }).click()
  }
  await ask('pаypal@qingshi.example')
  await expect(page.getByText(errors('fields.emailMixed'))).toBeVisible()
  await expect(page.getByLabel(door('ask.email'), { exact: true })).toHaveValue('pаypal@qingshi.example')
  await isClean(page)
  await ask('nobody@qingshi.example')
  await expect(page.getByText(door('ask.done.text'))).toBeVisible()
  await ask('CULTURE@Qingshi.Example')
  await expect(page.getByText(door('ask.done.text'))).toBeVisible()
  await expect.poll(() => mail.received.length, { timeout: 15_000 }).toBe(before + 1)
  const letter = mail.received.at(-1)!
  expect(letter.to).toBe('culture@qingshi.example')
  await signIn(page, linkIn(letter.text))
})
