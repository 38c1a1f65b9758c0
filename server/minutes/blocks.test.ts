// Tables, names and blocks of the record, through everything that reads a text.
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { blocksOfContent } from '@/server/paper/blocks'
import { paragraphsOf } from '@/server/signing/paragraphs'
import { AgendaItemId } from '@/server/ids'
import { blocksOfItem } from '@/server/minutes/blocks'
import { canonicalItems } from '@/server/minutes/canonical'
import { compareBlocks } from '@/server/minutes/compare'
import { fragmentOfItem } from '@/server/minutes/contract'
import { textOfFragment } from '@/server/minutes/model'

const id = AgendaItemId.parse(crypto.randomUUID())
const element = (name: string, attributes: Record<string, string>, content: (Y.XmlElement | Y.XmlText)[]) => {
  const made = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.insert(0, content)
  return made
}
const p = (...content: (string | Y.XmlElement)[]) =>
  element(
    'paragraph',
    {},
    content.map((each) => (typeof each === 'string' ? new Y.XmlText(each) : each)),
  )
const cell = (name: string, text: string, attributes = {}) => element(name, attributes, [p(text)])

function write(school = '实验小学'): Y.Doc {
  const doc = new Y.Doc()
  doc.getXmlFragment(fragmentOfItem(id)).insert(0, [
    p('请', element('mention', { kind: 'unit', id: crypto.randomUUID(), label: '区教育局' }, []), '牵头'),
    element('table', {}, [
      element('tableRow', {}, [cell('tableHeader', '学校'), cell('tableHeader', '人数')]),
      element('tableRow', {}, [cell('tableCell', school), cell('tableCell', '120')]),
      element('tableRow', {}, [cell('tableCell', '合计', { colspan: '2' })]),
      // Somebody added a row while another added a column: it is shorter.
      element('tableRow', {}, [cell('tableCell', '备注')]),
    ]),
    element('speakers', { lines: JSON.stringify([{ label: '发言', text: '张三（区教育局）' }]) }, []),
    element('attendance', { lines: 'not ours' }, []),
  ])
  return doc
}
const words = (rows: { text: string }[][][]) =>
  rows.map((row) => row.map((runs) => runs.map((run) => run.text).join('')))
const rows = [
  ['学校', '人数'],
  ['实验小学', '120'],
  ['合计', ''],
  ['备注', ''],
]

test('they are read', () => {
  const [named, table, said] = blocksOfItem(write(), id)
  expect(named).toMatchObject({ kind: 'paragraph', runs: [{ text: '请' }, { text: '区教育局' }, { text: '牵头' }] })
  expect(table).toMatchObject({ kind: 'table', headRows: 1 })
  expect(table?.kind === 'table' && words(table.rows)).toEqual(rows)
  expect(said).toEqual({ kind: 'record', name: 'speakers', lines: [{ label: '发言', text: '张三（区教育局）' }] })
})

test('they are found, signed, circulated and printed', () => {
  const doc = write()
  const text = textOfFragment(doc, fragmentOfItem(id))
  expect(text).toContain('请区教育局牵头')
  expect(text).toContain('实验小学')
  expect(text).toContain('发言 张三（区教育局）')
  const [item] = canonicalItems(doc, [{ id }])
  for (const said of ['区教育局', '实验小学', '合计', '张三']) expect(item!.text).toContain(said)
  const [named, table, speakers] = paragraphsOf(item!.text)
  expect(named?.plain).toBe('请区教育局牵头')
  expect(table?.plain.split('\n')).toEqual(['学校 人数', '实验小学 120', '合计', '备注'])
  expect(speakers?.plain).toBe('发言 张三（区教育局）')
  const votes = { options: { yes: '', no: '', abstain: '' }, outcome: () => '', base: () => '' }
  const printed = blocksOfContent(item!.content, { unitName: () => null, votes })
  expect(printed.map(({ kind }) => kind)).toEqual(['paragraph', 'table', 'paragraph'])
  expect(printed[1]!.kind === 'table' && words(printed[1]!.rows)).toEqual(rows)
  // Another word, another number.
  expect(canonicalItems(write('第二小学'), [{ id }])[0]!.sha256).not.toBe(item!.sha256)
})

test('a table is compared row by row', () => {
  const changed = compareBlocks(blocksOfItem(write(), id), blocksOfItem(write('实验中学'), id)).filter(
    (row) => !row.isSame,
  )
  expect(changed).toHaveLength(1)
  expect(changed[0]!.after).toMatchObject({ kind: 'tableRow' })
  expect(changed[0]!.after!.fields[0]!.parts.find((part) => part.isChanged)!.text).toContain('中学')
})
