// One's own data: a liaison reads what is kept, says no to the name in rooms, takes an archive out, asks to be erased and
// takes it back; asks again, a security administrator confirms, and after the cooling period the name is gone.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { makeAccountLink } from '@/server/people/make-account-link'
import { CountyId, PersonId } from '@/server/ids'
import { runErasures } from '@/server/privacy/erase'
import { isClean } from '../support/axe'
import { expect, openHouse, signIn, test } from '../support/story'
import { words } from '../support/words'

const app = openHouse()
const t = words('zh-Hant', 'privacy')
const settings = words('zh-Hant', 'settings')
const topics = words('zh-Hant', 'topics')
const errors = words('zh-Hant', 'errors')

test('read, refuse, take out, ask, withdraw, be erased', async ({ come }) => {
  const { page } = await come({ phone: true })
  await signIn(page, app.http + app.demo.links.liaison)
  await page.goto(`${app.http}/settings`)
  await page.getByRole('link', { name: t('open') }).press('Enter')
  await expect(page.getByRole('heading', { name: t('title'), level: 1 })).toBeVisible()
  for (const group of ['account', 'chat', 'files', 'audit'] as const)
    await expect(page.getByRole('heading', { name: t(`groups.${group}.title`), exact: true })).toBeVisible()
  await isClean(page)

  const title = t('consents.roomName.title')
  await page.getByRole('button', { name: t('consents.withdrawOf', { title }) }).press('Enter')
  await expect(page.getByRole('button', { name: t('consents.withdrawOf', { title }) })).toHaveCount(0)
  const [unit] = await app.sql('select name from units where id = $1', [app.demo.units.education!])
  const names = await app.sql(
    "select s.name from seats s join meetings m on m.id = s.meeting_id where s.person_id = $1 and m.state <> 'ended'",
    [app.demo.people.liaison!],
  )
  for (const seat of names) expect(seat.name).toBe(unit!.name)

  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: t('export.take') }).click()
  const archive = path.join(app.dataDir, 'own.zip')
  await (await coming).saveAs(archive)
  const bytes = readFileSync(archive)
  expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
  for (const name of ['about.txt', 'account.json', 'signIn.json', 'audit.json']) expect(bytes.includes(name)).toBe(true)

  const ask = async () => {
    await page.getByRole('button', { name: t('erasure.ask') }).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('erasure.ask') })
      .click()
    await expect(page.getByText(t('erasure.states.asked'))).toBeVisible()
  }
  await ask()
  await page.getByRole('button', { name: t('erasure.withdraw') }).click()
  await expect(page.getByRole('button', { name: t('erasure.ask') })).toBeVisible()
  await ask()

  const countyId = CountyId.parse(app.demo.county.id)
  const person = PersonId.parse(app.demo.people.administrator)
  const { path: link } = await app.withDb((db) =>
    makeAccountLink(db, { kind: 'operator' }, countyId, person, 'sign-in', new Date()),
  )
  const admin = await come()
  await signIn(admin.page, app.http + link)
  await admin.page.goto(`${app.http}/settings/privacy`)
  const [liaison] = await app.sql('select name from people where id = $1', [app.demo.people.liaison!])
  await expect(admin.page.getByText(String(liaison!.name), { exact: true })).toBeVisible()
  // Declining wants a reason, confirming does not.
  await admin.page.getByRole('button', { name: t('decide.decline'), exact: true }).click()
  await expect(admin.page.getByText(errors('fields.required'))).toBeVisible()
  await admin.page.getByRole('button', { name: t('decide.confirm') }).click()
  await expect(admin.page.getByRole('button', { name: t('decide.confirm') })).toHaveCount(0)
  await isClean(admin.page)

  await page.reload()
  await expect(page.getByText(t('erasure.states.confirmed'))).toBeVisible()
  // Eight days go by: the hour at which it is due is moved, and the job of every minute is run.
  await app.sql("update erasures set runs_at = now() - interval '1 minute' where state = 'confirmed'")
  await app.withDb((db) => runErasures(db, new Date()))
  const [after] = await app.sql('select name, email, phone, user_name from people where id = $1', [
    app.demo.people.liaison!,
  ])
  expect(after).toEqual({ name: t('erasedName', { number: '1' }), email: null, phone: null, user_name: null })
  await page.goto(`${app.http}/settings`)
  await expect(page).toHaveURL(/\/sign-in/)
  expect((await app.hub<{ isWhole: boolean }>('verify')).isWhole).toBe(true)
})

test('a child’s name is asked back, an identity number refused, and what was typed stays', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  await page.goto(`${app.http}/topics/new`)
  await page.getByLabel(topics('form.name')).fill('放學後無人接管')
  const problem = page.getByLabel(topics('form.problem'))
  await problem.fill('學生姓名：陳小華，身份證 11010519491231002X')
  const submit = page.getByRole('button', { name: topics('form.submit') })
  // While the answer is on its way nothing can be typed that it would take away, and nothing is sent a second time.
  let sent = 0
  let letGo = () => {}
  const held = new Promise<void>((done) => (letGo = done))
  await page.route('**/topics/new', async (route) => {
    if (route.request().method() === 'POST' && ++sent === 1) await held
    await route.fallback()
  })
  await submit.click()
  await expect(problem).not.toBeEditable()
  await problem.press('End')
  await page.keyboard.type('又寫一句')
  await submit.press('Enter')
  await expect(submit).toBeFocused()
  letGo()
  await expect(page.getByText(errors('fields.idNumber'))).toBeVisible()
  await expect(problem).toBeEditable()
  expect(sent).toBe(1)
  await expect(problem).toHaveValue('學生姓名：陳小華，身份證 11010519491231002X')
  await problem.fill('學生姓名：陳小華，放學後無人接管')
  await submit.click()
  await expect(page.getByText(t('childName.title'))).toBeVisible()
  await page.getByLabel(t('childName.keep')).check()
  await submit.click()
  await expect(page).toHaveURL(/\/topics\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('definition').filter({ hasText: '學生姓名：陳小華，放學後無人接管' })).toBeVisible()
  await page.goto(`${app.http}/settings`)
  await expect(page.getByRole('heading', { name: settings('privacy') })).toBeVisible()
})
