import { describe, expect, it } from 'vitest'
import { FileRefused, plainWord, readDay, type Cell, type Row } from '@/server/spreadsheets/model'
import { readTable } from './model'
import { readWords } from './words'

const words = readWords()
const today = '2026-09-16'
const head = ['姓名', '手机号', '邮箱', '用户名', '教联体', '单位', '单位类别', '职务', '任期起', '任期止']
const sheet = (...rows: Cell[][]): Row[] => rows.map((cells, at) => ({ row: at + 1, cells }))
const read = (...rows: Cell[][]) => readTable(sheet(head, ...rows), words, today)
const wrong = (...rows: Cell[][]) =>
  read(...rows).problems.map(({ row, column, code, other }) => `${row} ${column} ${code}${other ? ` ${other}` : ''}`)
const refusal = (work: () => unknown) => {
  try {
    work()
    return 'read'
  } catch (error) {
    return error instanceof FileRefused ? [error.reason, ...error.columns].join(' ') : String(error)
  }
}

describe('headings', () => {
  it.each([
    ['zh-Hans', ['姓名（必填）', ' 手机号 ', '单位', '职务']],
    ['zh-Hant', ['姓名*', '手機號', '單位', '職務']],
    ['en', ['NAME', 'Mobile number', 'unit', 'Office:']],
    ['other words', ['名字', '联系电话', '工作单位', '任职']],
  ])('are known in %s', (_, names) => {
    const { people, places } = readTable(sheet(names, ['王芳', '13900000001', '实验小学', 'liaison']), words, today)
    expect([people.length, places.length]).toEqual([1, 1])
  })
  it('may stand below a title, and unknown ones are told', () => {
    const table = readTable(sheet(['人员名册'], ['姓名', '手机', '备注'], ['王芳', '13900000001', '无']), words, today)
    expect([table.people[0]!.person, table.ignored]).toEqual([3, ['备注']])
  })
  it('are missed and doubled by name', () => {
    expect(refusal(() => readTable(sheet(['姓名', '单位', '职务'], ['a', 'b', 'c']), words, today))).toBe(
      'columns phone',
    )
    expect(refusal(() => readTable(sheet(['姓名', '手机', '单位'], ['a', '1', 'c']), words, today))).toBe(
      'columns office',
    )
    expect(refusal(() => readTable(sheet(['姓名', '手机', '电话'], ['a', '1', '2']), words, today))).toBe(
      'doubleColumn phone',
    )
    expect(refusal(() => readTable(sheet(['什么', '都不是']), words, today))).toBe('columns name phone')
    expect(refusal(() => readTable(sheet(head), words, today))).toBe('empty')
    expect(refusal(() => readTable(sheet([''], ['', ' ']), words, today))).toBe('empty')
  })
})

