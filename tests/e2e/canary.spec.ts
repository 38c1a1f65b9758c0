// A restricted item in a live sitting: those on its list write in it; a member and a parent who are in the same room record
// every byte that reaches their browsers, and a word that stands in the item is in none of them.
import type { BrowserContext, Page } from '@playwright/test'
import { BodyId, MeetingId, PersonId, SeriesId } from '@/server/ids'
import { createMeeting } from '@/server/meetings/create-meeting'
import { openMeeting } from '@/server/meetings/open-meeting'
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
  const [series] = await app.sql("select id::text, body_id::text from series where kind = 'joint' limit 1")
  const { meetingId, joinCode } = await app.withDb(async (db) => {
    const operator = { kind: 'operator' } as const
    const [startsAt, endsAt] = [new Date(), new Date(Date.now() + 3_600_000)]
    const item = (name: string) => ({ title: name, topicId: null, presenterUnitId: null, minutesPlanned: 20 })
    const readers = [PersonId.parse(app.demo.people.secretary)]
    const made = await createMeeting(
      db,
      operator,
      {
        bodyId: BodyId.parse(series!.body_id),
        seriesId: SeriesId.parse(series!.id),
        title: '專題會議',
        place: '',
        startsAt,
        endsAt,
        agenda: [item('一般事項'), { ...item(title), restrictedTo: readers }],
      },
      startsAt,
    )
    await openMeeting(db, operator, { meetingId: MeetingId.parse(made.meetingId) }, new Date())
    return made
  })

  const listed = await come({ lang: 'zh-Hant' })
  const seen = record(listed.context)
  await signIn(listed.page, app.http + app.demo.links.secretary)
  const member = await come({ lang: 'zh-Hant' })
  const parent = await come({ lang: 'zh-Hant', phone: true })
  const others = [member, parent].map(({ context }) => record(context))
  await signIn(member.page, app.http + app.demo.links.convenor)

  const { page } = listed
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
