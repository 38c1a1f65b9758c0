// The margin of the minutes: a liaison on a phone who may only read comments on words, the secretary sees it beside them while
// she types before them, answers, settles; a word to words that are gone says so; nothing of it is in the text.
import type { Page } from '@playwright/test'
import { isClean } from '../support/axe'
import { expect, openHouse, signIn, test } from '../support/story'
import { pattern, words } from '../support/words'

const app = openHouse({ withLiveKit: false })
const t = words('zh-Hant', 'comments')
const minutes = words('zh-Hant', 'minutes')
const signing = words('zh-Hant', 'signing')

const textOf = (who: Page, item: number) => who.getByRole('textbox', { name: /（正文）$/ }).nth(item)
const margin = (who: Page) => who.getByRole('complementary', { name: t('title') })

/** Selects the first place of some words in an item, as a drag over them or a long press does. */
async function select(who: Page, item: number, wanted: string): Promise<void> {
  await textOf(who, item).evaluate((text, looked) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent!.indexOf(looked)
      if (at < 0) continue
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + looked.length)
      const selection = getSelection()!
      selection.removeAllRanges()
      selection.addRange(range)
      return
    }
    throw new Error(`${looked} is not there`)
  }, wanted)
}

test('a reader comments on words, and the writer answers beside them', async ({ come, watch }) => {
  test.setTimeout(180_000)
  const page = `${app.http}/meetings/${app.demo.meetings.finished}/minutes`
  const secretary = (await come()).page
  await signIn(secretary, app.http + app.demo.links.secretary)
  await secretary.goto(`${page}/edit`)
  const liaison = (await come({ phone: true })).page
  await signIn(liaison, app.http + app.demo.links.liaison)
  await liaison.goto(page)
  await liaison.getByRole('link', { name: signing('readDraft') }).click()
  await expect(liaison.getByText(minutes('readOnly'))).toBeVisible()

  const whole = await textOf(liaison, 1).innerText()
  const paragraph = whole.split('\n').find((line) => line.length > 20)!
  const wanted = paragraph.slice(8, 16)
  await select(liaison, 1, wanted)
  await liaison.getByRole('button', { name: minutes('tools.comment') }).click()
  await expect(margin(liaison).locator('blockquote')).toHaveText(wanted)
  await margin(liaison)
    .getByRole('textbox', { name: t('word') })
    .fill('這裡的數字請再核對')
  await isClean(liaison)
  await margin(liaison)
    .getByRole('button', { name: t('send') })
    .click()
  await expect(margin(liaison).getByText('這裡的數字請再核對')).toBeVisible()

  // The secretary is told without asking again, and sees which words are meant.
  await secretary.getByRole('button', { name: new RegExp(`^${t('title')}`) }).click()
  const card = margin(secretary).getByRole('listitem').filter({ hasText: '這裡的數字請再核對' })
  await expect(card).toBeVisible()
  const lost = pattern(t('lost', { heading: '{h}' }))
  await expect(card.getByText(lost)).toHaveCount(0)
  await expect(textOf(secretary, 1).locator('.commented')).toHaveText(wanted)
  // Typed before them, by the one and seen by the other: the mark stays with its words.
  await textOf(secretary, 1)
    .locator('p')
    .filter({ hasText: wanted })
    .first()
    .click({ position: { x: 4, y: 6 } })
  await secretary.keyboard.press('Home')
  await secretary.keyboard.insertText('經查，')
  await expect(textOf(liaison, 1)).toContainText('經查，')
  await expect(textOf(secretary, 1).locator('.commented')).toHaveText(wanted)
  await expect(textOf(liaison, 1).locator('.commented')).toHaveText(wanted)
  await textOf(secretary, 1).locator('.commented').click()
  await expect(card).toHaveAttribute('data-current', 'true')
  await card.getByRole('button', { name: t('answer') }).click()
  await card.getByRole('textbox', { name: t('yourAnswer') }).fill('已核對')
  await secretary.keyboard.press('ControlOrMeta+Enter')
  await expect(margin(liaison).getByText('已核對')).toBeVisible()
  await isClean(secretary)

  // An answer that the line loses is not lost: what was typed stays, and sent again it is said once.
  const mine = margin(liaison).getByRole('listitem').filter({ hasText: '這裡的數字請再核對' }).first()
  await mine.getByRole('button', { name: t('answer') }).click()
  await mine.getByRole('textbox', { name: t('yourAnswer') }).fill('謝謝')
  await watch.expectErrorsDuring(/Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket/, async () => {
    await liaison.context().setOffline(true)
    await mine.getByRole('button', { name: t('send') }).click()
    await expect(mine.getByRole('alert')).toBeVisible()
    await expect(mine.getByRole('textbox', { name: t('yourAnswer') })).toHaveValue('謝謝')
    await liaison.context().setOffline(false)
  })
  await mine.getByRole('button', { name: t('send') }).click()
  await expect(margin(secretary).getByText('謝謝')).toHaveCount(1)

  // By the keyboard alone, to an item as a whole.
  await textOf(secretary, 2).locator('p').first().click()
  await secretary.keyboard.press('Control+Alt+m')
  await expect(margin(secretary).getByRole('combobox', { name: t('about') })).toBeVisible()
  await secretary.keyboard.insertText('本項請各單位補充')
  // Other words are chosen meanwhile: what was typed is about those now, and is still there.
  await select(secretary, 1, wanted)
  await secretary.getByRole('button', { name: minutes('tools.comment') }).click()
  await expect(margin(secretary).locator('blockquote')).toHaveText(wanted)
  await expect(margin(secretary).getByRole('textbox', { name: t('word') })).toHaveValue('本項請各單位補充')
  await margin(secretary)
    .getByRole('button', { name: t('cancel') })
    .click()
  await textOf(secretary, 2).locator('p').first().click()
  await secretary.keyboard.press('Control+Alt+m')
  await secretary.keyboard.insertText('本項請各單位補充')
  await secretary.keyboard.press('ControlOrMeta+Enter')
  await expect(margin(liaison).getByText('本項請各單位補充')).toBeVisible()

  // The paragraph becomes a heading, all its characters are new to Yjs: the words keep their comment, at either end.
  const isHeading = (who: Page) => textOf(who, 1).locator('h3').filter({ hasText: wanted })
  await select(secretary, 1, wanted)
  await secretary.getByRole('button', { name: minutes('tools.heading') }).click()
  await expect(isHeading(liaison)).toBeVisible()
  await expect(textOf(secretary, 1).locator('.commented')).toHaveText(wanted)
  await expect(textOf(liaison, 1).locator('.commented')).toHaveText(wanted)
  await expect(card.getByText(lost)).toHaveCount(0)

  // Its words are gone: the margin says so, and what is settled is marked no more.
  await select(secretary, 1, wanted)
  await secretary.keyboard.press('Delete')
  await expect(textOf(liaison, 1)).not.toContainText(wanted)
  await expect(textOf(secretary, 1).locator('.commented')).toHaveCount(0)
  await expect(card.getByText(lost)).toBeVisible()
  await card.getByRole('button', { name: t('settle') }).click()
  await expect(margin(liaison).getByText(t('settled', { count: 2 }))).toBeVisible()

  // A page of another house cannot speak with the cookies of this one.
  const [row] = await app.sql('select id::text from documents where meeting_id = $1', [app.demo.meetings.finished])
  const forged = await secretary.request.post(`${app.http}/api/comments/${String(row!.id)}`, {
    headers: { origin: 'https://elsewhere.example' },
    data: { do: 'take-back', id: crypto.randomUUID() },
  })
  expect([forged.status(), ((await forged.json()) as { code: string }).code]).toEqual([403, 'wrong_origin'])

  await secretary.getByRole('link', { name: minutes('desk.done') }).click()
  await expect(secretary.getByText(signing('circulate.comments', { count: 3 }))).toBeVisible()
  await expect(secretary.getByRole('article', { name: signing('text') })).not.toContainText('本項請各單位補充')
})
