import { expect, it } from 'vitest'
import { fold } from './fold'
import { longestWhole, patternOf } from './unfold'

const matches = async (term: string, text: string) => new RegExp(await patternOf(term), 'u').test(text)

let seed = 7
const random = (n: number) => {
  seed = (seed * 1664525 + 1013904223) >>> 0
  return Math.floor((seed / 2 ** 32) * n)
}

it('finds a word in whatever script, width and case it was written', async () => {
  for (const text of ['請臺灣帳本', '请台湾账本', '臺湾賬本']) expect(await matches('台湾', text), text).toBe(true)
  for (const text of ['ＴＲＡＦＦＩＣ', 'Traffic', '𝐭raﬃc']) expect(await matches('traffic', text), text).toBe(true)
  expect(await matches('台湾', '台 湾')).toBe(false)
})

it('finds of every character what it folds to', async () => {
  for (let code = 0; code < 0x110000; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const char = String.fromCodePoint(code)
    // Of those that stay what they are one in so many will do.
    if (fold(char) === char && code % 50 !== 0) continue
    for (const word of fold(char).split(' '))
      if (word !== '' && !(await matches(word, char))) expect.fail(`${code.toString(16)} ${char} by ${word}`)
  }
}, 60_000)

it('finds exactly the texts whose folding has the word in it, whatever folds to several within', async () => {
  const signs = [...'㎡㎜m2M²mm株㈱式会社㍿會式平成㍻㎏kgK㏠1日⑴①⒈，. 后後𠀀𝐀a½ﬁfiﬀ发發髮么麽苧薴ͅé']
  let found = 0
  for (let turn = 0; turn < 20_000; turn++) {
    const text = Array.from({ length: 1 + random(7) }, () => signs[random(signs.length)]!).join('')
    const folded = [...fold(random(3) === 0 ? signs.map(() => signs[random(signs.length)]).join('') : text)]
    const from = random(folded.length)
    const [term] = folded
      .slice(from, from + 1 + random(longestWhole))
      .join('')
      .trim()
      .split(' ')
    if (!term) continue
    const isIn = fold(text).includes(term)
    if (isIn) found++
    if ((await matches(term, text)) !== isIn) expect.fail(`${term} in ${text}: ${isIn}`)
  }
  expect(found).toBeGreaterThan(5_000)
})

it('stays short for the longest word', async () => {
  for (const term of ['m'.repeat(longestWhole), 'f'.repeat(longestWhole), '1'.repeat(longestWhole)])
    expect((await patternOf(term)).length, term).toBeLessThan(20_000)
  expect((await patternOf('mf1'.repeat(33))).length).toBeLessThan(10_000)
})
