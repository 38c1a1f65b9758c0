// A paragraph of the shared text put otherwise: what stays the same at either end of it stays the characters it is, with its
// marks and mentions, and whatever somebody else points at. Pure.
import * as Y from 'yjs'
import { mentionLabel, mentionNode } from '@/server/minutes/contract'
import { sameEnds } from '@/server/minutes/model'

/** Deeper lists than people make. */
const maxDepth = 60
const textBlocks = ['paragraph', 'heading']
const lists = ['bulletList', 'orderedList', 'listItem']

/** Paragraphs and headings in their order, also those in lists; not those in tables and records. */
export function textBlocksOf(parent: Y.XmlFragment, depth = 0): Y.XmlElement[] {
  if (depth > maxDepth) return []
  return parent.toArray().flatMap((child) => {
    if (!(child instanceof Y.XmlElement)) return []
    if (textBlocks.includes(child.nodeName)) return [child]
    return lists.includes(child.nodeName) ? textBlocksOf(child, depth + 1) : []
  })
}

/** The words of a paragraph; a mention is its name, a break a line's end. */
export function plainOf(node: unknown): string {
  if (node instanceof Y.XmlText)
    return (node.toDelta() as { insert: unknown }[])
      .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
      .join('')
  if (!(node instanceof Y.XmlElement)) return ''
  if (node.nodeName === 'hardBreak') return '\n'
  if (node.nodeName === mentionNode) return mentionLabel(node.getAttribute('label'))
  return node.toArray().map(plainOf).join('')
}

const spans = (paragraph: Y.XmlElement) => {
  let from = 0
  return paragraph.toArray().map((node, index) => {
    const start = from
    from += plainOf(node).length
    return { node, index, start, end: from }
  })
}

/** Exactly these words, whatever stood there. */
export function reword(paragraph: Y.XmlElement, becomes: string): void {
  const was = plainOf(paragraph)
  const [head, tail] = wholeNodes(paragraph, was, sameEnds(was, becomes))
  const words = becomes.slice(head, becomes.length - tail)
  const marks = head < was.length - tail ? marksAt(paragraph, head) : undefined
  for (const { node, index, start, end } of spans(paragraph).reverse()) {
    const [from, to] = [Math.max(start, head), Math.min(end, was.length - tail)]
    if (from >= to) continue
    if (node instanceof Y.XmlText) node.delete(from - start, to - from)
    else paragraph.delete(index, 1)
  }
  if (words === '') return
  const near = spans(paragraph).find(
    ({ node, start, end }) => node instanceof Y.XmlText && start <= head && head <= end,
  )
  if (near && !words.includes('\n')) return (near.node as Y.XmlText).insert(head - near.start, words, marks)
  let place = spans(paragraph).find(({ start }) => start >= head)?.index ?? paragraph.length
  let behind = ''
  if (near) {
    // A break goes between two texts: what stood behind it in this one follows as a text of its own.
    const text = near.node as Y.XmlText
    behind = plainOf(text).slice(head - near.start)
    if (behind !== '') text.delete(head - near.start, behind.length)
    place = near.index + 1
  }
  const nodes = (words + behind)
    .split('\n')
    .flatMap((line, at) => [...(at > 0 ? [new Y.XmlElement('hardBreak')] : []), ...(line ? [new Y.XmlText(line)] : [])])
  paragraph.insert(place, nodes)
}

/** Marks of the character that stands there: new words have those of the words whose place they take. None: of what is before. */
function marksAt(paragraph: Y.XmlElement, place: number): Record<string, unknown> | undefined {
  let from = 0
  for (const node of paragraph.toArray()) {
    if (!(node instanceof Y.XmlText)) {
      from += plainOf(node).length
      continue
    }
    for (const { insert, attributes } of node.toDelta() as {
      insert: unknown
      attributes?: Record<string, unknown>
    }[]) {
      from += typeof insert === 'string' ? insert.length : 0
      if (from > place) return { ...attributes }
    }
  }
  return undefined
}

/** A mention or a break stays or goes as one: an end within it is drawn back to its edge. */
function wholeNodes(paragraph: Y.XmlElement, was: string, [head, tail]: [number, number]): [number, number] {
  for (const { node, start, end } of spans(paragraph)) {
    if (node instanceof Y.XmlText) continue
    if (start < head && head < end) head = start
    const from = was.length - tail
    if (start < from && from < end) tail = was.length - end
  }
  return [head, tail]
}
