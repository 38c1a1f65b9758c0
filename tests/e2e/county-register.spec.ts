// The county chooses its division, its townships come into the register, one gets a date with what shows it, and the share
// rises. A body changes its papers: a charter's new version, a quorum that is neither, a unit that is still needed.
import { expect, openHouse, signIn, test } from '../support/story'
import { words } from '../support/words'

const app = openHouse({ withLiveKit: false })
const t = words('zh-Hant', 'register')
const county = words('zh-Hant', 'county')
const bodies = words('zh-Hant', 'bodies')
const errors = words('zh-Hant', 'errors')

test('the county, its townships and their dates', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  await page.goto(`${app.http}/bodies/register`)
  await expect(page.getByText(t('startHint'))).toBeVisible()
  await app.sql("update people set admin_roles = '{system}' where id = $1", [app.demo.people.secretary!])

  await page.goto(`${app.http}/settings/county`)
  const search = page.getByRole('search', { name: county('search') })
  await search.getByLabel(county('searchFor')).fill('蕭山')
  await search.getByRole('button', { name: county('find') }).click()
  await page.getByRole('radio', { name: /萧山区/ }).check()
  await page.getByRole('button', { name: county('save') }).click()
  await expect(page.getByText(county('saved'))).toBeVisible()
  await expect(page.getByLabel(county('name'), { exact: true })).toHaveValue('萧山区')

  // English is offered no longer: who asks for it reads the county's own language, and cannot choose it.
  const offered = page.getByRole('group', { name: county('locales') })
  for (const box of await offered.getByRole('checkbox').all()) await box.uncheck()
  await page.getByRole('button', { name: county('save') }).click()
  await expect(page.getByText(errors('fields.notOffered'))).toBeVisible()
  for (const name of ['简体中文', '繁體中文']) await offered.getByRole('checkbox', { name }).check()
  await page.getByRole('button', { name: county('save') }).click()
  await expect(page.getByText(county('saved'))).toBeVisible()
  const { page: other } = await come({ lang: 'en' })
  await signIn(other, app.http + app.demo.links.liaison, 'en')
  await expect(other.locator('html')).toHaveAttribute('lang', 'zh-Hant')
  await expect(other.getByRole('button', { name: '简体中文' })).toBeVisible()
  await expect(other.getByRole('button', { name: 'English' })).toHaveCount(0)

  await page.goto(`${app.http}/bodies/register`)
  await page.getByRole('button', { name: t('start', { division: '萧山区' }) }).click()
  await expect(page.getByRole('link', { name: '瓜沥镇' })).toBeVisible()
  const total =
    8 + (await app.sql("select id from register_places where code like '330109%' and kind = 'township'")).length
  const said = (count: number) =>
    page.getByText(
      t('shareWords', {
        kind: t('kinds.township'),
        total,
        count,
        percent: Math.round((1000 * count) / total) / 10,
      }),
    )
  await expect(said(5)).toBeVisible()

  await page.getByRole('link', { name: '瓜沥镇' }).click()
  // The page before has a form with the same fields.
  await expect(page.getByRole('heading', { name: '瓜沥镇', level: 1 })).toBeVisible()
  await page.getByLabel(t('body'), { exact: true }).selectOption('noted')
  await page.getByLabel(t('establishedOn')).fill('2025-06-01')
  await page.getByRole('button', { name: t('save') }).click()
  await expect(page.getByText(errors('fields.evidence'))).toBeVisible()
  await expect(page.getByLabel(t('establishedOn'))).toHaveValue('2025-06-01')
  await page.getByLabel(t('evidence')).fill('成立會議紀要')
  await page.getByRole('button', { name: t('save') }).click()
  await expect(page.getByText(t('saved'))).toBeVisible()

  await page.goto(`${app.http}/bodies/register?kind=township`)
  await expect(said(6)).toBeVisible()
  await expect(page.getByText(/南山鎮/).first()).toBeVisible()
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: t('export') }).click()
  expect((await coming).suggestedFilename()).toBe('register.csv')
})

test('a body and its papers', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.convenor)
  const body = `${app.http}/bodies/${app.demo.bodies[0]!.id}`
  await page.goto(`${body}/edit`)
  const rules = page.locator('form').filter({ hasText: bodies('rules.quorumHint') })
  const schools = rules.getByLabel(words('zh-Hant', 'units')('kinds.school.name'))
  await schools.fill('多數')
  await rules.getByRole('button', { name: bodies('edit.save') }).click()
  await expect(rules.getByText(errors('fields.quorum'))).toBeVisible()
  await expect(schools).toHaveValue('多數')
  await schools.fill('3/5')
  await rules.getByRole('button', { name: bodies('edit.save') }).click()
  await expect(rules.getByText(bodies('edit.saved'))).toBeVisible()

  const charter = page.locator('form').filter({ hasText: bodies('edit.whyHint') })
  await charter.getByLabel(bodies('edit.charterText')).fill('第一條 全縣一體。')
  await charter.getByLabel(bodies('edit.why')).fill('第七次聯席會議通過')
  await charter.getByRole('button', { name: bodies('edit.saveCharter') }).click()
  await expect(charter.getByText(bodies('edit.saved'))).toBeVisible()

  await page.goto(body)
  await expect(page.getByText(bodies('rules.share', { share: '3/5' }))).toBeVisible()
  const document = page.getByRole('article')
  await expect(document).toContainText('全縣一體')
  await expect(document).toContainText(bodies('charterVersion', { number: 3 }))
  await page.locator('summary', { hasText: bodies('charterVersion', { number: 1 }) }).click()
  await expect(page.locator('details[open]').getByText('第二條')).toBeVisible()

  // Somebody still sits for the library: the reason stands where it was pressed.
  await page.goto(`${body}/units/${app.demo.units.library}`)
  await page.getByText(bodies('unit.takeOutTitle')).click()
  await page.getByRole('button', { name: bodies('unit.takeOut'), exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: errors('fields.unitInUse') })).toBeVisible()
  await page.getByRole('button', { name: bodies('unit.makeLead') }).click()
  await expect(page.getByText(bodies('unit.isLead'))).toBeVisible()
})
