// How a story moves about in the room, by the names a person reads.
import { expect, type App, type Page } from './story'
import { pattern, words, type Locale } from './words'

const rooms = words('zh-Hant', 'rooms')
const minutes = words('zh-Hant', 'minutes')

export async function enterRoom(page: Page, app: App): Promise<void> {
  await page.goto(`${app.http}/rooms/${app.demo.meetings.live}`)
  await expect(page.getByRole('region', { name: minutes('region') })).toBeVisible({ timeout: 30_000 })
  await expect(editorAt(page, 0)).toBeVisible({ timeout: 30_000 })
}

/** The text of the agenda item at a place; its name is its heading. */
export const editorAt = (page: Page, place: number, lang: Locale = 'zh-Hant') =>
  page
    .locator('.min-text')
    .and(page.getByRole('textbox', { name: pattern(words(lang, 'minutes')('itemLabel')) }))
    .nth(place)

/** A fresh paragraph after the first one of an agenda item, with the caret in it. */
export async function newParagraph(page: Page, place: number): Promise<void> {
  const first = editorAt(page, place).locator('p').first()
  await first.click()
  // The key End goes to the end of a line on the screen, and a paragraph may have two of them.
  await first.evaluate((paragraph) => getSelection()?.setPosition(paragraph, paragraph.childNodes.length))
  await page.keyboard.press('Enter')
}

export const tab = (page: Page, name: 'stage' | 'agenda' | 'minutes' | 'chat') =>
  page.getByRole('navigation', { name: rooms('tabs.label') }).getByRole('button', { name: rooms(`tabs.${name}`) })

/** Everything typed on the page so far. The word alone may be an earlier one: it stands for a moment after a change. */
export const expectSaved = (page: Page) =>
  expect(
    page
      .locator('[data-save="saved"][data-pending="false"]')
      .filter({ hasText: pattern(minutes('save.savedAt')) })
      .first(),
  ).toBeVisible({ timeout: 20_000 })
