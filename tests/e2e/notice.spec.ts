// A notice from its writing to the answers: the secretary sends it, a unit answers from a phone by its printed link without an
// account, another names a proxy by the same means; the secretary sees it, moves the sitting, and the calendar follows.
import { isClean } from '../support/axe'
import { expect, openHouse, signIn, test } from '../support/story'
import { words } from '../support/words'

const app = openHouse({ withLiveKit: false })
const t = words('zh-Hant', 'notices')
const told = words('zh-Hant', 'notifications')

const inAMonth = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(
  new Date(Date.now() + 30 * 86_400_000),
)

test('written, sent, answered by link, moved, and followed by the calendar', async ({ come, watch }) => {
  // The form comes back with what is missing.
  watch.expectErrors(/status of 422/)
  const secretary = (await come()).page
  await signIn(secretary, app.http + app.demo.links.secretary)
  const [sitting] = await app.sql(
    "select id::text from meetings m where state = 'planned' and not exists (select 1 from notices n where n.meeting_id = m.id)",
  )
  const page = `${app.http}/meetings/${String(sitting!.id)}/notice`
  await secretary.goto(page)
  await secretary.getByLabel(t('compose.greeting')).fill('請帶上本單位的意見。')
  await secretary.getByRole('button', { name: t('compose.send') }).click()
  await expect(secretary.getByRole('heading', { name: t('versions.title') })).toBeVisible()
  await expect(secretary.getByText(t('letters.noServer'))).toBeVisible()
  await isClean(secretary)

  await secretary.goto(`${page}/print`)
  const linkOf = async (unit: string) => {
    const sheet = secretary.locator('section').filter({ hasText: t('sheet.unit', { unit }) })
    return `${app.http}/n/${/\/n\/([\w-]{32})/.exec(await sheet.innerText())![1]}`
  }
  const [school] = await app.sql('select name from units where id = $1', [app.demo.units.primary!])
  const [library] = await app.sql('select name from units where id = $1', [app.demo.units.library!])
  const links = [await linkOf(String(school!.name)), await linkOf(String(library!.name))]

  // No script, no account; looking at it changes nothing.
  const phone = (await come({ phone: true, javaScriptEnabled: false })).page
  await phone.goto(links[0]!)
  await expect(phone.getByText('請帶上本單位的意見。')).toBeVisible()
  expect(await app.sql('select 1 from replies where meeting_id = $1', [String(sitting!.id)])).toHaveLength(0)
  await phone
    .getByRole('button', { name: t('answer.attend') })
    .first()
    .click()
  await expect(phone.getByRole('status').first()).toContainText(t('door.change'))

  const other = (await come({ phone: true })).page
  await other.goto(links[1]!)
  await other.getByRole('button', { name: t('answer.proxy'), exact: true }).click()
  await expect(other.getByRole('alert')).toHaveText(t('door.fill'))
  await other.getByLabel(t('answer.proxyName')).fill('白館員')
  // The enter key in the name's field names the proxy; it is no answer of another kind.
  await other.getByLabel(t('answer.proxyName')).press('Enter')
  await expect(other.getByText(t('door.proxyLink'))).toBeVisible()
  await isClean(other)

  await secretary.goto(page)
  await expect(secretary.getByText(t('replies.proxyBy', { name: '白館員' }), { exact: true })).toBeVisible()
  await expect(secretary.getByText(t('replies.via.link'))).toHaveCount(2)
  await secretary.getByRole('link', { name: /通知，/ }).click()
  await expect(secretary.getByRole('heading', { level: 1, name: told('title') })).toBeVisible()

  await secretary.goto(page)
  await secretary.getByText(t('change.title')).click()
  await secretary.getByLabel(t('change.day')).fill(inAMonth)
  await secretary.getByLabel(t('change.from')).fill('09:15')
  await secretary.getByLabel(t('change.until')).fill('10:45')
  await secretary.getByLabel(t('change.reason')).fill('場地另有安排')
  await secretary.getByRole('button', { name: t('change.send') }).click()
  await expect(secretary.getByText(t('replies.before'))).toHaveCount(2)

  await secretary.goto(`${app.http}/settings/notifications`)
  await secretary.getByRole('button', { name: t('calendar.make') }).click()
  const address = await secretary.getByRole('textbox', { name: t('calendar.address') }).inputValue()
  const feed = await secretary.request.get(app.http + new URL(address).pathname)
  const text = await feed.text()
  expect(text).toContain(`DTSTART;TZID=Asia/Shanghai:${inAMonth.replaceAll('-', '')}T091500`)
  expect(text.split(`UID:${String(sitting!.id)}`)).toHaveLength(2)
  await isClean(secretary)

  await phone.goto(links[0]!)
  await expect(phone.getByText(t('answer.again'))).toBeVisible()
})
