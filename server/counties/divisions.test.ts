import { expect, it } from 'vitest'
import { divisionsBelow, findDivision, mostDivisions, searchDivisions } from './divisions'

it('knows real divisions by code, with what they lie in', () => {
  expect(findDivision('330109')).toEqual({
    code: '330109',
    name: '萧山区',
    level: 'county',
    within: ['浙江省', '杭州市'],
  })
  expect(findDivision('110101')!.within).toEqual(['北京市'])
  expect(findDivision('110101001')).toMatchObject({
    name: '东华门街道',
    level: 'township',
    within: ['北京市', '东城区'],
  })
  expect(findDivision('999999')).toBeNull()
  expect(findDivision('')).toBeNull()
})

it('finds by name and by the beginning of a code, whole names first, and never the whole list', () => {
  expect(searchDivisions('鼓楼区', 'county').map(({ code }) => code)).toEqual(['320106', '320302', '350102', '410204'])
  expect(searchDivisions('３３０１０９', 'county').map(({ name }) => name)).toEqual(['萧山区'])
  expect(searchDivisions('蕭山區', 'county').map(({ code }) => code)).toEqual(['330109'])
  expect(searchDivisions('市', 'county')).toHaveLength(mostDivisions + 1)
  expect(searchDivisions('  ', 'county')).toEqual([])
  expect(searchDivisions('市辖区', 'prefecture')).toEqual([])
})

it('lists the townships of a county and the counties of a prefecture', () => {
  const townships = divisionsBelow('110101')
  expect(townships.length).toBeGreaterThan(10)
  expect(townships.every(({ code, level }) => code.startsWith('110101') && level === 'township')).toBe(true)
  expect(divisionsBelow('3301').map(({ name }) => name)).toContain('萧山区')
  expect(divisionsBelow('110101001')).toEqual([])
})
