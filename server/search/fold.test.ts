import { expect, it } from 'vitest'
import { fold, foldWithPlaces } from './fold'

const texts = {
  '校門口，放學': '校门口 放学',
  ＴＲＡＦＦＩＣ: 'traffic',
  // One that folds to several, and what stands after it.
  '三㎡後': '三m2后',
  '……後': '      后',
  // Of two units, whole and by halves.
  '𠀀後𝐀': '𠀀后a',
  '\u{d840}後\u{dc00}': ' 后 ',
  '': '',
}

it('folds a text the same however often its characters have been met, also beside one of two units', () => {
  for (let turn = 0; turn < 3; turn++)
    for (const [text, folded] of Object.entries(texts)) {
      expect(fold(text), text).toBe(folded)
      expect(foldWithPlaces(text).folded, text).toBe(folded)
    }
})

it('says of each unit where it begins in the text, and where the text ends', () => {
  for (const text of [...Object.keys(texts), '一㎡二𠀀三', '家庭教育'.repeat(200)]) {
    const { folded, placeOf } = foldWithPlaces(text)
    const places = Array.from({ length: folded.length + 1 }, (_, n) => placeOf(n))
    expect(places[folded.length]).toBe(text.length)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    // From the beginning of one to the beginning of the next it is folded as what stands there.
    for (let n = 0; n < folded.length; n++) {
      const until = places.find((place) => place > places[n]!)
      if (until !== undefined) expect(fold(text.slice(places[n], until))).toContain(folded[n])
    }
  }
  const { placeOf } = foldWithPlaces('三㎡後𠀀四')
  expect(Array.from({ length: 8 }, (_, n) => placeOf(n))).toEqual([0, 1, 1, 2, 3, 3, 5, 6])
})
