import { expect, it } from 'vitest'
import { toCsv } from './csv'

it('quotes what must be quoted and lets no cell be a formula', () => {
  const csv = toCsv([
    ['a', 'b,c', 'say "no"', 'two\nlines'],
    ['=1+1', '+86 139', '-2', '@sum', '6-01'],
  ])
  expect(csv).toBe('\ufeffa,"b,c","say ""no""","two\nlines"\r\n\'=1+1,\'+86 139,\'-2,\'@sum,6-01\r\n')
})
