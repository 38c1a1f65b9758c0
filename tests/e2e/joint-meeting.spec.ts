// The main job from end to end: a secretary opens the house's live sitting, a member joins from a desktop, a parent comes in
// by the code on a phone without an account, all see and hear each other, write together, and what was agreed stands in the
// ledger, also when the server is killed in between.
import { expect, expectMovingPicture, openHouse, received, signIn, test, type Page } from '../support/story'
import { until } from '../support/app'
import { editorAt, enterRoom, expectSaved, newParagraph, tab } from '../support/room-page'
import { pattern, words } from '../support/words'

const rooms = words('zh-Hant', 'rooms')
const door = words('zh-Hant', 'door')
const minutes = words('zh-Hant', 'minutes')
const ledger = words('zh-Hant', 'action-items')

const app = openHouse()
const parentName = '王女士（家長）'
const hundred = (seed: string) =>
  Array.from({ length: 20 }, (_, i) => `${seed}${String(i).padStart(9 - seed.length, '0')}。`).join('')

async function startCamera(page: Page) {
  const camera = page.getByRole('button', { name: rooms('controls.cameraOff') })
  await camera.click()
  await expect(page.getByRole('button', { name: rooms('controls.cameraOn') })).toBeVisible({ timeout: 30_000 })
}

