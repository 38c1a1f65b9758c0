// A line of chat on a slow line: what is typed while the one before is on its way stays, and what was refused comes back.
import { enterRoom } from '../support/room-page'
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { words } from '../support/words'

const rooms = words('zh-Hant', 'rooms')
const chairing = words('zh-Hant', 'chairing')
const errors = words('zh-Hant', 'errors')
const app = openHouse()

/** The room's answers to commands wait until they are let go; its news goes on. */
async function holdAnswers(page: Page) {
  const held: (() => void)[] = []
  let isHolding = false
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    const house = socket.connectToServer()
    house.onMessage((message) => {
      const pass = () => socket.send(message)
      // socket.io's packet 3 in engine.io's packet 4: the answer to one command.
      if (isHolding && typeof message === 'string' && message.startsWith('43/rooms,')) held.push(pass)
      else pass()
    })
  })
  return {
    hold: () => (isHolding = true),
    letGo: () => {
      isHolding = false
      for (const pass of held.splice(0)) pass()
    },
  }
}

test('what is typed while a message is on its way stays, a refused one comes back', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  const answers = await holdAnswers(page)
  await enterRoom(page, app)
  await page.keyboard.press('Alt+KeyC')
  const box = page.getByRole('textbox', { name: rooms('chat.label') })
  const said = page.getByRole('list', { name: rooms('chat.messages') })
  const send = page.getByRole('region', { name: rooms('panes.chat') }).getByRole('button', { name: rooms('chat.send') })
  await box.fill('第一句')
  answers.hold()
  await box.press('Enter')
  // Told to everybody already; only the answer is late.
  await expect(said.getByText('第一句', { exact: true })).toBeVisible()
  await expect(send).toHaveAttribute('aria-busy', 'true')
  await box.pressSequentially('第二句')
  // One at a time: what is typed waits in the box.
  await box.press('Enter')
  answers.letGo()
  await expect(send).not.toHaveAttribute('aria-busy', 'true')
  await expect(box).toHaveValue('第二句')
  await box.press('Enter')
  await expect(said.getByText('第二句', { exact: true })).toBeVisible()
  await expect(box).toHaveValue('')

  const child = '學生姓名：王小明'
  const scope = page.getByRole('combobox', { name: chairing('chatScope.label') })
  await scope.selectOption('chairs')
  await box.fill(child)
  answers.hold()
  await box.press('Enter')
  await expect(box).toHaveValue('')
  await box.pressSequentially('還有一句')
  answers.letGo()
  await expect(box).toHaveValue(`${child}\n還有一句`)
  await expect(page.getByRole('alert').filter({ hasText: errors('child_name.title') })).toBeVisible()
  await expect(scope).toHaveValue('chairs')
  const stored = await app.sql("select text from chat_messages where text in ('第一句', '第二句') order by at")
  expect(stored.map(({ text }) => text)).toEqual(['第一句', '第二句'])
  expect(await app.sql("select id from chat_messages where text like '%王小明%'")).toEqual([])
})
