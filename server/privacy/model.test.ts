import { describe, expect, test } from 'vitest'
import type { PersonActor, SeatActor } from '@/server/access'
import type { CountyId } from '@/server/ids'
import { hasChildName, hasIdNumber, isIdNumber, requireNoChildData, requireNoChildDataInChat } from './model'

// The example of the standard itself (GB 11643-1999).
const id = '11010519491231002X'

describe('an identity number', () => {
  test.each([
    [id, true],
    [id.toLowerCase(), true],
    [`身份证 ${id}，住城关镇`, true],
    ['110105 19491231 002X', true],
    ['110105-19491231-002x', true],
    ['１１０１０５１９４９１２３１００２Ｘ', true],
    [`86${id}`, true],
    // A wrong check letter, a month that is none, and other long numbers.
    ['110105194912310021', false],
    ['110105194913310028', false],
    ['6222021234567890123', false],
    ['电话 13800138000，档案 2026-0001', false],
    ['', false],
  ])('%s: %s', (text, is) => expect(hasIdNumber(text)).toBe(is))
  test('by its own letters', () =>
    expect([isIdNumber(id), isIdNumber(`${id}1`), isIdNumber('x')]).toEqual([true, false, false]))
  test('is looked for in linear time', () => {
    const began = performance.now()
    hasIdNumber('1 '.repeat(20_000))
    expect(performance.now() - began).toBeLessThan(1000)
  })
})

test.each([
  ['学生姓名：张小明', true],
  ['該學生姓名 陳小華', true],
  ['孩子名叫李雷，四年级', true],
  ['女儿的名字是王芳', true],
  ["Child's name: Li Lei", true],
  ['student name is Wang', true],
  ['学生名单由学校保管', false],
  ['校长姓名：赵某', false],
  ['孩子放学没人接', false],
  ['case 2026-07', false],
])('a child’s name in %s: %s', (text, is) => expect(hasChildName(text)).toBe(is))

const countyId = crypto.randomUUID() as CountyId
const person = (unitKind: 'school' | 'family') =>
  ({ kind: 'person', countyId, tokenId: null, memberships: [{ unitKind, office: 'member' }] }) as unknown as PersonActor
const refused = (who: PersonActor, texts: Record<string, string>, isKept: boolean) => {
  try {
    requireNoChildData(who, countyId, texts, isKept)
    return {}
  } catch (error) {
    return (error as { fields: object }).fields
  }
}

test('a number is refused to everybody; a name is kept by a school that says so, and by no parent', () => {
  const texts = { problem: `有 ${id}`, facts: '学生姓名：张小明', wish: '加强值守' }
  expect(refused(person('school'), texts, false)).toEqual({ problem: 'idNumber', facts: 'childName' })
  expect(refused(person('school'), texts, true)).toEqual({ problem: 'idNumber' })
  expect(refused(person('family'), texts, true)).toEqual({ problem: 'idNumber', facts: 'childName' })
  expect(refused(person('school'), { wish: '加强值守' }, false)).toEqual({})
})

test('in chat the same, by codes', () => {
  const seat = { kind: 'seat', countyId, personId: null, unitKind: 'school' } as unknown as SeatActor
  const staff = { ...seat, personId: crypto.randomUUID() } as SeatActor
  const name = '孩子名叫李雷'
  expect(() => requireNoChildDataInChat(staff, id, true)).toThrow('id_number')
  expect(() => requireNoChildDataInChat(staff, name, false)).toThrow('child_name')
  expect(() => requireNoChildDataInChat(staff, name, true)).not.toThrow()
  // A guest who says that they are of the school is nobody's staff.
  expect(() => requireNoChildDataInChat(seat, name, true)).toThrow('child_name')
})
