// A status report from one press to the paper: written from the ledger, changed by two people at once without losing a word,
// taken out as PDF and DOCX that other programs read, and nothing to somebody who does not run the body.
import { readFile } from 'node:fs/promises'
import JSZip from 'jszip'
import { makeAccountLink } from '@/server/people/make-account-link'
import { CountyId, PersonId } from '@/server/ids'
import { isClean } from '../support/axe'
import { pdfText } from '../support/pdf'
import { obtain } from '../support/obtain.mjs'
import { expect, openHouse, signIn, test } from '../support/story'
import { words } from '../support/words'

const app = openHouse({ withLiveKit: false })
const t = words('zh-Hant', 'reports')
const docxText = async (bytes: Uint8Array) => {
  const xml = await (await JSZip.loadAsync(bytes)).file('word/document.xml')!.async('string')
  return xml.replace(/<[^>]+>/g, '')
}
const squeeze = (text: string) => text.replace(/\s+/g, '')

test('one press writes it; two change it, nothing is lost; it leaves as PDF and DOCX', async ({ come, watch }) => {
  // What is not shown to a member is not there.
  watch.expectErrors(/status of 404/)
  const { missing } = await obtain(() => {}, ['poppler'])
  expect(missing).toEqual({})
  const linkOf = (key: string) =>
    app.withDb((db) =>
      makeAccountLink(
        db,
        { kind: 'operator' },
        CountyId.parse(app.demo.county.id),
        PersonId.parse(app.demo.people[key]),
        'sign-in',
        new Date(),
      ),
    )
  const arrive = async (key: string, phone = false) => {
    const { page } = await come({ phone })
    await signIn(page, app.http + (await linkOf(key)).path)
    return page
  }
  const secretary = await arrive('secretary')
  await secretary.goto(`${app.http}/action-items`)
  await secretary.getByRole('button', { name: t('make'), exact: true }).click()
  await expect(secretary.getByRole('heading', { level: 1, name: t('page.title') })).toBeVisible()
  const [sums] = await app.sql(`select count(*)::int as total, count(*) filter (where state = 'done')::int as done,
    count(*) filter (where state in ('todo', 'doing', 'toVerify'))::int as open from action_items i
    where withdrawn_at is null and not exists (select 1 from restricted_items r
      where r.document_id = i.document_id or r.agenda_item_id = i.agenda_item_id)`)
  const overall = secretary.getByLabel(t('sections.overall'))
  const counted = new RegExp(
    `共${String(sums!.total)}件，已辦結${String(sums!.done)}件占\\d+%，正在辦理${String(sums!.open)}件占\\d+%`,
  )
  await expect(overall).toHaveValue(counted)
  await expect(
    secretary
      .getByRole('region', { name: t('table.units') })
      .getByRole('row')
      .last(),
  ).toContainText(String(sums!.total))
  await isClean(secretary)

  // The convenor has the same draft on the phone; both write, the second to save is told and keeps every word.
  const convenor = await arrive('convenor', true)
  await convenor.goto(secretary.url())
  await secretary.getByLabel(t('sections.closing')).fill('請於月底前辦結。')
  await secretary.getByLabel(t('form.number')).fill('教聯體〔2026〕7號')
  await secretary.getByRole('button', { name: t('form.save') }).click()
  await expect(secretary.getByText(t('form.saved'), { exact: true })).toBeVisible()
  await convenor.getByLabel(t('sections.closing')).fill('請於開學前辦結，並附照片。')
  await convenor.getByRole('button', { name: t('form.save') }).click()
  await expect(convenor.getByText(t('form.conflict'))).toBeVisible()
  await expect(convenor.getByLabel(t('sections.closing'))).toHaveValue('請於開學前辦結，並附照片。')
  await expect(convenor.getByText(t('form.now', { value: '請於月底前辦結。' }))).toBeVisible()
  await expect(convenor.getByText(t('form.now', { value: '教聯體〔2026〕7號' }))).toBeVisible()
  await isClean(convenor)
  await convenor.getByLabel(t('form.number')).fill('教聯體〔2026〕7號')
  await convenor.getByRole('button', { name: t('form.save') }).click()
  await expect(convenor.getByText(t('form.saved'), { exact: true })).toBeVisible()
  await expect(convenor.getByText(t('form.conflict'))).toHaveCount(0)

  for (const format of ['pdf', 'docx'] as const) {
    const waiting = secretary.waitForEvent('download')
    await secretary.getByRole('link', { name: t(`page.${format}`) }).click()
    const bytes = new Uint8Array(await readFile(await (await waiting).path()))
    const text = squeeze(await (format === 'pdf' ? pdfText(bytes) : docxText(bytes)))
    expect(text).toMatch(counted)
    for (const word of ['請於開學前辦結，並附照片。', '教聯體〔2026〕7號', t('sections.bySitting'), t('table.sum')])
      expect(text).toContain(word)
    expect(text).not.toContain('請於月底前辦結。')
  }

  // The draft that was saved over is still there to read.
  await secretary.reload()
  await secretary.getByRole('link', { name: new RegExp(`^${t('page.version', { version: 2 })}`) }).click()
  await expect(secretary.getByText('請於月底前辦結。')).toBeVisible()
  await expect(secretary.getByRole('button', { name: t('form.save') })).toHaveCount(0)

  const liaison = await arrive('liaison')
  await liaison.goto(`${app.http}/action-items`)
  await expect(liaison.getByRole('button', { name: t('make') })).toHaveCount(0)
  await liaison.goto(convenor.url())
  await expect(liaison.getByLabel(t('sections.overall'))).toHaveCount(0)
})
