// Which characters belong to one script only, by OpenCC's own tables. A character that the other script also uses
// (台 里 后 只 …) is in neither set; whether it is the right one there is a question about words, not characters.
import st from '../../node_modules/opencc-js/dist/esm-lib/dict/STCharacters.js'
import ts from '../../node_modules/opencc-js/dist/esm-lib/dict/TSCharacters.js'

/** Old characters in their own right that simplification also put in place of another. Those that no text of ours would
    use as such (体 党 价 种 适 …) are left out on purpose: in zh-Hant they are mistakes. */
const inBoth = new Set(
  '吃划占台里后只面干松系范准制周占卷厘吁合同向咨咸唇回困姜家尸岳布并弦彩征御志念愈扎扣托才抵采搜旋曲朱朴杆板梁欲沈沾注洒涌淀游溪熏症秋群胡舍芸著表裂谷豆象辟迹郁酸重了斗秘云余佣借伙克凶升丑仆雕暗痴奸霉栗累蒙乾瞭藉夥於裡徵鐘鍾鬱髮',
)

function only(table) {
  const found = new Set()
  for (const row of table.split('|')) {
    const at = row.indexOf(' ')
    const from = row.slice(0, at)
    if (
      [...from].length === 1 &&
      !inBoth.has(from) &&
      !row
        .slice(at + 1)
        .split(' ')
        .includes(from)
    )
      found.add(from)
  }
  return found
}

export const hansOnly = only(st)
export const hantOnly = only(ts)