test('a joint meeting, from the link to the ledger', async ({ come, watch }) => {
  test.setTimeout(420_000)
  const secretary = (await come()).page
  const member = (await come()).page
  const parent = (await come({ phone: true })).page

  await test.step('the secretary signs in by her link and opens the sitting', async () => {
    await signIn(secretary, app.http + app.demo.links.secretary)
    await enterRoom(secretary, app)
  })

  await test.step('a member comes in on a desktop', async () => {
    await signIn(member, app.http + app.demo.links.liaison)
    await enterRoom(member, app)
  })

  await test.step('a parent scans the code: no account, a name, a wait at the door', async () => {
    await parent.goto(app.http + app.demo.links.join)
    await parent.getByLabel(door('form.name')).fill(parentName)
    await parent.getByRole('button', { name: door('enter') }).click()
    await expect(parent.getByRole('heading', { name: door('wait.title') })).toBeVisible()
  })

  await test.step('the secretary lets the parent in', async () => {
    await secretary.getByRole('button', { name: pattern(rooms('head.door')) }).click()
    await secretary.getByRole('button', { name: rooms('lobby.admitOf', { name: parentName }) }).click()
    await expect(parent).toHaveURL(/\/rooms\//, { timeout: 30_000 })
    await expect(tab(parent, 'minutes')).toBeVisible({ timeout: 30_000 })
  })

  await test.step('the secretary gives the parent the pen', async () => {
    const menu = secretary.getByRole('button', { name: rooms('people.menuOf', { name: parentName }) })
    await menu.click()
    await secretary.getByRole('menuitem', { name: rooms('people.grantWriting') }).click()
    await secretary.getByRole('button', { name: rooms('people.close'), exact: true }).click()
  })

  await test.step('they see and hear each other', async () => {
    await startCamera(secretary)
    const mayNot = parent.getByRole('button', { name: rooms('controls.listening') })
    if (await mayNot.isVisible()) {
      await parent.getByRole('button', { name: rooms('controls.askFloor') }).click()
      await secretary.getByRole('button', { name: rooms('queue.giveTo', { name: parentName }) }).click()
    }
    await startCamera(parent)
    await parent.getByRole('button', { name: rooms('controls.microphoneOff') }).click()
    const atParent = await expectMovingPicture(parent, 'the parent sees the secretary')
    const atSecretary = await expectMovingPicture(secretary, 'the secretary sees the parent')
    const atMember = await expectMovingPicture(member, 'the member sees them')
    await expect
      .poll(async () => (await received(secretary)).audioBytes, { message: 'the parent is heard' })
      .toBeGreaterThan(2000)
    test.info().annotations.push({ type: 'media', description: JSON.stringify({ atParent, atSecretary, atMember }) })
  })

  const hers = hundred('秘書')
  const theirs = hundred('家長')
  expect([...hers].length).toBeGreaterThanOrEqual(200)
  const parentsEditor = editorAt(parent, 0)
  const hersEditor = editorAt(secretary, 0)

  await test.step('both type two hundred characters at once', async () => {
    await tab(parent, 'minutes').click()
    await expect(parentsEditor).toHaveAttribute('contenteditable', 'true', { timeout: 20_000 })
    await newParagraph(secretary, 0)
    await newParagraph(parent, 1)
    await Promise.all([secretary.keyboard.type(hers, { delay: 5 }), parent.keyboard.type(theirs, { delay: 5 })])
    for (const page of [secretary, parent, member]) {
      await expect(editorAt(page, 0)).toContainText(hers, { timeout: 20_000 })
      await expect(editorAt(page, 1)).toContainText(theirs, { timeout: 20_000 })
    }
  })

  const task = '每月最後一週開放實驗小學圖書館給家長'
  const due = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  const owner = '陳館長'
  let leadUnit = ''

  await test.step('one of them marks an action item in the text', async () => {
    await newParagraph(secretary, 0)
    const before = await secretary.getByRole('group', { name: pattern(minutes('record.actionItem') + '{n}') }).count()
    await secretary
      .getByRole('toolbar', { name: minutes('tools.label') })
      .getByRole('button', { name: minutes('tools.actionItem') })
      .click()
    const records = secretary.getByRole('group', { name: pattern(minutes('record.actionItem') + '{n}') })
    await expect(records).toHaveCount(before + 1)
    // The fresh one is the only one without words.
    const record = hersEditor
      .getByRole('group')
      .filter({ has: secretary.locator('textarea:placeholder-shown') })
      .first()
    await record.getByLabel(minutes('record.title'), { exact: true }).fill(task)
    const lead = record.getByLabel(minutes('record.leadUnit'), { exact: true })
    await lead.selectOption(app.demo.units.library!)
    leadUnit = (await lead.locator('option:checked').textContent())!.trim()
    await record.getByLabel(minutes('record.owner'), { exact: true }).fill(owner)
    await record.getByLabel(minutes('record.dueOn'), { exact: true }).fill(due)
    await expectSaved(secretary)
    await expectSaved(parent)
  })

  await test.step('the server is killed and started again; nothing is lost', async () => {
    // Chromium and LiveKit's client say in the console, in many ways, that a killed server and its room are gone; only while
    // they are, and come back. An error thrown in the page is a fault here too.
    const gone = /: console: /
    await watch.expectErrorsDuring(gone, async () => {
      await app.kill9()
      await app.restart()
      const { documents } = await app.hub<{ documents: { id: string }[] }>('document', 'list')
      const held = await until('the text in Postgres', async () => {
        for (const { id } of documents) {
          const text = await app.hubText('document', 'show', id, '--format', 'text')
          if (text.includes(hers) && text.includes(theirs)) return text
        }
        return null
      })
      expect(held).toContain(task)
      // Both editors are whole again by themselves, and still work.
      await hersEditor.locator('p').first().click()
      await secretary.keyboard.press('Home')
      await secretary.keyboard.type('續')
      await expect(editorAt(parent, 0)).toContainText('續', { timeout: 60_000 })
      await expect(editorAt(parent, 0)).toContainText(hers)
      await expect(editorAt(secretary, 1)).toContainText(theirs)
      // The picture comes back as well, without a hand on it.
      await expectMovingPicture(member, 'the member sees them again')
      await expectMovingPicture(parent, 'the parent sees the secretary again')
    })
  })

  await test.step('a reload loses nothing', async () => {
    await parent.reload()
    await tab(parent, 'minutes').click()
    await expect(editorAt(parent, 1)).toContainText(theirs, { timeout: 30_000 })
    await secretary.reload()
    await expect(editorAt(secretary, 0)).toContainText(hers, { timeout: 30_000 })
  })

  await test.step('it stands in the ledger with its unit, owner and date', async () => {
    await until('the item in the ledger', async () => {
      await secretary.goto(`${app.http}/action-items?q=${encodeURIComponent(task)}`)
      return (await secretary.getByText(task).count()) > 0
    })
    await secretary.getByRole('link', { name: task }).first().click()
    const item = secretary
      .getByRole('dialog')
      .or(secretary.getByRole('main'))
      .filter({ hasText: ledger('detail.owner') })
      .last()
    await expect(item).toContainText(leadUnit)
    await expect(item).toContainText(owner)
    const shown = new Intl.DateTimeFormat('zh-Hant', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(due))
    const day = Number(due.slice(8))
    expect(shown).toContain(String(day))
    await expect(item).toContainText(new RegExp(`${Number(due.slice(5, 7))}.{1,3}${day}|${due}`))
  })
})
