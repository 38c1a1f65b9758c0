// A vote's result in the text, as it is signed, becomes words; one that has none yet is not printed.
import { expect, test } from 'vitest'
import { blocksOfContent, type VoteWords } from './blocks'
import { chineseNumeral, printable } from './words'

const votes: VoteWords = {
  options: { yes: '赞成', no: '反对', abstain: '弃权' },
  outcome: ({ outcome }) => outcome,
  base: ({ of, needed }) => `${of}:${needed}`,
}
const look = { unitName: () => null, votes }
const result = {
  counts: [5, 2, 1],
  cast: 8,
  present: 8,
  entitled: 10,
  of: 8,
  needed: 5,
  outcome: 'carried',
  chosen: null,
  kinds: null,
  ballots: null,
}

test('a vote gives its question, outcome and counts', () => {
  const node = (vote: object | null) => ({ type: 'vote', id: crypto.randomUUID(), vote })
  const content = [node({ question: '是否试点', choices: [], result }), node(null)]
  expect(blocksOfContent(content, look)).toEqual([
    {
      kind: 'vote',
      title: '是否试点',
      outcome: 'carried',
      counts: [
        { label: '赞成', count: '5' },
        { label: '反对', count: '2' },
        { label: '弃权', count: '1' },
      ],
      remarks: ['8:5'],
    },
  ])
})

test.each([
  [1, '一'],
  [10, '十'],
  [12, '十二'],
  [20, '二十'],
  [101, '一百零一'],
  [110, '一百一十'],
  [500, '五百'],
  [1000, '1000'],
])('%d is written %s', (n, text) => expect(chineseNumeral(n)).toBe(text))

test('what would turn the order of words is not printed; letters of every script are', () => {
  expect(printable('甲\u202Eabc\u202C乙\u2066x\u2069\u0007')).toBe('甲abc乙x')
  expect(printable('𠮷 שלום é\n')).toBe('𠮷 שלום é\n')
})
