// Each rule of the message check, proven on a planted violation: sound messages pass, one fault is one finding.
import { expect, test } from 'vitest'
import { checkMessages, hansProblems, hantProblems } from './check-messages.mjs'

const sound = {
  'zh-Hans': {
    minutes: { title: '会议纪要', saved: '已保存 {count} 处', open: '{state, select, live {进行中} other {未开始}}' },
  },
  'zh-Hant': {
    minutes: { title: '會議紀要', saved: '已保存 {count} 處', open: '{state, select, live {進行中} other {未開始}}' },
  },
  en: {
    minutes: {
      title: 'Minutes',
      saved: '{count, plural, one {# change saved} other {# changes saved}}',
      open: '{state, select, live {Live} other {Not open}}',
    },
  },
}

type Tree = Record<string, Record<string, Record<string, string>>>

function planted(change: (tree: Tree) => void, errorCodes: string[] = []): string[] {
  const tree = structuredClone(sound) as Tree
  change(tree)
  return checkMessages(tree, errorCodes).findings
}

test('sound messages have no finding', () => {
  expect(checkMessages(sound)).toMatchObject({ findings: [], counts: { 'zh-Hans': 3, 'zh-Hant': 3, en: 3 } })
})

test.each<[string, (tree: Tree) => void, RegExp]>([
  ['a missing key', (tree) => delete tree.en!.minutes!.title, /^en minutes\.title: missing/],
  ['a superfluous key', (tree) => (tree.en!.minutes!.extra = 'More'), /^zh-Hans minutes\.extra: missing/],
  ['a missing namespace', (tree) => delete tree['zh-Hant']!.minutes, /^zh-Hant minutes\.open: missing/],
  ['an empty text', (tree) => (tree.en!.minutes!.title = ' '), /empty/],
  ['another argument', (tree) => (tree.en!.minutes!.saved = '{number} changes saved'), /arguments/],
  ['a lost argument', (tree) => (tree['zh-Hant']!.minutes!.saved = '已保存'), /arguments/],
  ['a lost case', (tree) => (tree.en!.minutes!.open = '{state, select, other {Not open}}'), /arguments/],
  ['broken ICU', (tree) => (tree.en!.minutes!.saved = '{count, plural, one {# change'), /not ICU/],
  ['a simplified character in zh-Hant', (tree) => (tree['zh-Hant']!.minutes!.title = '会議紀要'), /simplified-only 会/],
  ['a wrong word for one', (tree) => (tree['zh-Hant']!.minutes!.title = '會議以后'), /后 where 後 is meant/],
  [
    'a traditional character in zh-Hans',
    (tree) => (tree['zh-Hans']!.minutes!.title = '會议纪要'),
    /traditional-only 會/,
  ],
  ['Chinese in English', (tree) => (tree.en!.minutes!.title = 'Minutes 草稿'), /Chinese 草/],
  ['Chinese punctuation in English', (tree) => (tree.en!.minutes!.title = 'Minutes，draft'), /punctuation/],
  ['American spelling', (tree) => (tree.en!.minutes!.title = 'Organize'), /American/],
  ['English in Chinese', (tree) => (tree['zh-Hans']!.minutes!.title = 'Minutes'), /same as English/],
])('%s is found', (_, change, finding) => {
  const findings = planted(change)
  expect(findings.join('\n')).toMatch(finding)
})

test('an error code without its three sentences is found', () => {
  expect(planted(() => {}, ['not_found'])).toHaveLength(3)
})

test('names of two scripts and of products are let through', () => {
  expect(
    planted((tree) => {
      for (const locale of ['zh-Hans', 'zh-Hant', 'en']) tree[locale]!.minutes!.title = 'PDF · {format}'
    }),
  ).toEqual([])
  expect(planted((tree) => (tree.en!.minutes!.title = 'Minutes (紀要)'))).toEqual([])
})

test('characters of both scripts are judged by their word', () => {
  for (const right of [
    '督辦台賬',
    '公里',
    '皇后',
    '批准',
    '標準',
    '系統',
    '關係',
    '只有一份',
    '秘書',
    '平台',
    '佔 36%',
    '占 36%',
  ])
    expect(hantProblems(right), right).toEqual([])
  for (const wrong of ['這里', '干部', '關系', '標准', '范圍', '「已办结」'])
    expect(hantProblems(wrong), wrong).not.toEqual([])
  for (const right of ['督办台账', '后里台干', '“已保存”']) expect(hansProblems(right), right).toEqual([])
  for (const wrong of ['督辦', '「已保存」']) expect(hansProblems(wrong), wrong).not.toEqual([])
})
