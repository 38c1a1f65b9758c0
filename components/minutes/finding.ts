// The places of the word that is looked for, marked in each text. The bar (find-bar.tsx) says the word and which is current.
import { Extension, type Editor } from '@tiptap/core'
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { matchesIn, type TextMatch } from './find-matches'

type Found = { query: string; current: number | null; matches: TextMatch[]; marks: DecorationSet }
const key = new PluginKey<Found>('finding')
const nothing: Found = { query: '', current: null, matches: [], marks: DecorationSet.empty }

function look(state: EditorState, query: string, current: number | null): Found {
  if (query === '') return nothing
  const matches = matchesIn(state.doc, query)
  const marks = matches.map(({ from, to }, at) =>
    Decoration.inline(from, to, { class: at === current ? 'found is-current' : 'found' }),
  )
  return { query, current, matches, marks: DecorationSet.create(state.doc, marks) }
}

export const finding = Extension.create({
  name: 'finding',
  addProseMirrorPlugins: () => [
    new Plugin<Found>({
      key,
      state: {
        init: () => nothing,
        apply(transaction, found, _before, state) {
          const asked = transaction.getMeta(key) as Pick<Found, 'query' | 'current'> | undefined
          if (asked) return look(state, asked.query, asked.current)
          return transaction.docChanged && found.query !== '' ? look(state, found.query, found.current) : found
        },
      },
      props: { decorations: (state) => key.getState(state)?.marks },
    }),
  ],
})

/** @param current place among this text's matches, or null where the current one is elsewhere */
export function markFound({ view }: Editor, query: string, current: number | null): void {
  const found = key.getState(view.state)
  if (found?.query === query && found.current === current) return
  view.dispatch(view.state.tr.setMeta(key, { query, current }).setMeta('addToHistory', false))
}

export const foundIn = (editor: Editor): readonly TextMatch[] => key.getState(editor.state)?.matches ?? []
