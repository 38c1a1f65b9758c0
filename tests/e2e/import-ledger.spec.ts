// A ledger that was kept in a spreadsheet comes in: wrong rows are told by their cells, the corrected file is previewed and
// stored, its rows stand in the ledger, and whoever brought it takes it back.
import AxeBuilder from '@axe-core/playwright'
import ExcelJS from 'exceljs'
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { words } from '../support/words'

const app = openHouse()
const t = words('zh-Hant', 'ledger-import')
const items = words('zh-Hant', 'action-items')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const expectClean = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`)).toEqual([])
}
async function upload(page: Page, sheet: ExcelJS.Worksheet) {
  const buffer = Buffer.from(await sheet.workbook.xlsx.writeBuffer())
  await page.getByLabel(t('upload.file')).setInputFiles({ name: '督辦台賬.xlsx', mimeType, buffer })
  await page.getByRole('button', { name: t('upload.submit') }).click()
  await expect(page.getByRole('heading', { level: 1, name: t('preview.title') })).toBeVisible()
}

test('upload, errors, corrected file, preview, stored, taken back; and who may not', async ({ come, watch }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  await page.goto(`${app.http}/action-items`)
  await page.getByRole('link', { name: t('open') }).click()
  await expect(page.getByRole('heading', { level: 1, name: t('title') })).toBeVisible()
  await expectClean(page)
  const bodyId = await page.locator('[name=bodyId]').inputValue()
  const [lead, helping] = (
    await app.sql(
      `select u.name from body_units b join units u on u.county_id = b.county_id and u.id = b.unit_id
       where b.body_id = $1 and b.taken_out_at is null order by u.name limit 2`,
      [bodyId],
    )
  ).map((row) => String(row.name))
  const due = new Date(Date.now() + 30 * 86_400_000)

  // As an office keeps it: a title over all, groups, words of its own for the headings, a column nobody else has.
  const sheet = new ExcelJS.Workbook().addWorksheet('台賬')
  sheet.addRow(['教聯體督辦台賬'])
  sheet.mergeCells('A1:H1')
  sheet.addRow(['序號', '工作事項', '責任單位', '配合部門', '完成時間', '完成率', '進展狀態', '包聯幹部'])
  sheet.addRow(['一、校園周邊'])
  sheet.mergeCells('A3:H3')
  sheet.addRow([1, '劃定校門口臨時接送區', lead, helping, '2026-02-29', 0.4, '進行中', '張'])
  sheet.getCell('F4').numFmt = '0%'
  sheet.addRow([2, '安裝路口減速帶', '縣水利局', '', due, '101', '未開始', ''])
  sheet.addRow([3, '開辦家長學校三期', helping, '', '2025-12-01', '', '已完成', ''])
  await upload(page, sheet)
  const wrong = page.getByRole('region', { name: t('preview.problems') }).getByRole('row')
  await expect(wrong.filter({ hasText: t('problems.date', { found: '2026-02-29' }) })).toContainText('4')
  await expect(wrong.filter({ hasText: t('problems.percent', { found: '101' }) })).toContainText(t('columns.percent'))
  await expect(wrong.filter({ hasText: t('problems.unitUnknown', { found: '縣水利局' }) })).toContainText('5')
  await expect(page.getByText(t('preview.headRow', { row: 2 }))).toBeVisible()
  await expectClean(page)
  expect(await app.sql("select 1 from action_items where origin = 'import'")).toEqual([])

  sheet.getCell('E4').value = due
  sheet.getCell('F5').value = ''
  sheet.getCell('C5').value = lead
  await page.getByRole('link', { name: t('preview.again') }).click()
  await upload(page, sheet)
  await expect(page.getByText(t('preview.counts', { fresh: 3, closed: 1, known: 0 }))).toBeVisible()
  const understood = page.getByRole('region', { name: t('preview.understood') }).getByRole('row')
  await expect(understood.filter({ hasText: '責任單位' })).toContainText(t('columns.lead'))
  await expect(understood.filter({ hasText: '包聯幹部' })).toContainText(t('preview.unused'))
  await expect(page.getByText(t('preview.skippedRow', { row: 3, text: '一、校園周邊' }))).toBeVisible()
  await expectClean(page)
  const preview = page.url()
  const confirm = page.getByRole('button', { name: t('confirm.submit', { count: 3 }) })
  await confirm.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(t('preview.storedText', { first: '0-01' }))).toBeVisible()

  await page.getByRole('link', { name: t('preview.toLedger') }).click()
  const row = page.getByRole('link', { name: '劃定校門口臨時接送區' }).locator('visible=true').first()
  await row.click()
  const item = page
    .getByRole('dialog')
    .or(page.getByRole('main'))
    .filter({ hasText: items('detail.history') })
    .last()
  await expect(item.getByText('督辦台賬.xlsx')).toBeVisible()

  await page.goto(preview)
  await page.getByText(t('takeBack.title')).click()
  await page.getByRole('button', { name: t('takeBack.submit') }).click()
  await expect(page.getByText(t('preview.takenBackText', { count: 3 }))).toBeVisible()
  expect(await app.sql("select 1 from action_items where origin = 'import' and withdrawn_at is null")).toEqual([])

  watch.expectErrors(/status of 404/)
  const liaison = await come()
  await signIn(liaison.page, app.http + app.demo.links.liaison)
  await liaison.page.goto(`${app.http}/action-items`)
  await expect(liaison.page.getByRole('link', { name: t('open') })).toHaveCount(0)
  for (const path of ['/ledger-import', new URL(preview).pathname])
    expect((await liaison.page.goto(app.http + path))!.status()).toBe(404)
})
