import { expect, test } from 'vitest'
import type { MinutesBlock } from '@/server/minutes/blocks'
import { LocalId } from '@/server/ids'
import { compareBlocks, compareWords } from '@/server/minutes/compare'

const p = (text: string): MinutesBlock => ({ kind: 'paragraph', runs: [{ text, bold: false, italic: false }] })
const decision = (text: string): MinutesBlock => ({
  kind: 'decision',
  localId: LocalId.parse('abcdefghijklmnopqrst'),
  decision: 'decided',
  text,
})
const show = (before: MinutesBlock[], after: MinutesBlock[]) =>
  compareBlocks(before, after).map((row) => {
    const say = (side: (typeof row)['before']) =>
      side?.fields.flatMap((f) => f.parts.map((part) => (part.isChanged ? `[${part.text}]` : part.text))).join('') ??
      '–'
    return row.isSame ? `= ${say(row.after)}` : `${say(row.before)} → ${say(row.after)}`
  })

test('what did not change is the same', () => {
  expect(show([p('一'), p('二')], [p('一'), p('二')])).toEqual(['= 一', '= 二'])
})

test.each([
  [
    'a new paragraph between two',
    [p('开头'), p('结尾')],
    [p('开头'), p('新的一段'), p('结尾')],
    ['= 开头', '– → [新的一段]', '= 结尾'],
  ],
  ['one that went', [p('开头'), p('多余'), p('结尾')], [p('开头'), p('结尾')], ['= 开头', '[多余] → –', '= 结尾']],
  [
    'one rewritten in part',
    [p('会议同意九月底前完成校门口交通疏导')],
    [p('会议同意十月底前完成校门口交通疏导')],
    ['会议同意[九]月底前完成校门口交通疏导 → 会议同意[十]月底前完成校门口交通疏导'],
  ],
  ['two that have nothing in common', [p('甲乙丙丁')], [p('春夏秋冬')], ['[甲乙丙丁] → –', '– → [春夏秋冬]']],
  ['a record is known by its id', [decision('缓议')], [decision('同意')], ['decided[缓议] → decided[同意]']],
  [
    'only its look',
    [p('粗')],
    [{ kind: 'paragraph' as const, runs: [{ text: '粗', bold: true, italic: false }] }],
    ['粗 → 粗'],
  ],
  ['from nothing', [], [p('第一句')], ['– → [第一句]']],
])('%s', (_name, before, after, expected) => expect(show(before, after)).toEqual(expected))

test('texts without anything in common are shown whole, and soon', () => {
  const of = (from: number) =>
    Array.from({ length: 20_000 }, (_, n) => String.fromCodePoint(0x4e00 + ((from + n * 7) % 9_000)))
  const { before, after } = compareWords(of(0).join('，'), of(4_321).join('。'))
  expect([before.length, after.length]).toEqual([1, 1])
  const rows = compareBlocks(of(0).slice(0, 5_000).map(p), of(1).slice(0, 5_000).map(p))
  expect(rows).toHaveLength(10_000)
}, 10_000)
