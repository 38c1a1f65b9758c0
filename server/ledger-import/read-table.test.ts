import { describe, expect, it } from 'vitest'
import { toCsv } from '@/server/export/csv'
import { exportColumns } from '@/server/action-items/export-rows'
import { translator } from '@/server/messages'
import { locales } from '@/server/preferences/model'
import { FileRefused, plainWord, type Cell, type Row } from '@/server/spreadsheets/model'
import { columns, derivedColumns } from './contract'
import { findUnits } from './find-units'
import { readTable } from './read-table'
import { readWords } from './words'

const words = readWords()
const rowsOf = (...lines: readonly (readonly Cell[])[]): Row[] => lines.map((cells, at) => ({ row: at + 1, cells }))
const head = ['序号', '任务', '牵头单位', '配合单位', '完成时限', '状态', '进度', '上级任务']
const read = (...lines: readonly (readonly Cell[])[]) => readTable(rowsOf(head, ...lines), words)
const told = (...lines: readonly (readonly Cell[])[]) =>
  read(...lines).problems.map(({ row, column, code, other }) => [row, column, code, other].filter(Boolean).join(' '))
const refused = (work: () => unknown) => {
  try {
    work()
    return 'read'
  } catch (error) {
    return error instanceof FileRefused ? [error.reason, ...error.columns].join(' ') : String(error)
  }
}
const line = (task: string, more: Partial<Record<'due' | 'state' | 'percent' | 'parent' | 'order', Cell>> = {}) => [
  ...[
    more.order ?? '',
    task,
    '县教育局',
    '',
    more.due === undefined ? '' : more.due,
    more.state ?? '',
    more.percent ?? '',
    more.parent ?? '',
  ],
]

describe('headings', () => {
  it('are found below a title, whatever the office calls them, and what is not known is told', () => {
    const table = readTable(
      rowsOf(
        ['示范县督办台账（2026年）', '', '', '', '', '', ''],
        ['填报：县教育局', '', '', '', '', '', ''],
        ['序号', '工作 事项', '责任单位（方）', '配合部门', '办结\n时限', '亮灯情况', '包联干部'],
        ['1', '划定接送区', '县教育局', '', '2026-12-01', '黄', '张'],
      ),
      words,
    )
    expect(table.understood).toEqual({
      headRow: 3,
      columns: [
        { heading: '序号', column: 'order' },
        { heading: '工作 事项', column: 'task' },
        { heading: '责任单位（方）', column: 'lead' },
        { heading: '配合部门', column: 'assisting' },
        { heading: '办结 时限', column: 'due' },
        { heading: '亮灯情况', column: 'warning' },
      ],
      ignored: ['包联干部'],
      skipped: [],
    })
    expect(table.items).toMatchObject([
      { row: 4, title: '划定接送区', lead: '县教育局', dueOn: '2026-12-01', state: 'todo' },
    ])
  })

  it('of two rows count as the one that says more, and are no item', () => {
    const table = readTable(
      [
        { row: 1, cells: ['序号', '任务', '分工', '分工'], joined: { 3: [1, 2] } },
        { row: 2, cells: ['序号', '任务', '牵头单位', '配合单位'], joined: { 0: [1, 0], 1: [1, 1] } },
        { row: 3, cells: ['1', '排查', '县教育局', ''] },
      ],
      words,
    )
    expect(table.understood.headRow).toBe(2)
    expect(table.items.map((item) => item.title)).toEqual(['排查'])
  })

  it.each(locales)('of our own export and template are all known in %s', (locale) => {
    const t = translator(locale, 'action-items')
    const own = translator(locale, 'ledger-import')
    const known = exportColumns.map((name) => words.headings[plainWord(t(`export.${name}`))])
    expect(known).toEqual([...exportColumns])
    for (const column of [...columns, ...derivedColumns])
      expect(words.headings[plainWord(own(`columns.${column}`))]).toBe(column)
  })

  it('that are missing or double refuse the file', () => {
    expect(refused(() => readTable(rowsOf(['姓名', '电话'], ['a', 'b']), words))).toBe('columns task lead')
    expect(refused(() => readTable(rowsOf(['任务', '时限'], ['a', 'b']), words))).toBe('columns lead')
    expect(refused(() => readTable(rowsOf(['任务', '牵头单位', '责任单位'], ['a', 'b', 'c']), words))).toBe(
      'doubleColumn lead',
    )
    expect(refused(() => readTable(rowsOf(['任务', '牵头单位']), words))).toBe('empty')
  })
})

