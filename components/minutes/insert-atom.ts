import type { Editor } from '@tiptap/react'
import type * as Y from 'yjs'
import type { AtomType } from '@/server/minutes/contract'
import { createRecord } from './records'

/** Puts a new record after the block the caret is in, a paragraph behind it, and the caret into its first field. */
export function insertAtom(editor: Editor, doc: Y.Doc, type: AtomType): void {
  const recordId = createRecord(doc, type)
  const { $from } = editor.state.selection
  const block = $from.depth > 0 ? $from.node(1) : null
  const isEmpty = block !== null && block.type.name === 'paragraph' && block.content.size === 0
  const start = $from.depth > 0 ? $from.before(1) : $from.pos
  const end = $from.depth > 0 ? $from.after(1) : $from.pos
  // In an empty paragraph the record goes before it, so that the paragraph is where one writes on.
  const content = isEmpty
    ? [{ type, attrs: { recordId } }]
    : [{ type, attrs: { recordId } }, ...(end >= editor.state.doc.content.size ? [{ type: 'paragraph' }] : [])]
  editor.commands.insertContentAt(isEmpty ? start : end, content)
  const place = editor.view.dom
  requestAnimationFrame(() => {
    const atom = place.querySelector(`[data-record-id="${recordId}"]`)
    atom?.querySelector<HTMLElement>('textarea, input')?.focus()
  })
}
