// A restricted item in a live sitting: those on its list write in it; a member and a parent who are in the same room record
// every byte that reaches their browsers, and a word that stands in the item is in none of them.
import type { BrowserContext, Page } from '@playwright/test'
import { expect, openHouse, signIn, test } from '../support/story'
import { editorAt, expectSaved } from '../support/room-page'
import { words } from '../support/words'

const app = openHouse()
const minutes = words('zh-Hant', 'minutes')
const meetings = words('zh-Hant', 'meetings')
const door = words('zh-Hant', 'door')
const [title, sentence] = ['金絲雀甲七三', '金絲雀乙九一']

/** Every byte that reaches the browsers of a context: documents, data, socket frames of both kinds. */
function record(context: BrowserContext): { has(word: string): boolean; bytes(): number } {
  const chunks: Buffer[] = []
  context.on('response', (response) => {
    void response.body().then(
      (bytes) => void chunks.push(bytes, Buffer.from(JSON.stringify(response.headers()))),
      () => {},
    )
  })
  const listen = (page: Page) =>
    void page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => void chunks.push(Buffer.from(payload))),
    )
  context.pages().forEach(listen)
  context.on('page', listen)
  return {
    bytes: () => chunks.reduce((sum, chunk) => sum + chunk.length, 0),
    // As text, and as JSON and addresses escape it.
    has: (word) => {
      const all = Buffer.concat(chunks)
      const escaped = [...word].map((letter) => `\\u${letter.charCodeAt(0).toString(16)}`).join('')
      return [word, escaped, encodeURIComponent(word)].some((form) => all.includes(form))
    },
  }
}

test('what is restricted reaches nobody else', async ({ come, watch }) => {
  watch.expectErrors(/status of 4\d\d/)
  const listed = await come({ lang: 'zh-Hant' })
  const seen = record(listed.context)
  await signIn(listed.page, app.http + app.demo.links.secretary)
  const { page } = listed
  const form = (key: string, values = {}) => meetings(`form.${key}`, values)
  await page.goto(`${app.http}/meetings/new`)
  await page.getByLabel(form('name')).fill('專題會議')
  await page.getByRole('button', { name: form('add') }).click()
  const row = page.getByRole('group', { name: form('row', { n: 2 }), exact: true })
  await row.getByLabel(form('point')).fill(title)
  await row.getByText(form('readers.none')).click()
  const [secretary] = await app.sql('select name from people where id = $1', [app.demo.people.secretary!])
  await row.getByRole('checkbox', { name: String(secretary!.name) }).check()
  // A topic would tell everybody what it is about: refused, and the list is still ticked.
  await row.getByLabel(form('topic')).selectOption({ index: 1 })
  await page.getByRole('button', { name: form('submit') }).click()
  await expect(row.getByText(words('zh-Hant', 'errors')('fields.openOnly'))).toBeVisible()
  await expect(row.getByRole('checkbox', { name: String(secretary!.name) })).toBeChecked()
  await row.getByLabel(form('topic')).selectOption({ index: 0 })
  await page.getByRole('button', { name: form('submit') }).click()
  await page.waitForURL(/\/meetings\/[0-9a-f-]{36}$/)
  await page.getByRole('button', { name: meetings('open') }).click()
  await expect(page.getByRole('link', { name: meetings('enter') }).first()).toBeVisible()
  const meetingId = page.url().split('/').at(-1)!
  const [made] = await app.sql('select join_code from meetings where id = $1', [meetingId])
  const joinCode = String(made!.join_code)

  const member = await come({ lang: 'zh-Hant' })
  const parent = await come({ lang: 'zh-Hant', phone: true })
  const others = [member, parent].map(({ context }) => record(context))
  await signIn(member.page, app.http + app.demo.links.convenor)

  await page.goto(`${app.http}/rooms/${meetingId}`)
  const own = page.getByRole('region', { name: title })
  await expect(own.getByRole('textbox')).toBeVisible({ timeout: 30_000 })
  await member.page.goto(`${app.http}/rooms/${meetingId}`)
  await expect(editorAt(member.page, 0)).toBeVisible({ timeout: 30_000 })
  await parent.page.goto(`${app.http}/join/${joinCode}`)
  await parent.page.getByLabel(door('form.name')).fill('家長')
  await parent.page.getByRole('button', { name: door('enter') }).click()
  await expect(parent.page.getByRole('heading', { name: door('wait.title') })).toBeVisible()
  await app.sql("update seats set admission = 'admitted', may_write = true where meeting_id = $1 and name = '家長'", [
    meetingId,
  ])
  await parent.page.goto(`${app.http}/rooms/${meetingId}`)
  await parent.page
    .getByRole('navigation', { name: words('zh-Hant', 'rooms')('tabs.label') })
    .getByRole('button', { name: words('zh-Hant', 'rooms')('tabs.minutes') })
    .click()

  await own.getByRole('textbox').click()
  await page.keyboard.insertText(sentence)
  await expect(own.getByRole('textbox')).toContainText(sentence)
  await expectSaved(page)
  // In the ordinary item, so that everybody's sockets are seen to be open and listening.
  await editorAt(page, 0).click()
  await page.keyboard.insertText('大家都看得到的話')
  for (const each of [member, parent]) {
    await expect(editorAt(each.page, 0)).toContainText('大家都看得到的話')
    await expect(each.page.getByRole('heading', { name: meetings('restricted') })).toBeVisible()
    await expect(each.page.getByText(minutes('restricted.apart'))).toBeVisible()
    await expect(each.page.getByRole('region', { name: title })).toHaveCount(0)
  }
  await app.sql('update documents set settled_seq = 0')
  await expect
    .poll(async () => (await app.sql('select count(*)::int as n from documents where settled_seq < head'))[0]!.n, {
      timeout: 40_000,
    })
    .toBe(0)
  await expect
    .poll(async () => (await app.sql('select count(*)::int as n from search_marks'))[0]!.n, { timeout: 20_000 })
    .toBe(0)
  // Two of its characters: what is looked for stands on the page again.
  for (const word of [title, sentence])
    await member.page.goto(`${app.http}/search?${new URLSearchParams({ q: word.slice(0, 2) })}`)
  for (const path of ['/', '/meetings', `/meetings/${meetingId}`, `/meetings/${meetingId}/history`, '/topics']) {
    await member.page.goto(app.http + path)
    await member.page.waitForLoadState('networkidle')
    await parent.page.goto(app.http + path)
  }
  for (const path of ['/action-items?view=all', '/audit', '/people', `/rooms/${meetingId}`])
    await member.page.goto(app.http + path)
  await parent.page.goto(`${app.http}/join/${joinCode}`)
  await page.reload()
  await expect(own.getByRole('textbox')).toContainText(sentence, { timeout: 30_000 })

  for (const word of [title, sentence]) {
    expect(seen.has(word), `${word}: the recorder does not see`).toBe(true)
    for (const [at, other] of others.entries())
      expect(other.has(word), `${word} reached ${at ? 'parent' : 'member'}`).toBe(false)
  }
  for (const other of others) expect(other.bytes()).toBeGreaterThan(100_000)
})
