// Every journey by keyboard alone: skip links, the ledger's sheet, the room's panes, chat, hand and the way out.
import { expect, openHouse, test, type Page } from '../support/story'
import { editorAt } from '../support/room-page'
import { words } from '../support/words'

const app = openHouse()
const shell = words('zh-Hant', 'shell')
const rooms = words('zh-Hant', 'rooms')
const signInWords = words('zh-Hant', 'sign-in')
const minutes = words('zh-Hant', 'minutes')

const focused = (page: Page) => page.locator(':focus')

/** Tabs on until the thing is reached, as a person would. */
async function tabTo(page: Page, name: string | RegExp, limit = 80) {
  for (let i = 0; i < limit; i++) {
    await page.keyboard.press('Tab')
    // Past the last thing of the page the focus is the browser's own.
    const text = await page.evaluate(() => {
      const at = document.activeElement
      return at === document.body ? '' : (at?.getAttribute('aria-label') ?? at?.textContent ?? '')
    })
    if (typeof name === 'string' ? text.trim() === name : name.test(text)) return
  }
  throw new Error(`not reached by Tab: ${String(name)}`)
}

test('sign in, read the ledger, attend, without a mouse', async ({ come }) => {
  const { page } = await come()
  await page.goto(app.http + app.demo.links.secretary)
  await tabTo(page, signInWords('takeUp.sign-in.submit'))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL((address) => address.pathname === '/')

  await page.reload()
  await page.keyboard.press('Tab')
  await expect(focused(page)).toHaveText(shell('skip'))
  await page.keyboard.press('Enter')
  await expect(focused(page)).toHaveAttribute('id', 'main')

  await page.goto(`${app.http}/action-items`)
  const [item] = await app.sql(
    "select title from action_items where state = 'doing' and due_on is not null order by due_on limit 1",
  )
  // The link itself: the box before it names the item as well.
  await tabTo(page, String(item!.title), 120)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page).toHaveURL(/\/action-items(\?.*)?$/)

  await page.goto(`${app.http}/rooms/${app.demo.meetings.live}`)
  await expect(editorAt(page, 0)).toHaveAttribute('contenteditable', 'true', { timeout: 30_000 })
  await page.keyboard.press('Tab')
  await expect(focused(page)).toHaveText(rooms('skip'))
  await page.keyboard.press('Enter')
  await expect(focused(page)).toHaveAttribute('id', 'room-minutes')

  const agenda = page.getByRole('complementary', { name: rooms('panes.agenda') })
  await expect(agenda).toBeVisible()
  await tabTo(page, rooms('head.agendaPane'), 200)
  await page.keyboard.press('Enter')
  await expect(agenda).toBeHidden()
  await page.keyboard.press('Enter')
  await expect(agenda).toBeVisible()

  await page.keyboard.press('Alt+KeyC')
  const chat = page.getByRole('textbox', { name: rooms('chat.label') })
  await expect(chat).toBeVisible()
  await chat.focus()
  await page.keyboard.type('鍵盤也能說話')
  await page.keyboard.press('Enter')
  await expect(page.getByText('鍵盤也能說話').first()).toBeVisible()

  await page.keyboard.press('Alt+KeyV')
  await expect(page.getByRole('button', { name: rooms('controls.cameraOn') })).toBeVisible({ timeout: 45_000 })

  await editorAt(page, 0).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('/')
  const menu = page.getByRole('listbox', { name: minutes('insert.label') })
  await expect(menu).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await page.keyboard.press('Backspace')

  const leave = page
    .getByRole('toolbar', { name: rooms('controls.label') })
    .getByRole('button', { name: rooms('controls.leave') })
  await leave.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(rooms('leaving.leaveTitle'))).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(leave).toBeFocused()
})
