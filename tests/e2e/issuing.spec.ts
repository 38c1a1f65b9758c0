// From a text to issued minutes: circulated, objected to, agreed, signed, issued by the lead unit; then a stranger without an
// account has the downloaded files checked, genuine and with one byte changed.
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { isClean } from '../support/axe'
import { pdfText } from '../support/pdf'
import { expect, openHouse, signIn, test } from '../support/story'
import { words } from '../support/words'

const app = openHouse({ withLiveKit: false })
const t = words('zh-Hant', 'signing')
const paper = words('zh-Hant', 'paper')
const door = words('zh-Hant', 'door')
const minutes = words('zh-Hant', 'minutes')

test('circulated, answered, signed, issued, and checked by a stranger', async ({ come }) => {
  test.setTimeout(300_000)
  const page = `${app.http}/meetings/${app.demo.meetings.finished}/minutes`
  const secretary = (await come()).page
  await signIn(secretary, app.http + app.demo.links.secretary)
  await secretary.goto(page)
  await expect(secretary.getByRole('heading', { name: t('facts.title') })).toBeVisible()
  // The sitting is over, the text is not: it is put right on a page of its own, by two at once.
  await secretary.getByRole('link', { name: t('write') }).click()
  const convenor = (await come()).page
  await signIn(convenor, app.http + app.demo.links.convenor)
  await convenor.goto(`${page}/edit`)
  const textOf = (who: Page) => who.getByRole('textbox', { name: /（正文）$/ }).last()
  await textOf(secretary).click()
  await secretary.keyboard.press('ControlOrMeta+End')
  await secretary.keyboard.press('Enter')
  await secretary.keyboard.insertText('會後補記：材料已分送各單位。')
  await expect(textOf(convenor)).toContainText('會後補記：材料已分送各單位。')
  await expect(secretary.getByText(minutes('save.saved')).first()).toBeVisible()
  await isClean(secretary)
  await secretary.getByRole('link', { name: minutes('desk.done') }).click()
  await expect(secretary.getByRole('article', { name: t('text') })).toContainText('會後補記：材料已分送各單位。')
  await secretary.getByRole('button', { name: t('circulate.submit'), exact: true }).click()
  await expect(secretary.getByRole('heading', { name: t('units.title') })).toBeVisible()

  const liaison = (await come({ phone: true })).page
  await signIn(liaison, app.http + app.demo.links.liaison)
  await liaison.goto(page)
  await liaison.getByLabel(t('answer.objectTo', { item: 1, paragraph: 1 })).click()
  await liaison
    .getByRole('textbox', { name: t('answer.objection') })
    .first()
    .fill('數字有誤')
  await liaison.getByText(t('answer.suggest')).first().click()
  const suggested = liaison.getByRole('textbox', { name: t('answer.proposes') }).first()
  const reads = (await suggested.inputValue()).replace('四件', '五件')
  expect(reads).toContain('五件')
  await suggested.fill(reads)
  await isClean(liaison)
  await liaison
    .getByRole('button', { name: t('answer.sendObjection') })
    .first()
    .click()
  await expect(liaison.getByText('數字有誤').first()).toBeVisible()

  await convenor.goto(page)
  await expect(convenor.getByRole('button', { name: t('sign.submit'), exact: true })).toHaveCount(0)

  // The suggestion is accepted: taken back, the text has the very words, and nobody typed them again.
  const sheet = secretary.getByRole('article', { name: t('text') })
  await secretary.goto(page)
  await expect(sheet.locator('ins').filter({ hasText: '五' })).toBeVisible()
  await secretary.getByRole('button', { name: t('objection.accept'), exact: true }).click()
  await expect(sheet.getByText(t('objection.accepted'), { exact: true })).toBeVisible()
  await secretary
    .locator('summary')
    .filter({ hasText: t('reopen.title') })
    .click()
  await secretary.getByLabel(t('reopen.reason')).fill('採納縣教育局的意見')
  await secretary.getByRole('button', { name: t('reopen.submit'), exact: true }).click()
  await expect(secretary.getByRole('button', { name: t('circulate.submit'), exact: true })).toBeVisible()
  await expect(sheet.getByText(reads)).toBeVisible()
  await secretary.getByRole('button', { name: t('circulate.submit'), exact: true }).click()
  await expect(secretary.getByRole('heading', { name: t('units.title') })).toBeVisible()
  await liaison.goto(page)

  await liaison.getByRole('button', { name: t('answer.confirm') }).click()
  await expect(liaison.getByText(t('unitStates.confirmed')).first()).toBeVisible()
  // The answer may still be on its way when the word for it is already to be read elsewhere on the page.
  const sign = convenor.getByRole('button', { name: t('sign.submit'), exact: true })
  await expect(async () => {
    await convenor.reload()
    await expect(sign).toBeVisible({ timeout: 3_000 })
  }).toPass()
  await sign.click()
  await expect(convenor.getByRole('heading', { name: t('chain.title') })).toBeVisible()

  await secretary.goto(page)
  await secretary.getByLabel(t('issue.number')).fill('示教聯〔2026〕6號')
  await secretary.getByRole('radio', { name: t('issue.public') }).check()
  await secretary.getByLabel(t('issue.lines')).fill('縣委辦公室')
  await secretary.getByRole('button', { name: t('issue.submit'), exact: true }).click()
  await expect(secretary.getByRole('heading', { name: t('issue.issued') })).toBeVisible({ timeout: 30_000 })
  await isClean(secretary)
  const take = async (format: string) => {
    const coming = secretary.waitForEvent('download')
    await secretary.getByRole('link', { name: paper(`download.${format}`), exact: true }).click()
    const file = await coming
    return { name: file.suggestedFilename(), bytes: await readFile((await file.path())!) }
  }
  const [pdf, json] = [await take('pdf'), await take('json')]
  const title = await secretary.getByRole('heading', { level: 1 }).innerText()
  const squeeze = (text: string) => text.replace(/[\s\u200B]/g, '')
  const printed = squeeze(await pdfText(pdf.bytes))
  const [row] = await app.sql('select title from meetings where id = $1', [app.demo.meetings.finished])
  expect(squeeze(title)).toContain(squeeze(String(row!.title)))
  for (const each of [String(row!.title), '示教聯〔2026〕6號', '縣委辦公室']) expect(printed).toContain(squeeze(each))

  const stranger = (await come({ phone: true })).page
  await stranger.goto(`${app.http}/verify`)
  const check = async (name: string, buffer: Buffer) => {
    await stranger.getByLabel(t('verify.file')).setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
    await stranger.getByRole('button', { name: t('verify.submit'), exact: true }).click()
  }
  await check(pdf.name, pdf.bytes)
  await expect(stranger.getByRole('status').filter({ hasText: t('verify.yes') })).toContainText(String(row!.title))
  await isClean(stranger)
  const flipped = Buffer.from(pdf.bytes)
  flipped[flipped.length >> 1]! ^= 1
  await check(pdf.name, flipped)
  await expect(stranger.getByRole('alert').filter({ hasText: t('verify.no') })).toBeVisible()
  // A word of the text changed in the file of data: which paragraph, of public minutes.
  const text = json.bytes.toString().replace(/("text": ")([^"]{4,})"/, '$1改過的字"')
  await check(json.name, Buffer.from(text))
  await expect(stranger.getByRole('alert').filter({ hasText: t('verify.broken') })).toBeVisible()

  // By the link that stands on the secretary's page, without an account.
  const link = await secretary.getByLabel(t('issue.publicLink'), { exact: true }).inputValue()
  await stranger.goto(app.http + new URL(link).pathname)
  const read = stranger.getByRole('link', { name: door('over.read') })
  await expect(read).toBeVisible()
  await isClean(stranger)
  await read.click()
  await expect(stranger.getByText('縣委辦公室').first()).toBeVisible()

  // Before any script, with the same answer.
  const plain = (await come({ javaScriptEnabled: false })).page
  await plain.goto(`${app.http}/verify`)
  await plain
    .getByLabel(t('verify.file'))
    .setInputFiles({ name: json.name, mimeType: 'application/json', buffer: json.bytes })
  await plain.getByRole('button', { name: t('verify.submit'), exact: true }).click()
  await expect(plain.getByText(t('verify.yes'), { exact: true })).toBeVisible()
})
