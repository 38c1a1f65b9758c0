// The schema of the minutes and how it looks: paragraphs, headings, lists, bold, and three atoms that hold only an id.
import { mergeAttributes, Node, type Extensions } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import { ReactNodeViewRenderer, type ReactNodeViewProps } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import type { ComponentType } from 'react'
import type { XmlFragment } from 'yjs'
import { voteNode, type AtomType, type PresenceUser } from '@/server/minutes/contract'
import { ActionItemView } from './action-item-view'
import { DecisionView } from './decision-view'
import { createCaret } from './caret'
import type { MinutesProvider } from './provider'
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

export function extensionsFor(provider: MinutesProvider, fragment: XmlFragment, me: PresenceUser): Extensions {
  return [
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
    Collaboration.configure({ fragment }),
    CollaborationCaret.configure({
      provider,
      user: me,
      render: (user) => createCaret(user as PresenceUser),
      selectionRender: (user) => ({ class: 'caret-range', 'data-unit': String((user as PresenceUser).kind ?? '') }),
    }),
  ]
}
