import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { random } from '@/tests/fault/form'
import { plainOf, reword, textBlocksOf } from './reword'

type Part = string | { bold: string } | { mention: string } | 'br'
const br = 'br' as const

function paragraphOf(...parts: Part[]): Y.XmlElement {
  const doc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  doc.getXmlFragment('item').insert(0, [paragraph])
  for (const part of parts) {
    if (part === br || (typeof part === 'object' && 'mention' in part)) {
      const element = new Y.XmlElement(part === br ? 'hardBreak' : 'mention')
      paragraph.push([element])
      if (part !== br) element.setAttribute('label', part.mention)
      continue
    }
    const last = paragraph.length > 0 ? paragraph.get(paragraph.length - 1) : null
    const text = last instanceof Y.XmlText ? last : new Y.XmlText()
    if (text !== last) paragraph.push([text])
    if (typeof part === 'string') text.insert(text.length, part, {})
    else text.insert(text.length, part.bold, { bold: true })
  }
  return paragraph
}
const reworded = (becomes: string, ...parts: Part[]) => {
  const paragraph = paragraphOf(...parts)
  reword(paragraph, becomes)
  expect(plainOf(paragraph)).toBe(becomes)
  return paragraph.toString()
}

describe('a paragraph put otherwise', () => {
  it('keeps the marks of what stays', () => {
    expect(reworded('会议同意分时放学。', '会议', { bold: '同意' }, '错时放学。')).toBe(
      '<paragraph>会议<bold>同意</bold>分时放学。</paragraph>',
    )
  })
  it('keeps a mention before and behind the change', () => {
    expect(
      reworded('请县教育局月底前报县政府。', '请', { mention: '县教育局' }, '十日内报', { mention: '县政府' }, '。'),
    ).toBe('<paragraph>请<mention label="县教育局"></mention>月底前报<mention label="县政府"></mention>。</paragraph>')
  })
  it('takes out a mention that is named no more, and writes at the place of one', () => {
    expect(reworded('请各校报。', '请', { mention: '县教育局' }, '报。')).toBe('<paragraph>请各校报。</paragraph>')
    expect(reworded('各校', { mention: '县教育局' })).toBe('<paragraph>各校</paragraph>')
    expect(reworded('县政府报。', { mention: '县教育局' }, '报。')).toBe('<paragraph>县政府报。</paragraph>')
    expect(reworded('', '旧')).toBe('<paragraph></paragraph>')
    expect(reworded('新')).toBe('<paragraph>新</paragraph>')
  })
  it('breaks a line where one was broken', () => {
    expect(reworded('一\n二三', '一二三')).toBe('<paragraph>一<hardbreak></hardbreak>二三</paragraph>')
    expect(reworded('一二', '一', br, '二')).toBe('<paragraph>一二</paragraph>')
  })
  it('never cuts a character in two', () => {
    reworded('𠮷野', '𠮶野')
    reworded('a𠮷', 'a𡮷')
  })
  it('whatever it was, it reads as it should', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const next = random(seed)
      const words = ['会', '议', '会议', '𠮷', 'ab', '']
      const some = () => words[Math.floor(next() * words.length)]!
      const parts = Array.from({ length: Math.floor(next() * 6) }, (): Part => {
        const kind = next()
        return kind < 0.15
          ? br
          : kind < 0.3
            ? { mention: some() || '局' }
            : kind < 0.5
              ? { bold: some() || '甲' }
              : some()
      })
      const becomes = Array.from({ length: Math.floor(next() * 6) }, () => (next() < 0.2 ? '\n' : some())).join('')
      const paragraph = paragraphOf(...parts)
      reword(paragraph, becomes)
      expect(plainOf(paragraph), `seed ${seed}`).toBe(becomes)
    }
  })
})

it('finds paragraphs in lists, and none in tables or records', () => {
  const fragment = new Y.Doc().getXmlFragment('item')
  const element = (name: string, ...inside: (Y.XmlElement | Y.XmlText)[]) => {
    const made = new Y.XmlElement(name)
    made.insert(0, inside)
    return made
  }
  const text = (words: string) => element('paragraph', new Y.XmlText(words))
  fragment.insert(0, [
    text('一'),
    element('bulletList', element('listItem', text('二'), element('orderedList', element('listItem', text('三'))))),
    element('table', element('tableRow', element('tableCell', text('不')))),
    element('decision', text('不')),
    element('heading', new Y.XmlText('四')),
  ])
  expect(textBlocksOf(fragment).map(plainOf)).toEqual(['一', '二', '三', '四'])
})
