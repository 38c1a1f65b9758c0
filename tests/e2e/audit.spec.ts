// The auditor takes the trail out of the house, and what was taken can be checked; nobody else gets it.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, openHouse, signIn, test } from '../support/story'
import { words } from '../support/words'

const app = openHouse()
const t = words('zh-Hant', 'audit')

test('export, check, change a letter, check again', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  // A secretary is no auditor; nobody at all is asked to sign in.
  const refused = await page.request.get(`${app.http}/api/export/audit?format=csv`)
  expect([refused.status(), refused.headers()['content-type']]).toEqual([403, 'application/problem+json'])
  const { page: nobody } = await come()
  expect((await nobody.request.get(`${app.http}/api/export/audit?format=csv`)).status()).toBe(401)

  await app.sql(
    "update people set admin_roles = array['audit'] where id = (select person_id from sessions order by created_at desc limit 1)",
  )
  expect((await page.request.get(`${app.http}/api/export/audit?format=exe`)).status()).toBe(422)
  await page.goto(`${app.http}/audit`)
  const take = async (name: string) => {
    const coming = page.waitForEvent('download')
    await page.getByRole('link', { name }).click()
    const file = path.join(app.dataDir, `taken-${crypto.randomUUID()}`)
    await (await coming).saveAs(file)
    return file
  }
  const csv = readFileSync(await take(t('export.csv')), 'utf8')
  expect(csv.startsWith('\uFEFF')).toBe(true)
  expect(csv).toContain(t('export.columns.who'))
  const [head] = await app.sql('select seq, mac from event_heads')
  expect(csv.trimEnd()).toMatch(new RegExp(`${String(head!.seq)}:${String(head!.mac)}"?$`))

  const file = await take(t('export.jsonl'))
  type Report = { isWhole: boolean; faults: string[] }
  expect((await app.hub<Report>('verify', '--file', file)).isWhole).toBe(true)
  writeFileSync(file, readFileSync(file, 'utf8').replace('meeting.create', 'meeting.creato'))
  // Exit code 1 is an error to whoever asks from a program.
  await expect(app.hub('verify', '--file', file)).rejects.toThrow()
  expect((await app.hub<Report>('verify', '--printed', `${String(head!.seq)}:${String(head!.mac)}`)).isWhole).toBe(true)
})
