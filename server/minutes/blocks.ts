// A document as blocks that can be shown without an editor: what the plain view and the exports read. Pure.
import * as Y from 'yjs'
import type { AgendaItemId, LocalId } from '@/server/ids'
import { fragmentOfItem, parseLocalId, readRecord, type MinutesRecord } from '@/server/minutes/contract'
import { fieldsOf } from '@/server/minutes/model'

export type Run = { text: string; isBold: boolean; isItalic: boolean; isUnderlined: boolean }
export type Block =
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'heading'; level: 3 | 4; runs: Run[] }
  | { kind: 'list'; isOrdered: boolean; items: Block[][] }
  | { kind: 'record'; localId: LocalId; number: string | null; record: MinutesRecord }

/** Deeper lists than people make are cut off. */
const maxDepth = 12

/** @param position of the item, for the numbers of its decisions (2.1) */
export function readBlocks(doc: Y.Doc, agendaItemId: AgendaItemId, position: number): Block[] {
  const count = { decisions: 0 }
  return blocksOf(doc, doc.getXmlFragment(fragmentOfItem(agendaItemId)), position, count, 0)
}

function blocksOf(
  doc: Y.Doc,
  parent: Y.XmlFragment,
  position: number,
  count: { decisions: number },
  depth: number,
): Block[] {
  if (depth > maxDepth) return []
  const blocks: Block[] = []
  for (const node of parent.toArray()) {
    if (!(node instanceof Y.XmlElement)) continue
    const inner = () => blocksOf(doc, node, position, count, depth + 1)
    switch (node.nodeName) {
      case 'paragraph':
        blocks.push({ kind: 'paragraph', runs: runsOf(node) })
        break
      case 'heading':
        blocks.push({ kind: 'heading', level: Number(node.getAttribute('level')) === 4 ? 4 : 3, runs: runsOf(node) })
        break
      case 'bulletList':
      case 'orderedList': {
        const items = node.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement)
        blocks.push({
          kind: 'list',
          isOrdered: node.nodeName === 'orderedList',
          items: items.map((item) => blocksOf(doc, item, position, count, depth + 1)),
        })
        break
      }
      case 'actionItem':
      case 'decision': {
        const localId = parseLocalId(node.getAttribute('recordId'))
        if (localId === null) break
        const fields = fieldsOf(doc, localId)
        const { record } = readRecord(node.nodeName, fields)
        const given = typeof fields.number === 'string' ? fields.number.slice(0, 20) : null
        const number = record.type === 'decision' ? `${position}.${++count.decisions}` : given
        blocks.push({ kind: 'record', localId, number, record })
        break
      }
      default:
        // What this version does not know is shown by its words.
        blocks.push(...inner())
    }
  }
  return blocks
}

function runsOf(element: Y.XmlElement): Run[] {
  const runs: Run[] = []
  for (const child of element.toArray()) {
    if (child instanceof Y.XmlElement && child.nodeName === 'hardBreak') runs.push(plain('\n'))
    if (!(child instanceof Y.XmlText)) continue
    for (const part of child.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
      if (typeof part.insert !== 'string') continue
      const marks = part.attributes ?? {}
      runs.push({
        text: part.insert,
        isBold: 'bold' in marks,
        isItalic: 'italic' in marks,
        isUnderlined: 'underline' in marks,
      })
    }
  }
  return runs
}

const plain = (text: string): Run => ({ text, isBold: false, isItalic: false, isUnderlined: false })
