// Where words of the margin belong, marked in each text. Their places are relative positions of Yjs: they are looked up when
// others write, since the whole text is then set anew, and go along with what is typed here.
import { Extension, type Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
  type ProsemirrorBinding,
} from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { limits, type Anchor } from '@/server/comments/contract'
import { recordsRoot } from '@/server/minutes/contract'

export type Marked = { id: string; anchor: Anchor; quote: string }
type Marks = { shown: readonly Marked[]; current: string | null; set: DecorationSet }
const key = new PluginKey<Marks>('commenting')
const none: Marks = { shown: [], current: null, set: DecorationSet.empty }

type Sync = { doc: Y.Doc; type: Y.XmlFragment; binding: ProsemirrorBinding | null }
const syncOf = (state: EditorState) => ySyncPluginKey.getState(state) as Sync | undefined

function look(state: EditorState, shown: readonly Marked[], current: string | null): Marks {
  const marks = shown.flatMap(({ id, anchor, quote }) => {
    const words = rangeOf(state, anchor) ?? standingOnce(state.doc, quote)
    if (words === null) return []
    const { from, to } = words
    const look = { class: id === current ? 'commented is-current' : 'commented' }
    const node = state.doc.nodeAt(from)
    const isOne = node?.isBlock && node.isAtom && from + node.nodeSize === to
    return [isOne ? Decoration.node(from, to, look, { id }) : Decoration.inline(from, to, look, { id })]
  })
  return { shown, current, set: DecorationSet.create(state.doc, marks) }
}

/** Null where its characters are gone. */
function rangeOf(state: EditorState, anchor: Anchor): { from: number; to: number } | null {
  const [from, to] = [positionOf(state, anchor.from), positionOf(state, anchor.to)]
  return from === null || to === null || from >= to || to > state.doc.content.size ? null : { from, to }
}

/** Whoever wrote the anchor may have put anything there. */
function positionOf(state: EditorState, base64: string): number | null {
  const sync = syncOf(state)
  if (!sync?.binding) return null
  try {
    const place = Y.decodeRelativePosition(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)))
    return relativePositionToAbsolutePosition(sync.doc, sync.type, place, sync.binding.mapping)
  } catch {
    return null
  }
}

/** Shorter words say too little about which ones they were. */
const leastQuote = 4
/** Texts of a document's paragraphs and where each begins: asked for once a comment, at every change of others. */
const texts = new WeakMap<Node, { from: number; text: string }[]>()

/**
 * A paragraph that became a heading, or words that were cut and put elsewhere, are new characters to Yjs. Where the very words stand
 * in one place of the item and no other, that is where they went. Null otherwise: the comment then says that its place is lost.
 */
export function standingOnce(doc: Node, quote: string): { from: number; to: number } | null {
  if ([...quote].length < leastQuote) return null
  let paragraphs = texts.get(doc)
  if (!paragraphs) {
    const all: { from: number; text: string }[] = []
    doc.descendants((node, at) => {
      // A leaf is one place long and one space in what is quoted.
      if (node.isTextblock) all.push({ from: at + 1, text: node.textBetween(0, node.content.size, ' ', ' ') })
      return !node.isTextblock
    })
    texts.set(doc, (paragraphs = all))
  }
  let found: number | null = null
  for (const { from, text } of paragraphs)
    for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
      if (found !== null) return null
      found = from + at
    }
  return found === null ? null : { from: found, to: found + quote.length }
}

export const commenting = Extension.create<{ onPress: (id: string) => void }>({
  name: 'commenting',
  addOptions: () => ({ onPress: () => {} }),
  addProseMirrorPlugins() {
    const { onPress } = this.options
    return [
      new Plugin<Marks>({
        key,
        state: {
          init: () => none,
          apply(transaction, marks, _before, state) {
            const asked = transaction.getMeta(key) as Pick<Marks, 'shown' | 'current'> | undefined
            if (asked) return look(state, asked.shown, asked.current)
            if (marks.shown.length === 0) return marks
            if (transaction.getMeta(ySyncPluginKey)) return look(state, marks.shown, marks.current)
            return transaction.docChanged
              ? { ...marks, set: marks.set.map(transaction.mapping, transaction.doc) }
              : marks
          },
        },
        props: {
          decorations: (state) => key.getState(state)?.set,
          handleClick(view, position) {
            const id = idAt(view.state, position)
            if (id) onPress(id)
            return false
          },
        },
      }),
    ]
  },
})

function idAt(state: EditorState, position: number): string | null {
  const [found] = key.getState(state)?.set.find(position, position) ?? []
  return found ? String(found.spec.id) : null
}

export function markComments({ view }: Editor, shown: readonly Marked[], current: string | null): void {
  const marks = key.getState(view.state)
  if (marks && marks.shown.length === 0 && shown.length === 0) return
  view.dispatch(view.state.tr.setMeta(key, { shown, current }).setMeta('addToHistory', false))
}

/** Where its words begin now; null where they are gone. */
export const placeOf = ({ state }: Editor, anchor: Anchor, quote: string): number | null =>
  (rangeOf(state, anchor) ?? standingOnce(state.doc, quote))?.from ?? null

export type Place = { anchor: Anchor; quote: string }

/** The words that are selected, or the record somebody is in; null where nothing is. */
export function selectedPlace(editor: Editor): Place | null {
  const { state, view } = editor
  const { from, to, empty } = state.selection
  if (!empty) return placeFrom(state, from, to)
  const recordId = view.dom.querySelector('[data-record-id]:focus-within')?.getAttribute('data-record-id')
  let found: Place | null = null
  if (recordId)
    state.doc.descendants((node, at) => {
      if (node.attrs.recordId === recordId) found = placeFrom(state, at, at + node.nodeSize)
      return found === null
    })
  return found
}

function placeFrom(state: EditorState, from: number, to: number): Place | null {
  const sync = syncOf(state)
  if (!sync?.binding) return null
  const encode = (position: number) =>
    btoa(
      String.fromCharCode(
        ...Y.encodeRelativePosition(absolutePositionToRelativePosition(position, sync.type, sync.binding!.mapping)),
      ),
    )
  const recordId: unknown = state.doc.nodeAt(from)?.attrs.recordId
  const record = typeof recordId === 'string' ? sync.doc.getMap(recordsRoot).get(recordId) : null
  const words =
    record instanceof Y.Map
      ? String(record.get('title') ?? record.get('text') ?? '')
      : state.doc.textBetween(from, to, ' ', ' ')
  const quote = words.trim()
  return { anchor: { from: encode(from), to: encode(to) }, quote: [...quote].slice(0, limits.quote).join('') }
}
