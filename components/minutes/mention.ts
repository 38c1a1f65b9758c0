// Somebody at the sitting or a unit of the body, named in the text: by its id, with the name as it stood when it was written,
// which is what is read, signed and printed.
import { Node, type Editor } from '@tiptap/core'
import { mentionKinds, mentionLabel, mentionNode, type MentionKind } from '@/server/minutes/contract'

export type Mention = { kind: MentionKind; id: string; label: string }

const attribute = (name: keyof Mention) => ({
  default: '',
  parseHTML: (element: HTMLElement) => element.getAttribute(`data-${name}`) ?? '',
  renderHTML: (attributes: Record<string, unknown>) => ({ [`data-${name}`]: String(attributes[name] ?? '') }),
})

export const mention = Node.create({
  name: mentionNode,
  group: 'inline',
  inline: true,
  atom: true,
  selectable: false,
  addAttributes: () => ({ kind: attribute('kind'), id: attribute('id'), label: attribute('label') }),
  parseHTML: () => mentionKinds.map((kind) => ({ tag: `span[data-kind="${kind}"][data-id]` })),
  renderHTML: ({ node, HTMLAttributes }) => [
    'span',
    { ...HTMLAttributes, class: 'mention' },
    mentionLabel(node.attrs.label),
  ],
  renderText: ({ node }) => mentionLabel(node.attrs.label),
})

/** What is typed behind the sign, up to the caret, and where it begins; null where nobody is being named. */
export function namingAt(editor: Editor): { from: number; to: number; typed: string } | null {
  const { $from, empty } = editor.state.selection
  if (!empty || !$from.parent.isTextblock) return null
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc')
  const typed = /[@＠]([^\s@＠\ufffc]{0,20})$/.exec(before)?.[1]
  if (typed === undefined) return null
  return { from: $from.pos - typed.length - 1, to: $from.pos, typed }
}

export function insertMention(editor: Editor, { kind, id, label }: Mention): void {
  const naming = namingAt(editor)
  const at = naming ?? editor.state.selection
  editor
    .chain()
    .focus()
    .insertContentAt({ from: at.from, to: at.to }, [{ type: mentionNode, attrs: { kind, id, label } }])
    .run()
}