describe('a row', () => {
  it('is read with its office and term', () => {
    const table = read([
      '王  芳',
      '139-0000 0001',
      'Wang@Example.CN',
      '',
      '',
      '实验小学',
      '校',
      '联络员',
      '2026年9月1日',
      '2028/8/31',
    ])
    expect(table.problems).toEqual([])
    expect(table.people).toEqual([
      { person: 2, name: '王 芳', userName: null, email: 'wang@example.cn', phone: '13900000001' },
    ])
    expect(table.places).toEqual([
      {
        ...{ row: 2, person: 2, body: null, unit: '实验小学', kind: 'school', office: 'liaison' },
        ...{ fromOn: '2026-09-01', untilOn: '2028-08-31' },
      },
    ])
  })
  it.each<[string, Cell[], string]>([
    ['no name', ['', '13900000001'], '2 name required'],
    ['a name of 81', ['王'.repeat(81), '13900000001'], '2 name tooLong'],
    ['a name that turns the line round', ['王\u202e芳', '13900000001'], '2 name invalid'],
    ['a formula', [null, '13900000001'], '2 name formula'],
    ['a formula as text', ['=1+1', '13900000001'], '2 name formulaText'],
    ['a command as text', ['@SUM(A1)', '13900000001'], '2 name formulaText'],
    ['no login', ['王芳', ''], '2 phone noLogin'],
    ['a phone of letters', ['王芳', '139abc'], '2 phone phone'],
    ['an address without a place', ['王芳', '', 'wang'], '2 email email'],
    ['a user name of two', ['王芳', '', '', 'ab'], '2 userName userName'],
    ['a unit without office', ['王芳', '13900000001', '', '', '', '小学'], '2 office required'],
    ['an office without unit', ['王芳', '13900000001', '', '', '', '', '', '成员'], '2 unit required'],
    ['a term of nothing', ['王芳', '13900000001', '', '', '', '', '', '', '2026-09-01'], '2 unit required'],
    ['an unknown kind', ['王芳', '13900000001', '', '', '', '小学', '军队', '成员'], '2 kind kindUnknown'],
    ['an unknown office', ['王芳', '13900000001', '', '', '', '小学', '校', '司令'], '2 office officeUnknown'],
    ['a day that is not', ['王芳', '13900000001', '', '', '', '小学', '校', '成员', '2026-02-30'], '2 fromOn date'],
    [
      'a term that ends before it begins',
      ['王芳', '13900000001', '', '', '', '小学', '校', '成员', '2026-09-01', '2026-08-31'],
      '2 untilOn beforeStart',
    ],
  ])('with %s is told by its cell', (_, cells, expected) => {
    expect(wrong(cells)).toEqual([expected])
  })
  it('takes a plus before a phone number, and an apostrophe that guards it', () => {
    expect(read(['王芳', '+86 13900000001'], ['李明', "'+8613900000002"]).people.map((one) => one.phone)).toEqual([
      '+8613900000001',
      '+8613900000002',
    ])
  })
})

describe('rows together', () => {
  const member = (name: string, phone: string, unit = '小学', office = '成员', kind = '校') => [
    ...[name, phone, '', '', '', unit, kind, office],
  ]
  it('are one person in two units, and two guardians of one', () => {
    const table = read(
      member('王芳', '13900000001'),
      member('王芳', '13900000001', '家委会', '成员', '家'),
      member('李明', '13900000002', '家委会', '成员', '家'),
    )
    expect([table.people.length, table.places.length, table.problems]).toEqual([2, 3, []])
  })
  it('gather the logins of one person, and take a kind from another row', () => {
    const table = read(
      ['王芳', '13900000001', '', '', '', '小学', '', '成员'],
      ['王芳', '13900000001', 'w@x.cn', '', '', '小学', '校', '联络员'],
    )
    expect(table.people).toEqual([{ person: 2, name: '王芳', userName: null, email: 'w@x.cn', phone: '13900000001' }])
    expect(table.places.map((place) => place.kind)).toEqual(['school', 'school'])
  })
  it('clash by the row they clash with', () => {
    expect(wrong(member('王芳', '13900000001'), member('王芳', '13900000001'))).toEqual(['3 name duplicate 2'])
    expect(wrong(['王芳', '13900000001'], ['王芳', '13900000001'])).toEqual(['3 name duplicate 2'])
    expect(wrong(member('王芳', '13900000001'), member('王方', '13900000001', '家委会'))).toEqual([
      '3 name otherName 2',
    ])
    expect(wrong(['王芳', '13900000001', 'a@x.cn'], ['王芳', '13900000001', 'b@x.cn'])).toEqual([
      '3 email otherLogin 2',
    ])
    expect(wrong(['王芳', '13900000001'], ['王芳', '', 'a@x.cn'], ['王芳', '13900000001', 'a@x.cn'])).toEqual([
      '4 email twoPeople 2',
    ])
    expect(wrong(member('王芳', '13900000001'), member('李明', '13900000002', '小学', '成员', '社'))).toEqual([
      '3 kind kindConflict 2',
    ])
  })
})

it('reads days as they are written and no others', () => {
  expect(['2026-9-1', '2026/09/01', '2026.9.1', '2026年9月1日', '20260901'].map(readDay)).toEqual(
    Array<string>(5).fill('2026-09-01'),
  )
  expect(['1/9/2026', '2026-13-01', '2026-02-29', '昨天', '26-9-1'].map(readDay)).toEqual(Array<null>(5).fill(null))
})

it('hears a heading through width, case and remarks', () => {
  expect(['Ｎａｍｅ', ' name * ', 'Name (required)'].map(plainWord)).toEqual(Array<string>(3).fill('name'))
})
