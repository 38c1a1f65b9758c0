// Evidence for an action item: a liaison adds a photo taken at the school gate, the line is cut in the middle and comes back,
// the secretary downloads it and finds no place in it; somebody who may not read the item is told that there is nothing.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { CountyId, PersonId } from '@/server/ids'
import { makeAccountLink } from '@/server/people/make-account-link'
import { isClean } from '../support/axe'
import { jpeg, secret } from '../support/pictures'
import { tab } from '../support/room-page'
import { expect, openHouse, signIn, test } from '../support/story'
import { words } from '../support/words'

const app = openHouse()
const t = words('zh-Hant', 'files')
const privacy = words('zh-Hant', 'privacy')
const errors = words('zh-Hant', 'errors')

test('a photo, a cut line, a download without the place', async ({ come, watch }) => {
  watch.expectErrors(/net::ERR_|Failed to load resource/)
  const photo = path.join(app.dataDir, '放學校門.jpg')
  const bytes = jpeg({ padding: 9_000_000 })
  writeFileSync(photo, bytes)
  expect(bytes.includes(secret)).toBe(true)
  const [item] = await app.sql(
    `select a.id::text, a.title from action_items a join memberships m on m.unit_id = a.lead_unit_id
     where m.person_id = $1 and a.withdrawn_at is null and a.state = 'doing' limit 1`,
    [app.demo.people.liaison!],
  )
  const address = `${app.http}/action-items/${String(item!.id)}`

  const { page, context } = await come({ phone: true })
  await signIn(page, app.http + app.demo.links.liaison)
  await page.goto(address)
  const evidence = page.getByRole('region', { name: t('evidence') })
  const choose = evidence.locator('input[type=file]')
  const names = evidence.getByRole('link', { name: '放學校門.jpg', exact: true })

  // Somebody can be recognised in a photo: first the note about photos. What was refused says what to do.
  await choose.setInputFiles(photo)
  await expect(evidence.getByText(errors('consent_needed.next'))).toBeVisible({ timeout: 30_000 })
  await evidence.getByRole('button', { name: t('dismissOf', { name: '放學校門.jpg' }) }).click()
  await evidence.getByRole('button', { name: privacy('consents.agree') }).press('Enter')
  await expect(evidence.getByText(privacy('consents.photoEvidence.wording'))).toHaveCount(0)

  // The second piece never arrives: the line is cut under it.
  let pieces = 0
  await page.route('**/api/files/uploads/*', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    pieces += 1
    if (pieces !== 2) return route.continue()
    await context.setOffline(true)
    await route.abort('internetdisconnected')
  })
  await choose.setInputFiles(photo)
  await expect(evidence.getByText(t('cut'))).toBeVisible({ timeout: 30_000 })
  await expect(names).toHaveCount(0)
  const [half] = await app.sql("select id::text, bytes::int from files where state = 'uploading'")
  expect(half!.bytes).toBe(bytes.length)
  await context.setOffline(false)
  await expect(names).toBeVisible({ timeout: 30_000 })
  // It went on: three pieces and the one that was lost, not all of them anew.
  expect(pieces).toBe(4)
  expect((await app.sql("select id::text from files where name = '放學校門.jpg'")).map(({ id }) => id)).toEqual([
    half!.id,
  ])
  await isClean(page)

  const secretary = await come()
  await signIn(secretary.page, app.http + app.demo.links.secretary)
  await secretary.page.goto(address)
  const row = secretary.page.getByRole('region', { name: t('evidence') })
  const coming = secretary.page.waitForEvent('download')
  await row.getByRole('link', { name: '放學校門.jpg', exact: true }).click()
  const download = await coming
  expect(download.suggestedFilename()).toBe('放學校門.jpg')
  const got = path.join(app.dataDir, 'got.jpg')
  await download.saveAs(got)
  const clean = readFileSync(got)
  expect(clean.includes(secret)).toBe(false)
  // Still the picture, and still upright.
  const size = await secretary.page.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/jpeg;base64,${base64}`
    await image.decode()
    return [image.naturalWidth, image.naturalHeight]
  }, clean.toString('base64'))
  expect(size).toEqual([8, 8])
  await expect
    .poll(async () => (await app.sql("select count(*)::int as n from events where verb = 'file.read'"))[0]!.n)
    .toBe(1)

  // Taken away by mistake, and brought back.
  await row.getByRole('button', { name: t('removeOf', { name: '放學校門.jpg' }) }).click()
  await expect(row.getByRole('link', { name: '放學校門.jpg', exact: true })).toHaveCount(0)
  await secretary.page.getByRole('button', { name: t('undo') }).click()
  await expect(row.getByRole('link', { name: '放學校門.jpg', exact: true })).toBeVisible()

  // What an item was verified with stays: nobody is offered to take it away.
  const remove = row.getByRole('button', { name: t('removeOf', { name: '放學校門.jpg' }) })
  await expect(remove).toBeVisible()
  await app.sql("update action_items set state = 'done' where id = $1", [String(item!.id)])
  await secretary.page.reload()
  await expect(row.getByRole('link', { name: '放學校門.jpg', exact: true })).toBeVisible()
  await expect(remove).toHaveCount(0)

  // The same person without any office: the file is not there for them, nor is it for nobody.
  const href = `${app.http}/api/files/${String(half!.id)}`
  await app.sql("update memberships set from_on = '2019-01-01', until_on = '2020-01-01' where person_id = $1", [
    app.demo.people.liaison!,
  ])
  expect((await page.request.get(href)).status()).toBe(404)
  const nobody = await come()
  expect((await nobody.page.request.get(href, { headers: { accept: '*/*' } })).status()).toBe(401)
  await nobody.page.goto(href)
  await expect(nobody.page).toHaveURL(/\/sign-in/)
})

test('what is no picture is refused in words, and a topic takes papers', async ({ come, watch }) => {
  watch.expectErrors(/Failed to load resource/)
  const fake = path.join(app.dataDir, '示意圖.png')
  writeFileSync(fake, '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const empty = path.join(app.dataDir, '空.txt')
  writeFileSync(empty, '')
  const list = path.join(app.dataDir, '名冊.csv')
  writeFileSync(list, '學校,人數\n實驗小學,1200\n')
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.convenor)
  await page.goto(`${app.http}/topics`)
  const topic = page.locator('.topic').first()
  await topic.locator('.files-fold > summary').press('Enter')
  await topic.locator('input[type=file]').setInputFiles([fake, empty, list])
  await expect(topic.getByText(errors('file_refused.text'))).toBeVisible({ timeout: 20_000 })
  await expect(topic.getByText(errors('file_empty.text'))).toBeVisible()
  await expect(topic.getByRole('link', { name: '名冊.csv' })).toBeVisible({ timeout: 20_000 })
  const [{ n }] = (await app.sql(
    "select count(*)::int as n from files where name in ('示意圖.png', '空.txt', '名冊.csv')",
  )) as [{ n: number }]
  expect(n).toBe(1)
})

test('a parent in the room reads what lies on the table, and nothing else', async ({ come, watch }) => {
  watch.expectErrors(/data ?channel/i)
  const { page } = await come({ phone: true })
  await page.goto(app.http + app.demo.links.parent)
  await page.locator('#enter').click()
  await expect(page).toHaveURL(/\/rooms\//, { timeout: 30_000 })
  await tab(page, 'agenda').click({ timeout: 30_000 })
  const papers = page.getByRole('list', { name: words('zh-Hant', 'rooms')('agenda.materials.title') })
  const link = papers.getByRole('link').first()
  await expect(link).toBeVisible()
  await isClean(page)
  const address = new URL((await link.getAttribute('href'))!, app.http).href
  const read = await page.request.get(address)
  expect(read.status()).toBe(200)
  expect(read.headers()['content-disposition']).toMatch(/^attachment/)
  // A paper that is laid on the table meanwhile comes by itself, and goes when it is taken away.
  const secretary = (await come()).page
  // The link that the demo printed was used above, and works once.
  const fresh = await app.withDb((db) =>
    makeAccountLink(
      db,
      { kind: 'operator' },
      CountyId.parse(app.demo.county.id),
      PersonId.parse(app.demo.people.secretary),
      'sign-in',
      new Date(),
    ),
  )
  await signIn(secretary, app.http + fresh.path)
  await secretary.goto(`${app.http}/meetings/${app.demo.meetings.live}`)
  const late = path.join(app.dataDir, '補充說明.csv')
  writeFileSync(late, '路口,分鐘\n北門,26\n')
  await secretary.locator('input[type=file]').first().setInputFiles(late)
  await expect(secretary.getByRole('link', { name: '補充說明.csv', exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(papers.getByRole('link', { name: /補充說明/ })).toBeVisible()
  await secretary.getByRole('button', { name: t('removeOf', { name: '補充說明.csv' }) }).click()
  await expect(papers.getByRole('link', { name: /補充說明/ })).toHaveCount(0)
  // By the cookie alone, without naming the sitting, or a paper of a topic: nobody is there.
  expect((await page.request.get(address.split('?')[0]!)).status()).toBe(401)
  const [other] = await app.sql("select id::text from files where topic_id is not null and state = 'ready' limit 1")
  const sitting = new URL(address).search
  expect((await page.request.get(`${app.http}/api/files/${String(other!.id)}${sitting}`)).status()).toBe(404)
})
