// The schema of the minutes and how it looks: paragraphs, headings, lists, tables, names, and three atoms that hold only an
// id. What is added here is added to `knownElements` or `knownMarks` in contract.ts, and raises `schemaVersion` there.
import { mergeAttributes, Node, type Extensions } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import { ReactNodeViewRenderer, type ReactNodeViewProps } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import type { ComponentType } from 'react'
import type { UndoManager, XmlFragment } from 'yjs'
import {
  recordBlocks,
  voteNode,
  type AtomType,
  type PresenceUser,
  type RecordBlockName,
} from '@/server/minutes/contract'
import { ActionItemView } from './action-item-view'
import { createCaret } from './caret'
import { commenting } from './commenting'
import { DecisionView } from './decision-view'
import { finding } from './finding'
import { mention } from './mention'
import type { MinutesProvider } from './provider'
import { RecordBlockView } from './record-block-view'
import { tableNodes } from './table'
import { VoteNodeView } from './vote-view'

const atom = (name: AtomType | typeof voteNode, view: ComponentType<ReactNodeViewProps>) =>
  Node.create({
    name,
    group: 'block',
    atom: true,
    selectable: true,
    draggable: false,
    addAttributes: () => ({
      recordId: {
        default: '',
        parseHTML: (element: HTMLElement) => element.getAttribute('data-record') ?? '',
        renderHTML: (attributes: Record<string, unknown>) => ({ 'data-record': String(attributes.recordId ?? '') }),
      },
    }),
    parseHTML: () => [{ tag: `div[data-atom="${name}"]` }],
    renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes(HTMLAttributes, { 'data-atom': name })],
    addNodeView: () => ReactNodeViewRenderer(view),
  })

export const actionItemNode = atom('actionItem', ActionItemView)
export const decisionNode = atom('decision', DecisionView)
export const voteNodeType = atom(voteNode, VoteNodeView)

const recordBlock = (name: RecordBlockName) =>
  Node.create({
    name,
    group: 'block',
    atom: true,
    selectable: true,
    draggable: false,
    addAttributes: () => ({
      lines: {
        default: '[]',
        parseHTML: (element: HTMLElement) => element.getAttribute('data-lines') ?? '[]',
        renderHTML: (attributes: Record<string, unknown>) => ({ 'data-lines': String(attributes.lines) }),
      },
    }),
    parseHTML: () => [{ tag: `div[data-record-block="${name}"]` }],
    renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes(HTMLAttributes, { 'data-record-block': name })],
    addNodeView: () => ReactNodeViewRenderer(RecordBlockView),
  })

/** What makes up the text, without the line to others. */
export const schemaExtensions = (): Extensions => [
  StarterKit.configure({
    // Undo is Yjs's own: it takes back what this person did and nobody else's words.
    undoRedo: false,
    // Every client would add its own last paragraph to the shared text.
    trailingNode: false,
    heading: { levels: [3, 4] },
    link: false,
    codeBlock: false,
    code: false,
    blockquote: false,
    horizontalRule: false,
    strike: false,
  }),
  actionItemNode,
  decisionNode,
  voteNodeType,
  ...tableNodes,
  mention,
  ...recordBlocks.map(recordBlock),
]

/** @param undo of the whole document: what was last done is taken back, in whichever item it was done */
export function extensionsFor(
  provider: MinutesProvider,
  fragment: XmlFragment,
  me: PresenceUser,
  undo: UndoManager,
  onComment: (id: string) => void,
): Extensions {
  return [
    ...schemaExtensions(),
    finding,
    commenting.configure({ onPress: onComment }),
    Collaboration.configure({ fragment, yUndoOptions: { undoManager: undo } }),
    CollaborationCaret.configure({
      provider,
      user: me,
      render: (user) => createCaret(user as PresenceUser),
      selectionRender: (user) => ({ class: 'caret-range', 'data-unit': String((user as PresenceUser).kind ?? '') }),
    }),
  ]
}
