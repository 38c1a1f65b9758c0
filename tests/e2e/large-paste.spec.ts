// One megabyte pasted into the minutes: refused with a sentence, nothing of what was there or is typed after is lost.
import { expect, openHouse, signIn, test } from '../support/story'
import { editorAt, enterRoom, expectSaved, newParagraph } from '../support/room-page'
import { pattern, words } from '../support/words'

const app = openHouse()
const minutes = words('zh-Hant', 'minutes')

test('a megabyte in the clipboard', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  await enterRoom(page, app)
  await newParagraph(page, 0)
  await page.keyboard.type('貼之前')
  const paste = (length: number, letter: string) =>
    page.evaluate(
      ({ length, letter }) => {
        const data = new DataTransfer()
        data.setData('text/plain', letter.repeat(length))
        document.activeElement!.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
        )
      },
      { length, letter },
    )
  await paste(1_000_000, 'x')
  const region = page.getByRole('region', { name: minutes('region') })
  await expect(region.getByText(pattern(minutes('paste.tooLarge')))).toBeVisible()
  await expect(editorAt(page, 0)).not.toContainText('xxx')
  await page.getByRole('button', { name: minutes('notice.dismiss') }).click()
  // A long one that is allowed goes in, is saved, and is there after a reload.
  await editorAt(page, 0).locator('p').first().click()
  await newParagraph(page, 0)
  await paste(20_000, '長')
  await expectSaved(page)
  await page.reload()
  await expect(editorAt(page, 0)).toContainText('貼之前', { timeout: 30_000 })
  await expect(editorAt(page, 0)).toContainText('長'.repeat(1000))
})
