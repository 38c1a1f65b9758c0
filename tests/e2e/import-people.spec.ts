// A spreadsheet becomes people: the template is filled in, a wrong row is told by its cell, the corrected file is stored once.
import AxeBuilder from '@axe-core/playwright'
import ExcelJS from 'exceljs'
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { words } from '../support/words'

const app = openHouse()
const t = words('zh-Hant', 'people-import')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const expectClean = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`)).toEqual([])
}
const upload = async (page: Page, name: string, buffer: Buffer, mimeType = xlsx) => {
  await page.getByLabel(t('upload.file')).setInputFiles({ name, mimeType, buffer })
  await page.getByRole('button', { name: t('upload.submit') }).click()
}

test('template, preview, correction, storing; and who may not', async ({ come, watch }) => {
  await app.sql("update people set admin_roles = '{security}' where id = $1", [app.demo.people.secretary!])
  const { page, context } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  await page.goto(`${app.http}/people`)
  await page.getByRole('link', { name: t('open') }).click()
  await expect(page.getByRole('heading', { level: 1, name: t('title') })).toBeVisible()
  await expectClean(page)

  const given = await context.request.get(`${app.http}/api/people-import/template?format=xlsx`)
  const book = new ExcelJS.Workbook()
  await book.xlsx.load((await given.body()).buffer as ArrayBuffer)
  const sheet = book.worksheets[0]!
  expect(sheet.getCell('A1').value).toBe(t('columns.name'))
  // Two guardians of one family unit, somebody in two units, and a row that is wrong.
  const [unit, second] = (await app.sql("select name from units where kind = 'family' order by created_at, name")).map(
    (row) => String(row.name),
  )
  const member = words('zh-Hant', 'bodies')('offices.member')
  sheet.addRow(['王家長', '', '', '13911110001', '', unit, '', member])
  sheet.addRow(['李家長', '', '', '13911110002', '', unit, '', member])
  sheet.addRow(['王家長', '', '', '13911110001', '', second, '', member])
  sheet.addRow(['張老師', '', '', '不是號碼', '', unit, '', member])
  const bytes = async () => Buffer.from(await book.xlsx.writeBuffer())

  await upload(page, '名冊.xlsx', await bytes())
  await expect(page.getByRole('heading', { level: 1, name: t('preview.title') })).toBeVisible()
  const wrong = page.getByRole('row').filter({ hasText: t('columns.phone') })
  await expect(wrong).toContainText('5')
  await expect(wrong).toContainText(t('problems.phone', { found: '不是號碼' }))
  await expectClean(page)
  expect(await app.sql("select 1 from people where name = '王家長'")).toEqual([])

  sheet.getCell('D5').value = '13911110003'
  await page.getByRole('link', { name: t('preview.again') }).click()
  await upload(page, '名冊.xlsx', await bytes())
  await expect(page.getByText(t('counts.new', { count: 3 }))).toBeVisible()
  await expect(page.getByText(t('counts.new', { count: 4 }))).toBeVisible()
  await expectClean(page)
  const confirm = page.getByRole('button', { name: t('confirm.submit', { count: 7 }) })
  await confirm.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(t('preview.storedText'))).toBeVisible()
  expect(
    await app.sql("select count(*)::int as n from people where phone like '1391111000%' and password_hash is null"),
  ).toEqual([{ n: 3 }])
  // Reloaded, or pressed in another window: stored once.
  const again = await context.request.post(`${app.http}/api/people-import/${page.url().split('/').at(-1)!}`, {
    headers: { origin: app.http, accept: 'application/x-ndjson' },
  })
  expect(await again.text()).toContain('"href"')
  expect(await app.sql("select count(*)::int as n from people where name = '王家長'")).toEqual([{ n: 1 }])

  // What is no list of people stays on the page, with what to do about it.
  await page.goto(`${app.http}/people/import`)
  await upload(page, '名冊.xlsm', Buffer.from('x'))
  await expect(page.getByText(t('refusals.macros.title'))).toBeVisible()
  await upload(page, '名冊.csv', Buffer.from('姓名,單位\n王,某校\n'), 'text/csv')
  await expect(
    page.getByText(t('refusals.columns.title', { columns: `${t('columns.phone')}、${t('columns.office')}` })),
  ).toBeVisible()

  // From another site, and by somebody else: nothing.
  const forged = await context.request.post(`${app.http}/api/people-import`, {
    headers: { origin: 'https://evil.example', accept: 'application/x-ndjson' },
    multipart: { file: { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('姓名,手機\n壞人,13900000000\n') } },
  })
  expect(await forged.text()).toContain('wrong_origin')
  watch.expectErrors(/status of 404/)
  const liaison = await come()
  await signIn(liaison.page, app.http + app.demo.links.liaison)
  await liaison.page.goto(`${app.http}/people`)
  await expect(liaison.page.getByRole('link', { name: t('open') })).toHaveCount(0)
  const answer = await liaison.page.goto(`${app.http}/people/import`)
  expect(answer!.status()).toBe(404)
  expect(await app.sql("select 1 from people where name = '壞人'")).toEqual([])
})

test('without scripts: the same form, the same answers', async ({ come }) => {
  await app.sql("update people set admin_roles = '{security}' where id = $1", [app.demo.people.convenor!])
  const first = await come({ phone: false })
  await signIn(first.page, app.http + app.demo.links.convenor)
  const { page } = await come({
    phone: false,
    javaScriptEnabled: false,
    storageState: await first.context.storageState(),
  })
  await page.goto(`${app.http}/people/import`)
  await upload(page, '名冊.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'))
  await expect(page.getByText(t('refusals.oldWorkbook.title'))).toBeVisible()
  await upload(page, '名冊.csv', Buffer.from('姓名,手機\n趙家長,13922220001\n'), 'text/csv')
  await page.getByRole('button', { name: t('confirm.submit', { count: 1 }) }).click()
  await expect(page.getByText(t('preview.storedText'))).toBeVisible()
})
