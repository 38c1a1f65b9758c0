// Two people in one paragraph, one of them composing pinyin through Chromium's own input method events: no character is lost
// or doubled, on a desktop and on a phone. Few runs here; COMPOSING_RUNS=200 is the long form.
import type { CDPSession, Locator } from '@playwright/test'
import { figure, form, random } from '../fault/form'
import { editorAt, enterRoom, expectSaved, newParagraph, tab } from '../support/room-page'
import { expect, openHouse, signIn, test, type Page } from '../support/story'

const app = openHouse()

/** What somebody types for these words, letter by letter. */
const spelled = [
  ['nihao', '你好'],
  ['xuexiao', '學校'],
  ['jiazhang', '家長'],
  ['shequ', '社區'],
  ['jiaotong', '交通'],
] as const

type Step = (of: { page: Page; ime: CDPSession }) => Promise<void>

/** Composes a word; sometimes thinks better of it and takes it back. Gives what it commits. */
function compose(next: () => number): { steps: Step[]; said: string } {
  const [letters, word] = spelled[Math.floor(next() * spelled.length)]!
  const isTakenBack = next() < 0.2
  const typed = [...letters].map((_, at): Step => async ({ ime }) => {
    const text = letters.slice(0, at + 1)
    await ime.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  })
  const last: Step = async ({ ime }) => {
    if (isTakenBack) await ime.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 })
    else await ime.send('Input.insertText', { text: word })
  }
  return { steps: [...typed, last], said: isTakenBack ? '' : word }
}

/** What is written, without the names at the carets of others. */
const wordsOf = (paragraph: Locator) =>
  paragraph.evaluate((node) => {
    const copy = node.cloneNode(true) as HTMLElement
    for (const caret of copy.querySelectorAll('.caret')) caret.remove()
    return copy.textContent ?? ''
  })

const kept = (text: string, letters: RegExp) => [...text].filter((letter) => letters.test(letter)).join('')

test('two in one paragraph, one composing, on a desktop and on a phone', async ({ come, watch }) => {
  watch.expectErrors(/data ?channel/i)
  const runs = Math.ceil(form.composing / 2)
  test.setTimeout(120_000 + form.composing * 6_000)
  const other = await come({ phone: false })
  await signIn(other.page, app.http + app.demo.links.convenor)
  await enterRoom(other.page, app)
  const desk = await come({ phone: false })
  await signIn(desk.page, app.http + app.demo.links.secretary)
  const storageState = await desk.context.storageState()
  for (const phone of [false, true]) {
    const composer = phone ? await come({ phone, storageState }) : desk
    await composer.page.goto(`${app.http}/rooms/${app.demo.meetings.live}`)
    if (phone) await tab(composer.page, 'minutes').click({ timeout: 30_000 })
    await expect(editorAt(composer.page, 1)).toBeVisible({ timeout: 30_000 })
    const ime = await composer.context.newCDPSession(composer.page)
    let words = 0
    for (let run = 0; run < runs; run++) {
      const seed = form.seed + run + (phone ? runs : 0)
      const next = random(seed)
      const mark = `【${seed % 100_000}】`
      await newParagraph(composer.page, 1)
      await composer.page.keyboard.insertText(`${mark}中間`)
      const paragraphOf = (page: Page) => editorAt(page, 1).locator('p').filter({ hasText: mark })
      await expect.poll(() => wordsOf(paragraphOf(other.page))).toBe(`${mark}中間`)
      await paragraphOf(other.page).click()
      await other.page.keyboard.press('End')
      // Behind, between or before the two words; the mark stays whole.
      for (let left = Math.floor(next() * 3); left > 0; left--) await other.page.keyboard.press('ArrowLeft')
      const spoken = Array.from({ length: 3 }, () => compose(next))
      const typed = Array.from({ length: 12 }, (_, at) => String.fromCharCode(65 + at))
      const waiting = [...typed]
      for (const step of spoken.flatMap(({ steps }) => steps)) {
        const together: Promise<unknown>[] = [step({ page: composer.page, ime })]
        while (waiting.length > 0 && next() < 0.5) {
          const letter = waiting.shift()!
          together.push(Promise.all(together).then(() => other.page.keyboard.insertText(letter)))
        }
        await Promise.all(together)
      }
      for (const letter of waiting) await other.page.keyboard.insertText(letter)
      const said = spoken.map((each) => each.said).join('')
      words += spoken.filter((each) => each.said !== '').length
      const whole = async () => {
        const [here, there] = await Promise.all([composer.page, other.page].map((page) => wordsOf(paragraphOf(page))))
        return {
          isSame: here === there,
          composed: kept(here!, /[你好學校家長社區交通]/),
          typed: kept(here!, /[A-Z]/),
          rest: here!.replace(/[你好學校家長社區交通A-Z]/g, ''),
        }
      }
      await expect
        .poll(whole, { message: `seed ${seed}` })
        .toEqual({ isSame: true, composed: said, typed: typed.join(''), rest: `${mark}中間` })
    }
    await expectSaved(composer.page)
    await composer.page.close()
    figure(`composing ${phone ? 'phone' : 'desktop'}`, { runs, seed: form.seed, words, letters: runs * 12, lost: 0 })
  }
})
