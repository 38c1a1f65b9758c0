// One task over three sittings: decided, more time refused, overdue and chased, reported late from a phone with a bad line,
// with evidence, returned, reported again by a link without signing in, verified, and gone from what is open. Each person
// has a device of their own; the house's clock is moved by the story.
import { makeItemLink } from '@/server/action-items/make-link'
import { followUp } from '@/server/follow-up/follow-up'
import { ActionItemId, CountyId, PersonId } from '@/server/ids'
import { makeAccountLink } from '@/server/people/make-account-link'
import { isClean } from '../support/axe'
import { expect, openHouse, signIn, test } from '../support/story'
import { storyClock } from '../support/story-clock'
import { pattern, words } from '../support/words'

const clock = storyClock()
const app = openHouse({ withLiveKit: false, env: clock.env })

const day = 86_400_000
const { now } = clock
const later = (days: number) => clock.goForward(days * day)

const t = words('zh-Hant', 'follow-up')
const awaits = words('zh-Hant', 'awaits')
const ledger = words('zh-Hant', 'action-items')
const files = words('zh-Hant', 'files')
const errors = words('zh-Hant', 'errors')
const operator = { kind: 'operator' } as const

test('from the decision until it is verified', async ({ come, watch }) => {
  test.setTimeout(240_000)
  // A line that breaks, and a form that comes back with what is wrong.
  watch.expectErrors(/ERR_INTERNET_DISCONNECTED|Failed to fetch|status of 422/)
  const countyId = CountyId.parse(app.demo.county.id)
  const person = (key: string) => PersonId.parse(app.demo.people[key])
  const arrive = async (key: string, phone: boolean) => {
    const device = await come({ phone })
    const link = await app.withDb((db) => makeAccountLink(db, operator, countyId, person(key), 'sign-in', now()))
    await signIn(device.page, app.http + link.path)
    return device
  }

  // Decided in the sitting that is live; its minutes become final, and from then on dates change only by extension.
  const [row] = await app.sql(`select i.id::text, i.title, i.document_id::text as document from action_items i
    where i.local_id like 'demo-gates%'`)
  const id = ActionItemId.parse(row!.id)
  const title = String(row!.title)
  await app.sql('update documents set frozen_at = now(), settled_seq = head where id = $1', [String(row!.document)])
  const at = `${app.http}/action-items/${id}`

  const police = await arrive('police', true)
  await expect(police.page.getByRole('list', { name: awaits('title') }).getByText(title)).toBeVisible()
  await police.page.goto(at)
  await police.page.getByText(t('extension.ask'), { exact: true }).click()
  const due = String((await app.sql('select due_on::text as due from action_items where id = $1', [id]))[0]!.due)
  const to = new Date(Date.parse(due) + 20 * day).toISOString().slice(0, 10)
  await police.page.getByLabel(t('extension.toDue')).fill(due)
  await police.page.getByLabel(t('extension.reason')).fill('雨季，路面標線無法施工')
  await police.page.getByRole('button', { name: t('extension.send') }).click()
  await expect(police.page.getByText(errors('fields.notLater'))).toBeVisible()
  await expect(police.page.getByLabel(t('extension.reason'))).toHaveValue('雨季，路面標線無法施工')
  await police.page.getByLabel(t('extension.toDue')).fill(to)
  await police.page.getByRole('button', { name: t('extension.send') }).click()
  await expect(police.page.getByText(t('extension.states.asked'))).toBeVisible()
  await expect(police.page.getByLabel(t('extension.word'))).toHaveCount(0)

  const convenor = await arrive('convenor', false)
  await convenor.page
    .getByRole('list', { name: awaits('title') })
    .getByRole('link', { name: pattern(awaits('kinds.extension')) })
    .filter({ hasText: title })
    .click()
  await convenor.page.getByLabel(t('extension.word')).fill('開學前必須完成')
  await convenor.page.getByRole('button', { name: t('extension.refuse'), exact: true }).click()
  await expect(convenor.page.getByText(t('extension.states.refused'))).toBeVisible()

  // The second sitting comes and goes; it is overdue, the rule chases once, and the secretary by hand.
  later(33)
  await app.withDb((db) => followUp(db, now()))
  await app.withDb((db) => followUp(db, now()))
  const secretary = await arrive('secretary', false)
  await secretary.page.goto(at)
  await expect(secretary.page.getByText(t('history.chasedByRule', { number: 1 }))).toBeVisible()
  await secretary.page.getByText(t('chase.open'), { exact: true }).click()
  await secretary.page.getByRole('button', { name: t('chase.send') }).click()
  await expect(secretary.page.getByText(pattern(`${t('history.chased', { number: 2 })}{rest}`))).toBeVisible()
  await secretary.page
    .getByRole('link', { name: t('history.slip') })
    .first()
    .click()
  await expect(secretary.page.getByRole('heading', { name: t('slip.title') })).toBeVisible()
  await expect(secretary.page.getByText('開學前', { exact: false })).toHaveCount(0)
  await isClean(secretary.page)

  // Late, from the phone, with a line that breaks: kept on the device, sent when it is back, stored once.
  const phone = await arrive('police', true)
  await expect(phone.page.getByText(pattern(awaits('reasons.late')))).toBeVisible()
  await phone.page.goto(at)
  await expect(phone.page.getByText(t('extension.tooLate'))).toBeVisible()
  await phone.page.getByLabel(t('report.text')).fill('兩校門前標線已劃，示意圖待張貼')
  await phone.page.reload()
  await expect(phone.page.getByLabel(t('report.text'))).toHaveValue('兩校門前標線已劃，示意圖待張貼')
  await phone.page.getByRole('button', { name: t('report.step', { percent: 75 }), exact: true }).click()
  await phone.context.setOffline(true)
  await phone.page.getByRole('button', { name: t('report.send') }).click()
  await expect(phone.page.getByText(t('report.offlineTitle'))).toBeVisible()
  await phone.context.setOffline(false)
  await expect(phone.page.getByText(t('report.done'))).toBeVisible()
  const reports = () =>
    app.sql("select percent from action_item_changes where action_item_id = $1 and kind = 'report'", [id])
  expect(await reports()).toEqual([{ percent: 75 }])
  await phone.page
    .getByLabel(files('choose'))
    .setInputFiles({ name: '示意圖說明.txt', mimeType: 'text/plain', buffer: Buffer.from('兩校門前動線說明') })
  await expect(phone.page.getByText(t('history.evidence', { name: '示意圖說明.txt' }))).toBeVisible()
  await phone.page.getByLabel(t('report.text')).fill('示意圖已張貼到校門口')
  await phone.page.getByLabel(t('report.finished')).check()
  await phone.page.getByRole('button', { name: t('report.send') }).click()
  await expect(phone.page.getByRole('heading', { name: t('verify.title') })).toBeVisible()
  await expect(phone.page.getByRole('button', { name: t('verify.close') })).toHaveCount(0)
  await isClean(phone.page)

  // What was asked beside what was shown; not enough, back with a word.
  const judge = await arrive('convenor', false)
  await judge.page
    .getByRole('list', { name: awaits('title') })
    .getByRole('link', { name: awaits('kinds.verify', { title: '' }).trim() + ' ', exact: false })
    .filter({ hasText: title })
    .click()
  const panel = judge.page.getByRole('region', { name: t('verify.title') })
  await expect(panel.getByText(t('verify.asked'))).toBeVisible()
  await expect(panel.getByRole('link', { name: '示意圖說明.txt', exact: true })).toBeVisible()
  await panel.getByRole('button', { name: t('verify.return') }).click()
  await expect(panel.getByText(errors('fields.required'))).toBeVisible()
  await panel.getByLabel(t('verify.word')).fill('缺城東小學一側的照片')
  await panel.getByRole('button', { name: t('verify.return') }).click()
  await expect(judge.page.getByText('缺城東小學一側的照片')).toBeVisible()

  // Again, by a link from a device that is signed in nowhere and runs no script.
  const { path: link } = await app.withDb((db) => makeItemLink(db, operator, countyId, id, person('police'), now()))
  const plain = await come({ phone: true, javaScriptEnabled: false })
  await plain.page.goto(app.http + link)
  await expect(plain.page.getByRole('heading', { name: pattern(`{number} ${title}`) })).toBeVisible()
  await plain.page.getByLabel(t('report.text')).fill('城東小學一側已補')
  await plain.page.getByLabel(t('report.percent')).fill('101')
  await plain.page.locator('form#report').evaluate((form: HTMLFormElement) => (form.noValidate = true))
  await plain.page.getByRole('button', { name: t('report.send') }).click()
  await expect(plain.page.getByText(errors('fields.percent'))).toBeVisible()
  await plain.page.getByLabel(t('report.percent')).fill('100')
  await plain.page.getByLabel(t('report.finished')).check()
  await plain.page.getByLabel(words('zh-Hant', 'report-link')('files')).setInputFiles({
    name: '補充說明.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('城東小學一側'),
  })
  await plain.page.getByRole('button', { name: t('report.send') }).click()
  await expect(plain.page.getByText(t('report.done'))).toBeVisible()

  // Somebody who looked before the last word came must look again; then it is closed, with name and day.
  await judge.page.goto(at)
  await expect(panel).toBeVisible()
  await plain.page.goto(app.http + link)
  await plain.page.getByLabel(t('report.text')).fill('再補一句')
  await plain.page.getByRole('button', { name: t('report.send') }).click()
  await expect(plain.page.getByText(t('report.done'))).toBeVisible()
  await panel.getByRole('button', { name: t('verify.close') }).click()
  await expect(judge.page.getByText(errors('look_again.title'))).toBeVisible()
  await panel.getByRole('button', { name: t('verify.close') }).click()
  await expect(judge.page.getByText(pattern(t('closed')))).toBeVisible()

  // The third sitting: no longer among what is open, and nothing awaits the liaison.
  later(60)
  const after = await arrive('secretary', false)
  await after.page.goto(`${app.http}/action-items?view=open&q=${encodeURIComponent(title.slice(0, 6))}`)
  await expect(after.page.getByText(ledger('nothing.title'))).toBeVisible()
  const free = await arrive('police', true)
  await expect(free.page.getByRole('heading', { name: awaits('title') })).toHaveCount(0)
  const rows = await app.sql('select seq from action_item_changes where action_item_id = $1 order by seq', [id])
  expect(rows.map((each) => each.seq)).toEqual(rows.map((_, index) => index + 1))
})