describe('cells', () => {
  it('are refused one by one, each with its row and column', () => {
    expect(
      told(
        line('', { order: '1', state: '推进中' }),
        line('二月', { due: '2026-02-29' }),
        line('超', { percent: '101' }),
        line('半', { percent: '0.5' }),
        line('公式', { due: null }),
        line('=cmd|x'),
        line('状态', { state: '不知道' }),
        line('逾期', { state: '逾期' }),
        line('核验', { state: '待核验' }),
        line('学生姓名：张小明'),
        line('补录 11010519491231002X'),
        line('长'.repeat(301)),
      ),
    ).toEqual([
      '2 task required',
      '3 due date',
      '4 percent percent',
      '5 percent percent',
      '6 due formula',
      '7 task formulaText',
      '8 state stateUnknown',
      '9 state stateLate',
      '10 state stateToVerify',
      '11 task childName',
      '12 task idNumber',
      '13 task tooLong',
    ])
  })

  it('say what they say in three languages', () => {
    expect(
      read(
        line('甲', { state: '进行中', percent: '40%' }),
        line('乙', { state: '已辦結' }),
        line('丙', { state: 'Not started' }),
        line('丁', { state: 'stopped', due: '2026/9/1' }),
      ).items.map(({ state, percent, dueOn }) => [state, percent, dueOn]),
    ).toEqual([
      ['doing', 40, null],
      ['done', 100, null],
      ['todo', 0, null],
      ['stopped', 0, '2026-09-01'],
    ])
  })

  it('joined downwards hold for each row; sideways, or for two tasks, they are asked back', () => {
    const down = readTable(
      [...rowsOf(head), { row: 2, cells: line('甲') }, { row: 3, cells: line('乙'), joined: { 2: [2, 2], 4: [2, 4] } }],
      words,
    )
    expect(down.problems).toEqual([])
    expect(down.items.map(({ lead }) => lead)).toEqual(['县教育局', '县教育局'])
    const wrong = readTable(
      [
        ...rowsOf(head),
        { row: 2, cells: line('甲'), joined: { 3: [2, 2] } },
        { row: 3, cells: line('甲'), joined: { 1: [2, 1] } },
      ],
      words,
    )
    expect(wrong.problems).toEqual([
      { row: 2, column: 'assisting', code: 'joined' },
      { row: 3, column: 'task', code: 'joinedTask', other: 2 },
    ])
  })

  it('of a row that is no item are told: a heading across, a number alone', () => {
    const table = readTable(
      [
        ...rowsOf(head),
        {
          row: 2,
          cells: Array<string>(8).fill('一、校园周边'),
          joined: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [n, [2, 0] as const])),
        },
        { row: 3, cells: line('甲') },
        { row: 4, cells: ['9', '', '', '', '', '', '', ''] },
      ],
      words,
    )
    expect(table.understood.skipped).toEqual([
      { row: 2, text: '一、校园周边' },
      { row: 4, text: '9' },
    ])
    expect(table.items).toHaveLength(1)
  })
})

describe('parts', () => {
  it('are known by number, place in the list or words', () => {
    const { items } = read(
      line('总', { order: '1' }),
      line('分一', { order: '2', parent: '1' }),
      line('分二', { order: '3', parent: '总' }),
      line('再分', { order: '4', parent: '2' }),
    )
    expect(items.map((item) => item.parentRow)).toEqual([null, 2, 2, 3])
  })
  it('go in no circle, not too deep, and under nothing that is closed', () => {
    expect(told(line('甲', { parent: '乙' }), line('乙', { parent: '丙' }), line('丙', { parent: '甲' }))).toEqual([
      '2 parent parentCycle 3',
      '3 parent parentCycle 4',
      '4 parent parentCycle 2',
    ])
    expect(told(line('甲', { parent: '甲' }))).toEqual(['2 parent parentCycle 2'])
    expect(
      told(line('甲'), line('乙', { parent: '甲' }), line('丙', { parent: '乙' }), line('丁', { parent: '丙' })),
    ).toEqual(['5 parent parentDeep'])
    expect(told(line('甲', { state: '已办结' }), line('乙', { parent: '甲' }))).toEqual(['3 parent parentClosed 2'])
    expect(
      told(line('甲'), line('甲', { due: '2027-01-01' }), line('乙', { parent: '甲' }), line('丙', { parent: '丁' })),
    ).toEqual(['4 parent parentWhich', '5 parent parentUnknown'])
  })
})

it('units are known by their names, with the party behind them or not, and a mark in a name parts nothing', () => {
  const unit = (name: string) => ({ id: name as never, name })
  const all = ['县教育局', '家校社、共育中心', '实验小学（东）', '实验小学（西）'].map(unit)
  const find = (text: string) => {
    const wrong: string[] = []
    const found = findUnits(text, all, (code, what) => wrong.push(`${code} ${what}`))
    return [...found.map(({ name }) => name), ...wrong]
  }
  expect(find(' 县教育局（部） ')).toEqual(['县教育局'])
  expect(find('家校社、共育中心')).toEqual(['家校社、共育中心'])
  expect(find('县教育局、实验小学（西）\n县教育局')).toEqual(['县教育局', '实验小学（西）'])
  expect(find('实验小学')).toEqual(['unitDouble 实验小学'])
  expect(find('县水利局，县教育局')).toEqual(['县教育局', 'unitUnknown 县水利局'])
})

it('what a spreadsheet writes before a sign is no part of the text', () => {
  expect(toCsv([['-1 楼']])).toContain("'-1 楼")
  expect(read(line("'-1 楼清理")).items[0]!.title).toBe('-1 楼清理')
})
