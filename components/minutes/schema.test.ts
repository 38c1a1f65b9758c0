// What the server is told an editor keeps is what it keeps: else a newer text would be struck out, or an own one refused.
import { getSchema } from '@tiptap/core'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { knownElements, knownMarks } from '@/server/minutes/contract'
import { schemaExtensions } from './extensions'
import { standingOnce } from './commenting'
import { matchesIn } from './find-matches'
import { holdsUnknown } from './holds-unknown'

const schema = getSchema(schemaExtensions())

test('elements and marks are those of the schema', () => {
  const own = Object.keys(schema.nodes).filter((name) => name !== 'doc' && name !== 'text')
  expect(own.sort()).toEqual([...knownElements].sort())
  expect(Object.keys(schema.marks).sort()).toEqual([...knownMarks].sort())
})

const updateOf = (write: (fragment: Y.XmlFragment) => void) => {
  const doc = new Y.Doc()
  write(doc.getXmlFragment('item:x'))
  return Y.encodeStateAsUpdate(doc)
}

test('an element or a mark of another version is seen before it is applied', () => {
  const nested = (name: string) =>
    updateOf((fragment) => {
      const row = new Y.XmlElement('tableRow')
      row.insert(0, [new Y.XmlElement(name)])
      fragment.insert(0, [row])
    })
  const marked = (mark: string) =>
    updateOf((fragment) => {
      const text = new Y.XmlText()
      text.insert(0, '字', { [mark]: {} })
      fragment.insert(0, [text])
    })
  expect([nested('tableCell'), marked('bold')].map(holdsUnknown)).toEqual([false, false])
  expect([nested('chart'), marked('redaction')].map(holdsUnknown)).toEqual([true, true])
  expect(holdsUnknown(new Uint8Array([1, 2, 3, 255]))).toBe(false)
})

test('a word is found across bold, in cells, without case and width, and never across a name or a paragraph', () => {
  const { paragraph, table, tableRow, tableCell, mention } = schema.nodes
  const bold = schema.mark('bold')
  const p = (...content: Parameters<typeof schema.text>[0][] | never[]) =>
    paragraph!.create(
      null,
      content.map((word, at) => schema.text(word, at % 2 ? [bold] : [])),
    )
  const doc = schema.node('doc', null, [
    p('校门', '口交通，校门口'),
    table!.create(null, [tableRow!.create(null, [tableCell!.create(null, [p('ＡBc校门口')])])]),
    paragraph!.create(null, [schema.text('校门'), mention!.create({ label: '甲' }), schema.text('口')]),
    p('校门'),
    p('口'),
  ])
  expect(matchesIn(doc, '校门口').map(({ from, to }) => doc.textBetween(from, to))).toEqual(Array(3).fill('校门口'))
  expect(matchesIn(doc, 'abC').map(({ from, to }) => doc.textBetween(from, to))).toEqual(['ＡBc'])
  expect(matchesIn(doc, '')).toEqual([])
})

test('words a comment quoted are found again where they stand once, in any kind of paragraph, and nowhere where they stand twice', () => {
  const { paragraph, heading, bulletList, listItem, mention } = schema.nodes
  const bold = schema.mark('bold')
  const p = (text: string) => paragraph!.create(null, [schema.text(text)])
  const said = (words: string, doc: Parameters<typeof standingOnce>[0]) => {
    const range = standingOnce(doc, words)
    return range && doc.textBetween(range.from, range.to, ' ', ' ')
  }
  const doc = schema.node('doc', null, [
    heading!.create({ level: 3 }, [schema.text('护学岗'), schema.text('每月排班', [bold])]),
    bulletList!.create(null, [listItem!.create(null, [p('由教育局牵头')])]),
    paragraph!.create(null, [schema.text('请'), mention!.create({ label: '甲' }), schema.text('按时报送')]),
    p('视力筛查每学期一次，视力筛查由医院做'),
  ])
  expect(['学岗每月', '教育局牵头', '请 按时报'].map((words) => said(words, doc))).toEqual([
    '学岗每月',
    '教育局牵头',
    '请 按时报',
  ])
  expect(['视力筛查', '每月排', '牵头请 按', '没有这句'].map((words) => said(words, doc))).toEqual(Array(4).fill(null))
})
