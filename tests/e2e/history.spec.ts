// Looking back: a secretary sees who wrote what, and brings an earlier version back while somebody is in the room.
import { expect, openHouse, signIn, test } from '../support/story'
import { editorAt, enterRoom, newParagraph } from '../support/room-page'
import { words } from '../support/words'

const app = openHouse()
const meetings = words('zh-Hant', 'meetings')

test('an earlier version is compared, brought back, and stands in the open editor', async ({ come }) => {
  const { page, context } = await come({ lang: 'zh-Hant' })
  await signIn(page, app.http + app.demo.links.secretary)
  await enterRoom(page, app)
  await newParagraph(page, 0)
  await page.keyboard.type('會議同意九月底前完成。')
  // The badge says saved until an answer is late: that all of it is on disk, settling says.
  const inRows = (text: string) => app.sql('select 1 from documents where plain_text like $1', [`%${text}%`])
  await expect.poll(() => inRows('會議同意九月底前完成。')).toHaveLength(1)
  // Another stretch of work: the pause between the two is made in the database.
  await app.sql("update document_updates set at = at - interval '10 minutes'")
  const editor = editorAt(page, 0)
  for (const _letter of '九月底前完成。') await page.keyboard.press('Backspace')
  await page.keyboard.type('改成了別的話。')
  await expect(editor).not.toContainText('九月底前完成')
  await expect.poll(() => inRows('會議同意改成了別的話。')).toHaveLength(1)

  const look = await context.newPage()
  await look.goto(`${app.http}/meetings/${app.demo.meetings.live}`)
  await look
    .getByRole('navigation', { name: meetings('nav.label') })
    .getByRole('link', { name: meetings('nav.history') })
    .click()
  await expect(look.getByRole('heading', { level: 1, name: meetings('history.title') })).toBeVisible()
  const versions = look.getByRole('navigation', { name: meetings('history.list') }).getByRole('listitem')
  await expect(versions.first()).toContainText('林曉雯')
  const changes = look.getByRole('region', { name: meetings('history.changes') })
  await expect(changes.locator('ins')).toContainText(['改成了別的話'])
  await expect(changes.locator('del')).toContainText(['九月底前完成'])

  await versions.nth(1).getByRole('link').click()
  await expect(changes.locator('ins')).toContainText(['會議同意九月底前完成'])
  await look.getByRole('link', { name: meetings('history.toNow') }).click()
  await expect(changes.locator('del')).toContainText(['九月底前完成'])
  await look.getByRole('button', { name: meetings('history.restore') }).click()
  await look
    .getByRole('alertdialog')
    .getByRole('button', { name: meetings('history.restoreYes') })
    .click()
  await expect(look.getByRole('status').filter({ hasText: meetings('history.restored') })).toBeVisible()
  // The open editor has it without a reload, and may go on.
  await expect(editor).toContainText('會議同意九月底前完成。')
  await expect(editor).not.toContainText('改成了別的話')

  // Nobody else: a guest and a member of another body's meeting are not told that there is a history.
  const guest = await come({ lang: 'zh-Hant' })
  await guest.page.goto(`${app.http}/meetings/${app.demo.meetings.live}/history`)
  await expect(guest.page).toHaveURL(/\/sign-in/)
})
